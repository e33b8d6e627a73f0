"""Files whose fields stand in fixed columns."""
