"""Readings, their quality, and the probes of our own stations."""
