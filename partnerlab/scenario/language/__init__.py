"""The language of scenarios: from YAML to typed steps, and the mistakes in it."""
