"""How the bytes of a body become values, and what bounds it."""
