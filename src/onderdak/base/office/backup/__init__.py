"""One file that holds all that a site keeps, made while it is in use; and the way back from it."""
