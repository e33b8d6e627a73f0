"""Ledger, billing, tariff, counter and file settlement."""
