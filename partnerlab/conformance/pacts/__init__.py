"""Recorded interactions: examples, how they are compared, and the states they need."""
