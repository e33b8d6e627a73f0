"""The data exchange in front of the registers."""
