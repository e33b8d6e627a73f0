"""Broken customer systems: mistakes made in the reference on purpose, each of which some scenario must catch."""
