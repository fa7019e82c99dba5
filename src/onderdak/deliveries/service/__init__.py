"""The one door to this room: contracts, and what was delivered under them."""
