"""What makes a lab fast and could be left out: answers that are remembered. Nothing else is written for speed alone."""
