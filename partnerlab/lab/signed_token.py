"""Tokens that a partner signs for each message (JWT by Ed25519), and the halves of its key."""

from __future__ import annotations

import base64
from datetime import datetime
from typing import Any

from partnerlab.contract.http.decoding.bound_token import body_hash

PRIVATE_KEY, PUBLIC_KEY = "_private_key", "_public_key"


def private_name(public: str) -> str:
    """The name of the half that the partner keeps."""
    return public.removesuffix(PUBLIC_KEY) + PRIVATE_KEY


def as_text(raw: bytes) -> str:
    """Bytes in the letters of JOSE."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def public_half(private: str) -> str:
    return as_text(_public_bytes(_raw(private)))


def sign(private: str, issuer: str, now: datetime, seconds: int, number: str, body: bytes | None = None) -> str:
    """A token made now that lives for so long; it is of this body, or of none if its body is not known yet."""
    from joserfc import jwt  # here, for only few partners sign
    from joserfc.jwk import OKPKey

    made = int(now.timestamp())
    claims: dict[str, Any] = {"iss": issuer, "iat": made, "exp": made + seconds, "jti": number}
    if body is not None:
        claims["body_sha256"] = body_hash(body)
    return jwt.encode({"alg": "Ed25519"}, claims, _key(OKPKey, private), algorithms=["Ed25519"])


def bind(private: str, token: str, number: str, body: bytes) -> str:
    """The same token under a number of its own as one of this body; one that is no such token of the key stays."""
    from joserfc import jwt
    from joserfc.errors import JoseError
    from joserfc.jwk import OKPKey

    try:
        claims = jwt.decode(token, _key(OKPKey, private), algorithms=["Ed25519"]).claims
    except (JoseError, ValueError):
        return token
    if "body_sha256" in claims:
        return token
    claims |= {"jti": number, "body_sha256": body_hash(body)}
    return jwt.encode({"alg": "Ed25519"}, claims, _key(OKPKey, private), algorithms=["Ed25519"])


def _key(kind: Any, private: str) -> Any:
    return kind.import_key({"kty": "OKP", "crv": "Ed25519", "x": public_half(private), "d": private})


def _raw(private: str) -> bytes:
    return base64.urlsafe_b64decode(private + "=" * (-len(private) % 4))


def _public_bytes(private: bytes) -> bytes:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
