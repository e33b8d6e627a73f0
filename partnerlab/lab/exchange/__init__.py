"""Carries messages and files between a partner and our side, and has each judged."""
