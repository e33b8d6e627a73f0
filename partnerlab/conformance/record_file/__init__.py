"""Checks one record file against its layout."""
