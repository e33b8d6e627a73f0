"""What stands between this machine and a partner before any test: address, TLS, clock, log-ins, rights, code page."""
