"""How messages and files travel: in process, over sockets, by SFTP."""
