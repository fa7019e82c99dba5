"""Deliveries: a list of one source, passed through the gate, and the claims that its rows make."""

from onderdak.deliveries.claims import claims_of, reading_notes
from onderdak.deliveries.model import Delivery, Meaning
from onderdak.deliveries.read import read_delivery

__all__ = ["Delivery", "Meaning", "claims_of", "read_delivery", "reading_notes"]
