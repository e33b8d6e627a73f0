"""How messages and files travel: in process, over sockets, as files."""
