"""Onderdak: from scattered lists to trusted numbers, agreements and beds."""

__version__ = "0.1.0"
