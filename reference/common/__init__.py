"""What both of our side's systems run on: time, a store, due work and when to try again."""
