"""HTTP over sockets: every simulator on a port of its own, and a system under test wherever it listens."""

from __future__ import annotations

import logging
import socket
import struct
import threading
from collections.abc import Callable, Iterable
from typing import Any

import requests
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Answer, Request
from partnerlab.lab.channels.channel import ConnectionBroken, NoAnswer, Unreachable
from partnerlab.lab.channels.ports import listening
from partnerlab.lab.exchange.size_limits import USUAL

HOLD = 30.0
"""Real seconds for which a silent partner keeps a caller's connection open."""

PATIENCE = HOLD + 15
"""Real seconds for which a system under test is waited for, which may itself wait for a silent partner meanwhile."""

_CONNECTING = 10.0

_AT_ONCE = struct.pack("ii", 1, 0)
"""Close without waiting for anything that is still to be sent: the other side gets a reset, not an orderly end."""


class _Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def connection_dropped(self, error: BaseException, environ: Any = None) -> None:
        """Nothing more is read from a connection that was ended."""
        self.close_connection = True

    def log(self, type: str, message: str, *args: Any) -> None:
        logging.getLogger("partnerlab.http").debug(message, *args)


class HttpServer:
    """One WSGI application on a port of this machine, until closed."""

    def __init__(self, app: Callable[..., Iterable[bytes]], host: str = "127.0.0.1", port: int = 0) -> None:
        self._closing = threading.Event()
        with listening(host, port) as door:  # the server would say on stderr in words of its own that it has none
            self._server: BaseWSGIServer = make_server(
                host, door.getsockname()[1], self._silent(app), threaded=True, request_handler=_Handler,
                fd=door.fileno(),
            )  # fmt: skip
        self._server.daemon_threads = True  # type: ignore[attr-defined]
        self.url = f"http://{host}:{self._server.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)

    def _silent(self, app: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
        """A partner that does not answer keeps its caller waiting, and hangs up in the end; a line may break."""

        def held(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
            try:
                return app(environ, start_response)
            except NoAnswer:
                self._closing.wait(HOLD)
                connection: socket.socket = environ["werkzeug.socket"]
                connection.shutdown(socket.SHUT_RDWR)
                raise ConnectionAbortedError from None
            except ConnectionBroken as bad:
                break_connection(environ["werkzeug.socket"], bad)
                raise ConnectionAbortedError from None

        return held


LARGEST = USUAL.body


def read_answer(found: requests.Response, largest: int = LARGEST) -> Answer:
    """An answer that is being received, unpacked; of one larger than that only the beginning, which says so."""
    raw = bytearray()
    with found:
        for part in found.iter_content(_PART):
            raw += part
            if len(raw) > largest:
                break
    headers = wire.lower(dict(found.headers))
    if len(raw) <= largest:
        return wire.answer(found.status_code, headers, bytes(raw))
    answer = Answer(found.status_code, headers, bytes(raw[:_PART]))
    answer.undecodable = f"an answer of more than {largest} bytes, of which only the beginning is kept"
    return answer


_PART = 65_536


class UrlChannel:
    """Calls a system under test at an address."""

    def __init__(self, url: str, timeout: float = PATIENCE, largest: int = LARGEST) -> None:
        self.where = url.rstrip("/")
        self._timeout, self._largest = timeout, largest
        self._session = requests.Session()
        self._session.trust_env = False

    def call(self, message: Request) -> Answer:
        try:
            found = self._session.request(
                message.method,
                self.where + message.path,
                params=message.query,
                headers=message.headers,
                data=message.raw,
                timeout=(min(_CONNECTING, self._timeout), self._timeout),
                allow_redirects=False,
                stream=True,
            )
            return read_answer(found, self._largest)
        except requests.ConnectionError:
            raise Unreachable(
                f"nothing answers at {self.where}: is the system running, and is this its address?"
            ) from None
        except requests.Timeout:
            raise Unreachable(f"{self.where} did not answer {message.path} within {self._timeout:g} s") from None
        except requests.RequestException as bad:
            raise Unreachable(f"'{self.where}' is no address of a CIS: {bad}") from None

    def close(self) -> None:
        self._session.close()


def break_connection(connection: socket.socket, bad: ConnectionBroken) -> None:
    """Send what comes through, and end the connection so that the caller sees what the fault says."""
    if bad.breaks.after:
        connection.sendall(_head(bad) + bad.raw[: bad.breaks.after])
    if bad.breaks.how == "short":
        connection.shutdown(socket.SHUT_RDWR)
        return
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
    socket.close(connection.detach())  # the server would end it in order, and readers still hold it


def _head(bad: ConnectionBroken) -> bytes:
    lines = [f"HTTP/1.1 {bad.line}", *(f"{name}: {value}" for name, value in bad.headers)]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")
