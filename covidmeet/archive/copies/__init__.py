"""The same text on other pages: which pairs there are, of what kind, and which copy is to be cited."""
