"""Answers over HTTP, refusals included."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed

_FAILED = "ระบบขัดข้อง กรุณาลองใหม่ภายหลัง"

Shape = Callable[[int, str], dict[str, Any]]
"""A refusal's body, of its status and its words."""


class HttpError(Exception):
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
        raise HttpError(400, "expected a JSON object as the body")
    return body


def plainly(status: int, message: str) -> dict[str, Any]:
    return {"message": message}


def speak_when_refusing(app: Flask, log: logging.Logger, shaped: Shape = plainly) -> None:
    """Give every refusal and failure of the application a body, and keep its failures."""

    @app.errorhandler(HttpError)
    def turned(why: HttpError) -> Response:
        return json_answer(shaped(why.status, str(why)), why.status)

    @app.errorhandler(HTTPException)
    def refused(why: HTTPException) -> Response:
        status = why.code or 500
        response = json_answer(shaped(status, why.description or why.name), status)
        if isinstance(why, MethodNotAllowed):
            response.allow.update(why.valid_methods or ())
        return response

    @app.errorhandler(Exception)
    def failed(_trouble: Exception) -> Response:
        log.exception("%s %s failed", request.method, request.path)
        return json_answer(shaped(500, _FAILED), 500)
