"""Floor 0: pure calculation. No web framework, no global state, no files it was not given."""
