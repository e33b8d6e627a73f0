"""Houses, land and districts on the map."""
