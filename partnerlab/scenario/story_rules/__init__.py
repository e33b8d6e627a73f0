"""Rules over a whole scenario, checked after it was played."""
