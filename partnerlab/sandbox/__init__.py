"""A sandbox for a partner that sends: our side, accounts with known facts, and a list of steps that ticks itself."""
