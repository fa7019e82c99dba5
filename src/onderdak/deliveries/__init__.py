"""Deliveries: a list of one source, passed through the gate, and the claims that its rows make."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from onderdak.deliveries.claims import claims_of
    from onderdak.deliveries.model import Delivery, Meaning
    from onderdak.deliveries.read import read_delivery
    from onderdak.deliveries.sources import ExpectedSource, read_sources

__all__ = ["Delivery", "ExpectedSource", "Meaning", "claims_of", "read_delivery", "read_sources"]

#: Where each stands. Read when it is asked for: the site starts without the engine that reads lists.
_PLACES = {
    "claims_of": "claims",
    "Delivery": "model",
    "Meaning": "model",
    "read_delivery": "read",
    "ExpectedSource": "sources",
    "read_sources": "sources",
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_PLACES[name]}"), name)
