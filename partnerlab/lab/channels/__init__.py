"""How messages travel: nested calls in one process, sockets, SFTP."""
