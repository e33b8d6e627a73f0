"""One address in front of a system of ours, which partners call: what passes there is judged and journalled."""
