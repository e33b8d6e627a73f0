"""A body in chunks is refused before it is read."""

from __future__ import annotations

import socket
import threading

from flask import Flask
from werkzeug.serving import make_server

from reference.common.http_api import RequestHandler


def test_a_body_in_chunks_is_refused() -> None:
    server = make_server("127.0.0.1", 0, Flask("x"), threaded=True, request_handler=RequestHandler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        with socket.create_connection(("127.0.0.1", server.server_port), 5) as caller:
            caller.sendall(b"POST /x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: Chunked\r\n\r\nFFFFFFFF\r\n{}")
            caller.shutdown(socket.SHUT_WR)
            assert b" 411 " in caller.recv(100)
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
