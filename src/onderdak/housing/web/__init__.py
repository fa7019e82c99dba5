"""The pages on which addresses are found, listed and read."""
