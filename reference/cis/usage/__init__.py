"""Usage statistics for other offices, and the record of what was told to whom."""
