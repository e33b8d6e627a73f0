"""The only door for speed."""
