"""Verifies an implementation over the network."""
