"""The registers of the Department of Provincial Administration."""
