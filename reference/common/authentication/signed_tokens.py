"""Tokens that a caller signs for each message (JWT, RFC 7519, Ed25519): checked for sender, time, single use, body.

The token names the caller (`iss`), when it was made and ends (`iat`, `exp`), and a number of its own (`jti`), which is
good once. `body_sha256` binds it to the bytes of the message.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Sequence
from typing import Any

from flask import request

from reference.common.http_api import HttpError
from reference.common.link import Link

KEY = "signing_public_key"
NEEDS = (KEY, "token_seconds")
"""The settings of a partner that proves itself so."""

_COMPACT = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{85}[AQgw]")
"""Three parts; the last letter of a signature has only four forms, so that no other one is read as the same."""

FirstUse = Callable[[str, str, float], bool]
"""Whether a caller's number is used for the first time; from a moment on it may be forgotten."""


def signer(links: Sequence[Link], is_first_use: FirstUse) -> Link:
    """Which of the partners that share an address signed the call; `HttpError` if none did."""
    refused = HttpError(401, "nobody signs here")
    for link in links:
        try:
            require_signature(link, is_first_use)
        except HttpError as error:
            refused = error
        else:
            return link
    raise refused


def require_signature(link: Link, is_first_use: FirstUse) -> None:
    """Refuse the call with 401 unless its token is this partner's, lives, was never used, and is of these bytes."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.casefold() != "bearer" or not _COMPACT.fullmatch(token):
        raise HttpError(401, "the signed token is missing or is none")
    claims = _claims(link, token)
    now, made, ends = int(link.clock.now().timestamp()), _moment(claims, "iat"), _moment(claims, "exp")
    if not made <= now < ends <= made + int(link["token_seconds"]):
        raise HttpError(401, "the signed token has ended, or is made for another time")
    bound = claims.get("body_sha256")  # a token without it would open every message that somebody puts beside it
    if not isinstance(bound, str) or not _same(bound, hashlib.sha256(request.get_data()).hexdigest()):
        raise HttpError(401, "the signed token is of another message")
    number = claims.get("jti")
    if not isinstance(number, str) or not number or not is_first_use(link.partner, number, ends):
        raise HttpError(401, "the signed token was used before")


def _same(bound: str, of_body: str) -> bool:
    return hmac.compare_digest(bound.encode(), of_body.encode())


def _claims(link: Link, token: str) -> dict[str, Any]:
    from joserfc import jwt  # here, for few callers sign and loading it takes a while
    from joserfc.errors import JoseError
    from joserfc.jwk import OKPKey

    try:
        key = OKPKey.import_key({"kty": "OKP", "crv": "Ed25519", "x": link[KEY]})
        claims = jwt.decode(token, key, algorithms=["Ed25519"]).claims
    except (JoseError, ValueError):
        raise HttpError(401, "the signed token is not by the caller's key, or its alg is not Ed25519") from None
    if claims.get("iss") != link["agent_code"]:
        raise HttpError(401, "the signed token names another caller")
    return dict(claims)


def _moment(claims: dict[str, Any], name: str) -> int:
    """Seconds since 1970; a token that does not say them was never good."""
    value = claims.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else 0
