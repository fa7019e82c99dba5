"""Lists that count per area and not per address: read, held against the municipalities of the region, compared."""
