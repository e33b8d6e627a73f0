"""Whether an implementation keeps what was agreed: pacts, and the states from which they start."""
