"""Search as you type over a whole register: an index beside it, made once, read by key."""
