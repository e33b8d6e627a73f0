"""Checks that a partner's folders keep the rules for all partners."""
