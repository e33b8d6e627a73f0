"""Repairs: the results of field work, the list of materials, and requisition slips."""
