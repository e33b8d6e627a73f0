"""Conformance: the checks that a partner runs on its own system, and the pacts behind them."""
