"""What the channels through which citizens serve themselves share: their messages, our answers and our notices."""
