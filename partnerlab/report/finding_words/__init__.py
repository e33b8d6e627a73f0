"""Findings in words for people, English and Thai: rules, expected and seen values."""
