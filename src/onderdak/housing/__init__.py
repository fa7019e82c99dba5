"""The housing picture of a region: what all lists together say of every address."""
