"""The test hooks of the CIS: only for tests."""
