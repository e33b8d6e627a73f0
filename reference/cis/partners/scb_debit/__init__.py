"""Automatic debit through SCB."""
