"""What the lab measures of itself."""
