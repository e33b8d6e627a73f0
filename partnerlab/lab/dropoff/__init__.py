"""The drop-off behind the SFTP channel: its server, and the clients with which agents use it."""
