"""Answers over HTTP, refusals included: every door speaks its own shape even when it says no."""

from __future__ import annotations

import hmac
import json
import logging
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

_log = logging.getLogger("reference.cis")
AGENTS = "/payment-agents/"
PORTAL = "/mwa/biz/"
_FAILED = "ระบบขัดข้อง กรุณาลองใหม่ภายหลัง"


class Turned(Exception):
    """A call that goes no further: HTTP status, and the words for whoever called."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


def json_answer(body: Any, status: int = 200) -> Response:
    return Response(json.dumps(body, ensure_ascii=False), status, mimetype="application/json")


def json_object() -> dict[str, Any]:
    """The body of the call, which must be a JSON object."""
    body = request.get_json(force=True, silent=True)
    if not isinstance(body, dict):
        raise Turned(400, "expected a JSON object as the body")
    return body


def holder_of(keys: Mapping[str, str], given: str | None) -> str | None:
    """Who holds this key; all are compared, in constant time each."""
    found = None
    for holder, key in keys.items():
        if key and hmac.compare_digest(key.encode(), (given or "").encode()):
            found = holder
    return found


def speak_when_refusing(app: Flask) -> None:
    """Give every refusal and failure of the application the shape of the door it happened at."""

    @app.errorhandler(Turned)
    def turned(why: Turned) -> Response:
        return json_answer(_shaped(why.status, str(why)), why.status)

    @app.errorhandler(HTTPException)
    def refused(why: HTTPException) -> Response:
        status = why.code or 500
        response = json_answer(_shaped(status, why.description or why.name), status)
        if isinstance(why, MethodNotAllowed):
            response.allow.update(why.valid_methods or ())
        return response

    @app.errorhandler(Exception)
    def failed(_trouble: Exception) -> Response:
        _log.exception("%s %s failed", request.method, request.path)
        return json_answer(_shaped(500, _FAILED), 500)


def _shaped(status: int, message: str) -> dict[str, str]:
    if request.path.startswith(AGENTS):
        code = "9000" if status >= 500 else "1000"
        return {"responseCode": code, "responseMessage": message}
    if request.path.startswith(PORTAL):
        return {"responseStatus": "ERROR", "responseMessage": message}
    return {"message": message}
