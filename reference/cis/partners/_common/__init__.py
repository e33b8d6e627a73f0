"""Formats and dialects that several adapters share."""
