"""Deliveries: a list of one source, passed through the gate, and the claims that its rows make."""

from onderdak.deliveries.claims import claims_of
from onderdak.deliveries.model import Delivery, Meaning
from onderdak.deliveries.read import read_delivery
from onderdak.deliveries.sources import ExpectedSource, read_sources

__all__ = ["Delivery", "ExpectedSource", "Meaning", "claims_of", "read_delivery", "read_sources"]
