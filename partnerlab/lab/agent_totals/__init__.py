"""Totals of each agent and bank, counted from judged messages and files by the contracts' marks of money."""
