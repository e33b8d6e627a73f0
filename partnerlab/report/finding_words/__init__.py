"""What judges find, in the words of people: rules, expectations and what was seen, in English and Thai."""
