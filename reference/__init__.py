"""MWA's side of the links, built small and honest: the default systems under test."""
