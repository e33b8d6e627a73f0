"""Holds the time that a message states of its own making against the clock of its maker."""
