"""The Navy's tide table."""
