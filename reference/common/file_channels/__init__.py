"""The ways by which files come and go."""
