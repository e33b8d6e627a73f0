"""What a system that was started here writes to its log, and what of it is personal data."""
