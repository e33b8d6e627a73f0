"""A session with an implementation at an address; trouble on the way is never taken for its answer."""

from __future__ import annotations

import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests

from partnerlab.conformance.verify.answer_deadline import Patient
from partnerlab.conformance.verify.connection_errors import (
    CERTIFICATE_WANTED,
    ConnectionFailed,
    UndecodableAnswer,
    causes_of,
    error_kind,
    plain_cause,
    without_login,
)
from partnerlab.contract.http.message import Answer, Request
from partnerlab.lab.channels.socket_http import read_answer


@dataclass(frozen=True, slots=True)
class ConnectionSettings:
    """How to get there: files of certificates, a proxy, and seconds of patience."""

    ca: str | None = None
    certificate: str | None = None
    key: str | None = None
    proxy: str | None = None
    timeout: float = 10.0


class Connection:
    """One session with the implementation; proxies and logins of this machine's environment are left alone."""

    def __init__(self, url: str, connection: ConnectionSettings | None = None) -> None:
        self.where, self._answered = url.rstrip("/"), False
        self.connection = connection or ConnectionSettings()
        self._session = requests.Session()
        self._session.trust_env = False
        for scheme in ("http://", "https://"):
            self._session.mount(scheme, Patient())
        if self.connection.proxy:
            self._session.proxies = dict.fromkeys(("http", "https"), self.connection.proxy)
        if self.connection.certificate:
            both = (self.connection.certificate, self.connection.key)
            self._session.cert = both if both[1] else both[0]  # type: ignore[assignment]

    def send(self, message: Request) -> Answer:
        """Its answer, whatever it is; `ConnectionFailed` if none came."""
        try:
            found = self._session.request(
                message.method,
                self.where + message.path,
                params=message.query,
                headers=message.headers,
                data=message.raw,
                timeout=self.connection.timeout,
                verify=self.connection.ca or True,
                allow_redirects=False,
                stream=True,
            )
            answer = read_answer(found)
        except requests.exceptions.ContentDecodingError:
            raise UndecodableAnswer(self.where) from None
        except requests.RequestException as bad:
            raise self._trouble(bad) from None
        self._answered = True
        return answer

    def greet(self) -> Answer:
        """Some answer to a question without meaning; some firewalls drop a HEAD, and then it is a GET."""
        try:
            return self.send(Request("HEAD", "/"))
        except ConnectionFailed as bad:
            if bad.kind not in ("broken", "silent", "truncated"):
                raise
            return self.send(Request("GET", "/"))

    def close(self) -> None:
        self._session.close()

    def _trouble(self, bad: requests.RequestException) -> ConnectionFailed:
        causes = list(causes_of(bad))
        host = urlsplit(self.where).hostname or self.where
        why = next((cause.verify_message for cause in causes if isinstance(cause, ssl.SSLCertVerificationError)), None)
        places = {"where": self.where, "host": host, "timeout": self.connection.timeout}
        places["proxy"] = without_login(self.connection.proxy or "")
        kind = error_kind(bad, causes)
        if kind == "no_http" and self._answered:
            kind = "garbled"
        if kind in ("broken", "tls") and self._wants_caller():
            kind = "tls_caller"
        return ConnectionFailed(kind, why=why or plain_cause(causes), **places)

    def _wants_caller(self) -> bool:
        """Whether a secure line breaks for want of our certificate: if we wait for it, the server says so.

        It says so after the handshake (TLS 1.3), when the request is on its way, which often swallows its words.
        """
        address, known = urlsplit(self.where), self.connection
        if address.scheme != "https" or known.certificate or known.proxy:
            return False
        context = ssl.create_default_context(cafile=known.ca)
        there = (address.hostname or "", address.port or 443)
        try:
            with (
                socket.create_connection(there, known.timeout) as line,
                context.wrap_socket(line, server_hostname=address.hostname) as secured,
            ):
                secured.recv(1)
        except OSError as bad:
            return CERTIFICATE_WANTED in str(bad).lower()
        return False
