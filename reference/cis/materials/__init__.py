"""The list of materials, and requisition slips made from it."""
