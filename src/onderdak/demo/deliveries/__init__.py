"""What the sources make of the truth: each list with its own layout, dirt, gaps, delays and contradictions."""
