"""Repairs: what a crew brings back, the list of materials, and the slips by which it draws them."""
