"""The map service."""
