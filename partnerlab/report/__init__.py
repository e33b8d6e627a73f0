"""Reports: one event stream, rendered for a person at a terminal, a CI server, a program and an officer who signs."""
