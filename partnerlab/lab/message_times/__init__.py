"""Times in messages: how they are compared with a clock, and which clock that is."""
