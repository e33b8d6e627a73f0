"""One module for each kind of check of a verification."""
