"""Access tokens: how one is given, what it opens, and when it ends."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
import requests
from flask import Flask

from reference.common.authentication.access_tokens import give_token, require_token
from reference.common.clock import BANGKOK, Clock
from reference.common.http_api import HttpError
from reference.common.link import Link

NOON = datetime(2026, 11, 23, 12, tzinfo=BANGKOK)
CLIENT = {"client_id": "an-id", "client_secret": "a-secret"}


@pytest.fixture
def link() -> Link:
    return link_of("bank")


def link_of(partner: str, **other: str) -> Link:
    clock = Clock()
    clock.set(NOON)
    return Link(partner, CLIENT | {"token_seconds": "900"} | other, requests.Session(), clock)


def ask(link: Link, data: Any = CLIENT, **more: Any) -> dict[str, Any]:
    with Flask("asking").test_request_context(method="POST", data=data, **more):
        return give_token(link)


def status_with(link: Link, header: str | None) -> int:
    headers = {} if header is None else {"Authorization": header}
    with Flask("using").test_request_context(headers=headers):
        try:
            require_token(link)
        except HttpError as refused:
            return refused.status
        return 200


def test_a_token_opens_until_it_ends(link: Link) -> None:
    given = ask(link)
    assert (given["token_type"], given["expires_in"]) == ("Bearer", 900)
    link.clock.set(NOON + timedelta(seconds=899))
    assert status_with(link, f"Bearer {given['access_token']}") == 200
    assert status_with(link, f"bearer {given['access_token']}") == 200
    link.clock.set(NOON + timedelta(seconds=900))
    assert status_with(link, f"Bearer {given['access_token']}") == 401


def test_a_token_opens_nothing_elsewhere_nor_under_another_secret(link: Link) -> None:
    header = f"Bearer {ask(link)['access_token']}"
    assert status_with(link_of("another_bank"), header) == 401
    assert status_with(link_of("bank", client_secret="the next secret"), header) == 401
    assert status_with(link_of("bank", client_secret=""), header) == 401


def test_a_token_that_is_changed_in_any_letter_opens_nothing(link: Link) -> None:
    token = ask(link)["access_token"]
    for place in range(len(token)):
        changed = token[:place] + ("0" if token[place] != "0" else "1") + token[place + 1 :]
        assert status_with(link, f"Bearer {changed}") == 401
    for header in (
        None,
        "",
        token,
        f"Basic {token}",
        f"Bearer {token[:-1]}",
        f"Bearer {token} ",
        f"Bearer {token.upper()}",
    ):
        assert status_with(link, header) == 401


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({**CLIENT, "client_secret": "wrong"}, 401),
        ({**CLIENT, "client_id": "wrong"}, 401),
        ({"client_id": "an-id"}, 400),
        ({**CLIENT, "client_secret": ""}, 400),
        ({**CLIENT, "scope": "all"}, 400),
        ({**CLIENT, "grant_type": "password"}, 400),
        ({**CLIENT, "client_id": ["an-id", "an-id"]}, 400),
        ("{}", 400),
    ],
)
def test_who_is_not_known_or_asks_otherwise_gets_none(link: Link, form: Any, status: int) -> None:
    with pytest.raises(HttpError) as refused:
        ask(link, form)
    assert refused.value.status == status


def test_the_grant_may_be_named(link: Link) -> None:
    assert ask(link, CLIENT | {"grant_type": "client_credentials"})["access_token"]
