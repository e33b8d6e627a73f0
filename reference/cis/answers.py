"""Answers over HTTP, refusals included: every door speaks its own shape even when it says no."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Mapping

from flask import Flask, request

from reference.common import http_api
from reference.common.http_api import HttpError, json_answer, json_object

__all__ = ["AGENTS", "PORTAL", "HttpError", "holder_of", "json_answer", "json_object", "speak_when_refusing"]

AGENTS = "/payment-agents/"
PORTAL = "/mwa/biz/"


def holder_of(keys: Mapping[str, str], given: str | None) -> str | None:
    """Who holds this key; all are compared, in constant time each."""
    found = None
    for holder, key in keys.items():
        if key and hmac.compare_digest(key.encode(), (given or "").encode()):
            found = holder
    return found


def speak_when_refusing(app: Flask) -> None:
    """Give every refusal and failure of the application the shape of the door it happened at."""
    http_api.speak_when_refusing(app, logging.getLogger("reference.cis"), _shaped)


def _shaped(status: int, message: str) -> dict[str, str]:
    if request.path.startswith(AGENTS):
        code = "9000" if status >= 500 else "1000"
        return {"responseCode": code, "responseMessage": message}
    if request.path.startswith(PORTAL):
        return {"responseStatus": "ERROR", "responseMessage": message}
    return http_api.plainly(status, message)
