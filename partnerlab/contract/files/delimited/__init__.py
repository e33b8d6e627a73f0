"""Files whose fields are separated by a character."""
