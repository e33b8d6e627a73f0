"""Facts of people and companies: families, names, identity cards and civil records."""
