"""Access tokens: given for a client's id and secret, good until they end (OAuth 2.0, RFC 6749, 4.4).

None is stored. A token says when it ends, under a seal that only the client's secret makes; so a secret that is
replaced ends all tokens that were given for it.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from typing import Any

from flask import request

from reference.common.http_api import HttpError
from reference.common.link import Link

NEEDS = ("client_id", "client_secret", "token_seconds")
"""The settings of a partner that proves itself so."""

_FORM = "application/x-www-form-urlencoded"
_FIELDS = {"client_id", "client_secret", "grant_type"}
_GRANT = "client_credentials"
_BEARER = re.compile(r"(?i:bearer) ([0-9a-f]{1,16})\.([0-9a-f]{64})")


def give_token(link: Link) -> dict[str, Any]:
    """The answer to the call that asks for a token; 400 for what is no such question, 401 for a stranger."""
    form = _form()
    opened = [
        link.opens(name, form.get(name)) for name in ("client_id", "client_secret")
    ]  # both, so that time is silent
    if not all(opened):
        raise HttpError(401, "client_id or client_secret is not known")
    seconds = int(link["token_seconds"])
    ends = f"{int(link.clock.now().timestamp()) + seconds:x}"
    return {"access_token": f"{ends}.{_seal(link, ends)}", "token_type": "Bearer", "expires_in": seconds}


def require_token(link: Link) -> None:
    """Refuse the call with 401 unless it comes under a token that this partner was given and that lives."""
    told = _BEARER.fullmatch(request.headers.get("Authorization", ""))
    if told is None or not hmac.compare_digest(told[2], _seal(link, told[1])):
        raise HttpError(401, "the access token is missing or not known")
    if link.clock.now().timestamp() >= int(told[1], 16):
        raise HttpError(401, "the access token has ended; ask for a new one")


def _form() -> dict[str, str]:
    if request.mimetype != _FORM:
        raise HttpError(400, f"expected a form ({_FORM}), seen {request.mimetype or 'nothing'}")
    form = request.form
    if surplus := sorted(form.keys() - _FIELDS):
        raise HttpError(400, f"{', '.join(surplus)}: not a field of this message")
    for name in sorted(_FIELDS & form.keys()):
        if len(form.getlist(name)) > 1 or not form[name]:
            raise HttpError(400, f"{name}: expected once and not empty")
    if missing := sorted({"client_id", "client_secret"} - form.keys()):
        raise HttpError(400, f"{', '.join(missing)}: missing")
    if form.get("grant_type", _GRANT) != _GRANT:
        raise HttpError(400, f"grant_type: expected {_GRANT}, seen {form['grant_type']!r:.60}")
    return form.to_dict()


def _seal(link: Link, ends: str) -> str:
    secret = link.settings.get("client_secret", "")
    if not secret:
        raise HttpError(401, "no access token is known here")
    return hmac.new(secret.encode(), f"{link.partner} {ends}".encode(), hashlib.sha256).hexdigest()
