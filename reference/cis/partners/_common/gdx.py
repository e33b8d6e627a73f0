"""Answers of registers behind the data exchange: data, nothing on record, or the code of why there is no answer."""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Any

import requests

from reference.cis.messages import SourceUnavailable
from reference.common.json_reader import read_json

UNREADABLE = "answer has not the agreed shape"
_CODE = re.compile(r"\[([0-9A-Z]{1,5})\]")
_NONE: frozenset[str] = frozenset()


def read_answer(
    response: requests.Response, not_found: Set[str] = _NONE, closed: Set[str] = _NONE, texts: Set[str] = _NONE
) -> Any | None:
    """The data of an answer, or None when nothing is on record; raises SourceUnavailable.

    `not_found` are this register's codes for nothing on record, `closed` those that last until the next opening, and
    `texts` what it answers for nothing in plain words, in small letters without spaces.
    """
    if response.status_code == 204 or _plain_text(response.content) in texts:
        return None
    if response.status_code != 200:
        _require_not_found(response, not_found, closed)
        return None
    try:
        body = read_json(response.content)
    except ValueError:
        raise SourceUnavailable("answer is not JSON") from None
    if isinstance(body, dict) and "Message" in body and ("Code" in body or len(body) == 1):
        _require_not_found(response, not_found, closed)
        return None
    return body or None


def error_code(response: requests.Response) -> str:
    """The code of the system behind where the body has one, otherwise the HTTP status."""
    try:
        body = read_json(response.content)
        if isinstance(body, dict):
            if body.get("Code"):
                return str(body["Code"])
            if match := _CODE.search(str(body.get("Message", ""))):
                return match.group(1)
    except ValueError:
        pass
    return str(response.status_code)


def _plain_text(content: bytes) -> str:
    """A short text in small letters without spaces; of anything longer nothing."""
    return "".join(content.decode("utf-8", "replace").lower().split()) if len(content) < 64 else ""


def _require_not_found(response: requests.Response, not_found: Set[str], closed: Set[str]) -> None:
    code = error_code(response)
    if code not in not_found:
        raise SourceUnavailable(code, response.headers.get("Retry-After"), wait_for_opening=code in closed)
