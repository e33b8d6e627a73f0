"""Citizens who log in through a channel of ours: their own accounts, and nothing else."""
