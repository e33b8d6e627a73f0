"""Marks of identity in contracts: the subject of an answer, and the number of a payment; compiled and judged."""
