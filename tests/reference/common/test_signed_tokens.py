"""Tokens that a caller signs: what opens, and each way in which one does not."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from typing import Any

import pytest
import requests
from flask import Flask
from joserfc import jwt
from joserfc.jwk import OKPKey

from reference.common.authentication.signed_tokens import require_signature
from reference.common.clock import BANGKOK, Clock
from reference.common.http_api import HttpError
from reference.common.link import Link

NOON = datetime(2026, 11, 23, 12, tzinfo=BANGKOK)
MADE = int(NOON.timestamp())
KEY, OTHER = OKPKey.generate_key("Ed25519"), OKPKey.generate_key("Ed25519")
BODY = b'{"amount": "100.79"}'
CLAIMS = {"iss": "TTB", "iat": MADE, "exp": MADE + 60, "jti": "1", "body_sha256": hashlib.sha256(BODY).hexdigest()}


def token(key: OKPKey = KEY, **changed: Any) -> str:
    claims = {name: value for name, value in (CLAIMS | changed).items() if value is not None}
    return jwt.encode({"alg": "Ed25519"}, claims, key, algorithms=["Ed25519"])


def status(header: str | None, used: tuple[str, ...] = (), after: int = 0, body: bytes = BODY) -> int:
    clock = Clock()
    clock.set(NOON + timedelta(seconds=after))
    settings = {"agent_code": "TTB", "token_seconds": "60", "signing_public_key": str(KEY.as_dict(private=False)["x"])}
    link = Link("ttb_online", settings, requests.Session(), clock)
    headers = {} if header is None else {"Authorization": header}
    with Flask("signed").test_request_context(method="POST", data=body, headers=headers):
        try:
            require_signature(link, lambda partner, number, ends: number not in used)
        except HttpError as refused:
            return refused.status
        return 200


def test_a_token_opens_one_message_until_it_ends() -> None:
    assert status(f"Bearer {token()}") == 200
    assert status(f"Bearer {token()}", after=59) == 200
    assert status(f"Bearer {token()}", after=60) == 401
    assert status(f"Bearer {token()}", after=-1) == 401, "it is not made yet"
    assert status(f"Bearer {token()}", used=("1",)) == 401
    assert status(f"Bearer {token()}", body=BODY + b" ") == 401


@pytest.mark.parametrize(
    "changed",
    [{"iss": "SCB"}, {"iss": None}, {"jti": None}, {"jti": 7}, {"exp": None}, {"iat": None}, {"exp": MADE + 61},
     {"iat": str(MADE)}, {"body_sha256": None}, {"body_sha256": 7}, {"body_sha256": ""}, {"body_sha256": "กขค"}],
    ids=str,
)  # fmt: skip
def test_a_claim_that_is_missing_or_wrong_is_refused(changed: dict[str, Any]) -> None:
    assert status(f"Bearer {token(**changed)}") == 401


def test_what_is_no_token_of_the_caller_is_refused() -> None:
    good = token()
    for header in (None, "", good, f"Basic {good}", "Bearer x", f"Bearer {good[:-1]}", f"Bearer {token(OTHER)}"):
        assert status(header) == 401
    unsigned = ".".join((*good.split(".")[:2], ""))
    assert status(f"Bearer {unsigned}") == 401
    for last in set("ABCDQRSgwxyz0123") - {good[-1]}:
        assert status(f"Bearer {good[:-1]}{last}") == 401, "a letter that decodes alike is another letter"
