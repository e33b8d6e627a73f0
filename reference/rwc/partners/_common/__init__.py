"""What several partners of the raw-water system share, named as in `contracts/_common`."""
