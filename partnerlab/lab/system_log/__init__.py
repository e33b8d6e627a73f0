"""The log of a system started here: captured, and searched for personal data."""
