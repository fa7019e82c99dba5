"""How many people there are, what housing they need, and how many places are short."""
