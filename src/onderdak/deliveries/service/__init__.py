"""The one door to this room: contracts, and what was delivered under them."""

from onderdak.deliveries.service.areas import AreaCount, area_counts

__all__ = ["AreaCount", "area_counts"]
