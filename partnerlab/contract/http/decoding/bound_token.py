"""Compare a signed token (JWT) in a header with the body that it binds; its signature is not checked here."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

NOT_OF_BODY = "is not of this body"
"""The rule that a token breaks which is of another body, or of none."""


def claims_of(header: str) -> dict[str, Any] | None:
    """The claims of a compact token, with or without its scheme before it; None for what is no token."""
    parts = header.rpartition(" ")[2].split(".")
    if len(parts) != 3:
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except ValueError:
        return None
    return claims if isinstance(claims, dict) else None


def body_hash(body: bytes) -> str:
    """How a token names the body that it is bound to."""
    return hashlib.sha256(body).hexdigest()


def not_bound(header: str, claim: str, body: bytes) -> str | None:
    """What is seen instead where the claim is not the hash of this body; None where it is."""
    claims = claims_of(header)
    if claims is None:
        return "no token"
    if claim not in claims:
        return f"a token without {claim}"
    return None if claims[claim] == body_hash(body) else "the hash of another body"
