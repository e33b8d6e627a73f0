"""One module a command of `partnerlab`; each imports what it needs when it is called."""
