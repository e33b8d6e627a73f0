"""The test hooks of the raw-water system: only for tests."""
