"""The invented region: a register, deliveries over three years, and the hidden truth, all made from a seed."""

from onderdak.demo.compare import Comparison, compare
from onderdak.demo.make import SIZES, Demo, make

__all__ = ["SIZES", "Comparison", "Demo", "compare", "make"]
