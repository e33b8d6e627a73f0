# ruff: noqa: F811
"""Broken implementations: each kind of trouble is reported as what it is, with the first finding in the reason."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Response

from partnerlab.conformance.verify.not_exercised import not_exercised
from partnerlab.contract.http.undecodable import describe
from partnerlab.lab.partners.registry import Registry
from tests.conformance.peers import Good, like, spoilt
from tests.conformance.test_verify import bound, peer, verify  # noqa: F401


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
        (_recoded(lambda text: text.encode("cp874", "replace")), "fail", "partner", "body: does not decode"),
    ],
    ids=["firewall", "redirect", "too many", "truncated", "cp874"],
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
    ],
    ids=["cp874", "utf-16", "utf-16 without a mark", "plain utf-16", "gzip", "brotli", "mark of utf-8", "cut short"],
)
def test_bytes_that_do_not_decode_are_called_by_name(raw: bytes, headers: dict[str, str], told: str | None) -> None:
    seen = describe(raw, headers)
    assert seen is None if told is None else told in (seen or "")
