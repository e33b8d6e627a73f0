"""Records of bytes, column by column."""
