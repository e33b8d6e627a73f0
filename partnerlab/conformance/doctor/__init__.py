"""Checks of the connection to a partner: address, TLS, clock, log-ins, rights, code page."""
