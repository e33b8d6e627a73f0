"""Usage statistics for other offices, and the record of their disclosure."""
