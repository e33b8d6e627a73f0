"""What each agent took in and each bank collected, counted from judged messages and files by the contracts' marks."""
