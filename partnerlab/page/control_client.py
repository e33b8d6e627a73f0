"""Calls the control API like any other client, with the address, host name and token of the page's visitor."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, run_wsgi_app

Wsgi = Callable[..., Iterable[bytes]]

ROOT = "/__lab"
FORBIDDEN = 403


@dataclass
class Refusal(Exception):
    """The control refused: what is wrong, what it expected and saw, and what to do."""

    status: int
    message: str
    expected: str | None
    seen: str | None
    do: str

    @property
    def needs_token(self) -> bool:
        return self.status == FORBIDDEN and self.expected == "the token"


@dataclass(frozen=True)
class ControlClient:
    """The control as one visitor may use it: `host` and `address` are the visitor's, `token` what was shown."""

    control: Wsgi
    host: str
    address: str
    token: str | None = None

    def get(self, *path: object, **query: object) -> Any:
        """What a route answers; words of the query that are None are left out."""
        return self._call("GET", path, query=query)

    def put(self, *path: object, body: Mapping[str, Any]) -> Any:
        return self._call("PUT", path, body=body)

    def post(self, *path: object, body: Mapping[str, Any]) -> Any:
        return self._call("POST", path, body=body)

    def post_file(self, *path: object, data: bytes, **query: object) -> Any:
        """Post bytes as they are."""
        return self._call("POST", path, query=query, data=data)

    def delete(self, *path: object, **query: object) -> Any:
        return self._call("DELETE", path, query=query)

    def _call(
        self, method: str, path: tuple[object, ...], query: Mapping[str, object] | None = None,
        body: Mapping[str, Any] | None = None, data: bytes | None = None,
    ) -> Any:  # fmt: skip
        headers = Headers({"Host": self.host})
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        sent: dict[str, Any] = {"json": body}
        if data is not None:
            sent = {"data": data, "content_type": "application/octet-stream"}
        builder = EnvironBuilder(
            path="/".join([ROOT, *(quote(str(part), safe="") for part in path)]), method=method, headers=headers,
            query_string=urlencode({name: value for name, value in (query or {}).items() if value is not None}),
            environ_base={"REMOTE_ADDR": self.address}, **sent,
        )  # fmt: skip
        chunks, status, _ = run_wsgi_app(self.control, builder.get_environ(), buffered=True)
        answer = json.loads(b"".join(chunks))
        if int(status[:3]) >= 400:
            raise Refusal(int(status[:3]), **answer)
        return answer
