"""JSON Schemas of the YAML files that people write, and the check against them."""
