"""The Biz Portal."""
