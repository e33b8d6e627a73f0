"""JSON over HTTP: bodies in, answers and errors out."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from logging import ERROR, INFO
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed
from werkzeug.serving import WSGIRequestHandler

from reference.common.json_reader import read_json
from reference.common.storage.store_outage import StoreLost

_FAILED = "ระบบขัดข้อง กรุณาลองใหม่ภายหลัง"

Shape = Callable[[int, str], dict[str, Any]]
"""The body of a refusal, from its HTTP status and message."""


class HttpError(Exception):
    """Refuse the call: HTTP status, and the message for the caller."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class RequestHandler(WSGIRequestHandler):
    """Takes no body in chunks: werkzeug reads them into memory of others when one is cut short."""

    def run_wsgi(self) -> None:
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            self.close_connection = True
            self.send_error(411, "Length Required")
        else:
            super().run_wsgi()


def json_answer(body: Any, status: int = 200) -> Response:
    return Response(json.dumps(body, ensure_ascii=False), status, mimetype="application/json")


def json_object() -> dict[str, Any]:
    """The body of the call, which must be a JSON object."""
    try:
        body = read_json(request.get_data())
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise HttpError(400, "expected a JSON object as the body")
    return body


def plain_error(status: int, message: str) -> dict[str, Any]:
    return {"message": message}


def install_error_handlers(app: Flask, log: logging.Logger, shape: Shape = plain_error) -> None:
    """Give every refusal and failure of the application a body, and log its failures."""

    @app.errorhandler(HttpError)
    def refuse(error: HttpError) -> Response:
        return json_answer(shape(error.status, str(error)), error.status)

    @app.errorhandler(HTTPException)
    def refuse_by_flask(error: HTTPException) -> Response:
        status = error.code or 500
        response = json_answer(shape(status, error.description or error.name), status)
        if isinstance(error, MethodNotAllowed):
            response.allow.update(error.valid_methods or ())
        return response

    @app.errorhandler(Exception)
    def fail(error: Exception) -> Response:
        is_rehearsed = isinstance(error, StoreLost)
        log.log(INFO if is_rehearsed else ERROR, "%s %s failed", request.method, request.path, exc_info=error)
        return json_answer(shape(500, _FAILED), 500)
