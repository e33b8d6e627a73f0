"""Holidays, Thai dates and durations."""
