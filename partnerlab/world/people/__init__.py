"""Persons and companies: families, names, papers and civil records."""
