"""How fast, measured on the machine at hand: each figure beside a ratio to something plain from the same run."""
