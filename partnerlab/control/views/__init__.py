"""What the control answers, as the plain data that its contract describes."""
