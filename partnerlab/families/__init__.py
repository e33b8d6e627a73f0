"""Behaviour that several partners share. Simulators call it with their own field names and codes."""
