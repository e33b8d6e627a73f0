"""What the system holds about a person: shown to who asks, erased where the law lets it, gone when its time is over."""
