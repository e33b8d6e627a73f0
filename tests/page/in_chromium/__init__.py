"""The page in a real browser; a package, so that the browser is closed behind its last test."""
