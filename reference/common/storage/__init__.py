"""Where a database lies, and how many rows go there at once."""
