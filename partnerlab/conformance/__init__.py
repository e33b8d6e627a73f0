"""Whether an implementation keeps what was agreed: what a partner runs by himself, and the pacts behind it."""
