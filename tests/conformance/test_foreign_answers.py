# ruff: noqa: F811
"""Broken implementations: each kind of trouble is reported as what it is, with the first finding in the reason."""

from __future__ import annotations

import gzip
import json
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask, Response
from flask import request as heard

from partnerlab.conformance.verify.not_exercised import not_exercised
from partnerlab.contract.http.undecodable import describe
from partnerlab.lab.channels.socket_http import HttpServer
from partnerlab.lab.partners.registry import Registry
from tests.conformance.peers import Good, like, spoilt
from tests.conformance.test_verify import bound, peer, verify  # noqa: F401
from tests.patience import PATIENCE


def _json(answer: requests.Response) -> bool:
    return answer.status_code == 200 and "json" in answer.headers["Content-Type"]


def _recoded(encode: Callable[[str], bytes]) -> Callable[[requests.Response], Response]:
    return lambda answer: like(answer, content=encode(answer.text)) if _json(answer) else like(answer)


def _truncated(answer: requests.Response) -> Response:
    spoiled = like(answer)
    spoiled.headers["Content-Length"] = str(len(answer.content) + 100)
    return spoiled


def _leak(answer: requests.Response) -> Response:
    spoiled = like(answer)
    spoiled.headers["X-Debug"] = "asked for 1-9800-00000-01-9"
    return spoiled


def _page(answer: requests.Response) -> Response:
    return Response("<h1>Blocked</h1>", 403, content_type="text/html")


def _moved(answer: requests.Response) -> Response:
    return Response("", 308, {"Location": "https://new.example/x?k=1"})


def _reports(folder: Path) -> list[str]:
    return [(folder / "report" / name).read_text(encoding="utf-8") for name in ("report.html", "junit.xml")]


@pytest.mark.parametrize(
    ("distort", "word", "blame", "reason"),
    [
        (_page, "fail", "network", "a firewall or a proxy"),
        (_moved, "fail", "configuration", "https://new.example/x:"),
        (lambda _: Response("{}", 429, content_type="application/json"), "skip", "configuration", "limits calls (429)"),
        (_truncated, "not_received", "partner", "Content-Length"),
        (
            _recoded(lambda text: text.encode("cp874", "replace")),
            "fail",
            "partner",
            "does not decode: seen Thai text in cp874",
        ),
        (_recoded(lambda text: text.encode("utf-16")), "fail", "partner", "body: does not decode: seen UTF-16"),
        (_recoded(lambda text: text.encode("utf-16-le")), "fail", "partner", "body: does not decode: seen UTF-16"),
        (_recoded(lambda text: gzip.compress(text.encode())), "fail", "partner", "does not decode: seen gzip without"),
        (lambda _: Response("<h1>Wait</h1>", 429, content_type="text/html"), "skip", "configuration", "(429)"),
        (
            lambda _: Response("<h1>Down</h1>", 503, content_type="text/html"),
            "fail",
            "network",
            "a firewall or a proxy",
        ),
        (
            lambda _: Response("", 302, {"Location": "/login?x=1"}),
            "fail",
            "configuration",
            "redirected (302) to /login:",
        ),
    ],
    ids=[
        "firewall",
        "redirect",
        "too many",
        "truncated",
        "cp874",
        "utf-16",
        "utf-16 without a mark",
        "unlabelled gzip",
        "too many, with a page",
        "a proxy's page",
        "redirect to a login",
    ],
)
def test_trouble_is_reported_as_what_it_is(
    verify: Any,
    peer: Good,
    distort: Any,
    word: str,
    blame: str,
    reason: str,
) -> None:
    with spoilt(peer.url, distort) as url:
        left = verify(url)
    told = left.checks["profile/a_company_in_business"]
    assert told[:2] == (word, blame) and reason in told[2], told
    assert left.code == 1


def test_a_token_that_dies_early_is_the_partners(verify: Any, peer: Good) -> None:
    """The first call was answered with it; a minute later it opens nothing."""
    answered = [0]

    def died(answer: requests.Response) -> Response:
        answered[0] += 1
        refused = Response('{"Message": "token expire"}', 401, content_type="application/json")
        return like(answer) if answered[0] < 2 else refused

    with spoilt(peer.url, died) as url:
        left = verify(url)
    assert left.checks["before"][0] == left.checks["profile/a_company_in_business"][0] == "pass"
    for name in ("profile/a_company_that_is_dissolved", "profile/generated"):
        word, blame, told = left.checks[name]
        assert (word, blame) == ("fail", "partner"), left.checks[name]
        assert told.startswith("refused (401) with credentials that profile took before: the token died early")
    assert left.code == 1


def test_credentials_that_never_opened_anything_are_configuration(verify: Any, peer: Good) -> None:
    with spoilt(peer.url, lambda _: Response('{"Message": "no"}', 401, content_type="application/json")) as url:
        left = verify(url)
    word, blame, told = left.checks["profile/a_company_in_business"]
    assert (word, blame) == ("fail", "configuration") and "the call is refused (401)" in told


@pytest.mark.parametrize("how", [socket.SHUT_RDWR, None], ids=["dropped", "refused"])
def test_a_head_that_is_dropped_stops_nothing(verify: Any, peer: Good, how: int | None) -> None:
    """Some firewalls let no HEAD through: it is dropped, or answered with a page of theirs."""
    app = Flask("firewall")

    @app.route("/", methods=["HEAD", "GET"], defaults={"rest": ""})
    @app.route("/<path:rest>", methods=["GET"])
    def passed_on(rest: str) -> Response:
        if heard.method == "HEAD":
            if how is not None:
                heard.environ["werkzeug.socket"].shutdown(how)
            return Response("<h1>HEAD</h1>", 405, content_type="text/html")
        headers = {name: value for name, value in heard.headers.items() if name != "Host"}
        query = heard.query_string.decode("latin-1")
        return like(requests.get(f"{peer.url}/{rest}?{query}", headers=headers, timeout=PATIENCE))

    listening = HttpServer(app)
    try:
        left = verify(listening.url)
    finally:
        listening.close()
    assert left.checks["before"][0] == left.checks["profile/a_company_in_business"][0] == "pass"
    assert left.code == 0, left.out


def test_a_number_in_a_header_is_the_partners(verify: Any, peer: Good) -> None:
    with spoilt(peer.url, _leak) as url:
        left = verify(url)
    word, blame, told = left.checks["profile/a_company_in_business"]
    assert (word, blame) == ("fail", "partner") and "header/x-debug: unmarked personal data" in told
    assert "1-9800-00000-01-9" not in left.out


def test_a_line_that_breaks_during_generated_requests_is_no_mistake_of_ours(verify: Any, peer: Good) -> None:
    asked = [0]

    def later(answer: requests.Response) -> Response:
        asked[0] += bool(answer.content)
        return _truncated(answer) if asked[0] == 6 and answer.content else like(answer)

    with spoilt(peer.url, later) as url:
        left = verify(url)
    assert left.code == 1 and "error" not in {word for word, _, _ in left.checks.values()}, left.out
    assert any(name.endswith("generated") and one[0] == "not_received" for name, one in left.checks.items())


def test_a_run_that_proved_nothing_says_so_in_every_report(verify: Any, peer: Good, tmp_path: Path) -> None:
    """A token is given, and a wrong one refused: of the register itself nothing is known."""
    with spoilt(peer.url, lambda _: Response("{}", 429, content_type="application/json")) as url:
        left = verify(url)
    assert left.checks["validate/access_control"][0] == "pass"
    assert left.code == left.events[-1]["exit_code"] == 1
    for told in (left.out, *_reports(tmp_path)):
        assert "This run proved nothing" in told
        assert "profile (200, 204, " in told


def test_it_ends_with_what_was_not_exercised(verify: Any, peer: Good, tmp_path: Path) -> None:
    left = verify(peer.url)
    assert "Not exercised: profile (" in left.out and "proved nothing" not in left.out
    assert all("proved nothing" not in told and "profile (" in told for told in _reports(tmp_path))
    partner = Registry().partner("dbd_juristic")
    assert partner.provider
    operations = list(partner.provider.operations.values())
    assert not_exercised(operations, set()) == [operation.id for operation in operations]
    every = {(operation.id, status) for operation in operations for status in operation.answers}
    assert not_exercised(operations, every) == []


THAI = json.dumps({"name": "สมชาย"}, ensure_ascii=False)


@pytest.mark.parametrize(
    ("raw", "headers", "told"),
    [
        (THAI.encode("cp874"), {}, "cp874"),
        (THAI.encode("utf-16"), {}, "UTF-16"),
        (THAI.encode("utf-16-le"), {}, "UTF-16"),
        (b'{"a": 1}'.decode().encode("utf-16-le"), {}, "UTF-16"),
        (gzip.compress(THAI.encode()), {}, "gzip without"),
        (b"\x0b", {"content-encoding": "br"}, "br (Content-Encoding)"),
        (THAI.encode("utf-8-sig"), {}, "byte order mark"),
        (THAI.encode()[:-2], {}, None),
        (b"\n<!-- no --><!DOCTYPE html><p>Request Rejected", {}, "a page for browsers"),
        (b"<HTML>no", {}, "a page for browsers"),
        (b"<a/>", {}, None),
    ],
    ids=[
        "cp874",
        "utf-16",
        "utf-16 without a mark",
        "plain utf-16",
        "gzip",
        "brotli",
        "mark of utf-8",
        "cut short",
        "page",
        "short page",
        "xml",
    ],
)
def test_bytes_that_do_not_decode_are_called_by_name(raw: bytes, headers: dict[str, str], told: str | None) -> None:
    seen = describe(raw, headers)
    assert seen is None if told is None else told in (seen or "")
