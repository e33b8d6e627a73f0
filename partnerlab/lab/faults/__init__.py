"""Named ways of misbehaving: of an answer, a connection, a message, a file, or of time."""
