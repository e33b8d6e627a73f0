"""Files that are encrypted and signed on their way (OpenPGP): the lab's keys, and a partner's envelope."""
