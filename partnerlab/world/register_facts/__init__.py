"""Facts that only one register knows: one module for each register."""
