"""The control as a test in any language meets it: JSON over HTTP, every answer held against the contract."""

from __future__ import annotations

from typing import Any

import orjson

from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Answer
from partnerlab.control.app import Control


class Remote:
    """A client of the control. `of` calls an operation; the answer must keep the contract, whatever it says."""

    def __init__(self, app: Control) -> None:
        self._client = app.test_client()
        self._document = app.document
        self.headers: dict[str, str] = {}

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        """One call; an operation of the contract must answer as the contract says."""
        raw = None if body is None else orjson.dumps(body)
        media = {"Content-Type": wire.JSON} if raw is not None else {}
        found = self._client.open(path, method=method, data=raw, headers=media | self.headers | headers)
        answer = wire.answer(found.status_code, wire.lower(dict(found.headers)), found.data)
        operation = self._document.route(wire.request(method, path.partition("?")[0]))
        if operation is not None:
            assert operation.judge_answer(answer) == [], found.data
        return answer

    def get(self, path: str) -> Any:
        return self._good(self.call("GET", path))

    def put(self, path: str, body: Any) -> Any:
        return self._good(self.call("PUT", path, body))

    def post(self, path: str, body: Any) -> Any:
        return self._good(self.call("POST", path, body))

    def delete(self, path: str) -> Any:
        return self._good(self.call("DELETE", path))

    def refused(self, method: str, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
        """Status and body of a call that is refused."""
        answer = self.call(method, path, body)
        assert answer.status >= 400, answer.body
        return answer.status, answer.body

    def _good(self, answer: Answer) -> Any:
        assert answer.status < 300, answer.body
        return answer.body
