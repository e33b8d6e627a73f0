"""A token in a header is of the body beside it, each time anew: the contract says so, and the judge looks."""

from __future__ import annotations

from datetime import datetime

from partnerlab.contract.http.decoding.bound_token import claims_of, not_bound
from partnerlab.contract.http.judge import MessageJudge
from partnerlab.contract.http.message import JSON, Request
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.signed_token import bind, sign

PRIVATE = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
NOW = datetime.fromisoformat("2026-11-23T12:00:00+07:00")
BODY, OTHER = b'{"amount": "100.79"}', b'{"amount": "900.79"}'
UNBOUND = sign(PRIVATE, "TTB", NOW, 60, "1")


def seen(judge: MessageJudge, token: str, body: bytes) -> list[str]:
    headers = {"content-type": JSON, "authorization": f"Bearer {token}"}
    message = Request("POST", "/payment-agents/v1/payments", {}, headers, body).open()
    return [finding.seen for finding in judge.request(message) if finding.rule == "is not of this body"]


def test_the_judge_looks_at_each_body_anew() -> None:
    partner = Registry().partner("ttb_online")
    assert partner.consumer is not None
    judge = MessageJudge(partner.consumer.operations["payment"], partner.agreement)
    good = bind(PRIVATE, UNBOUND, "2", BODY)
    assert seen(judge, good, BODY) == []
    assert seen(judge, good, OTHER) == ["the hash of another body"]
    assert seen(judge, UNBOUND, BODY) == ["a token without body_sha256"]
    for no_token in ("x", "a.b.c", "a.MQ.c"):
        assert seen(judge, no_token, BODY) == ["no token"]


def test_only_a_token_of_the_key_that_is_of_no_body_is_bound() -> None:
    good = bind(PRIVATE, UNBOUND, "2", BODY)
    assert bind(PRIVATE, good, "3", OTHER) == good
    altered = UNBOUND[:-1] + ("A" if UNBOUND[-1] != "A" else "Q")
    assert bind(PRIVATE, altered, "3", BODY) == altered
    assert bind(PRIVATE, "no token", "3", BODY) == "no token"
    claims, before = claims_of(good), claims_of(UNBOUND)
    assert claims is not None and before is not None
    assert claims["jti"] == "2" and claims["exp"] == before["exp"], "a token that has ended stays so"
    assert not_bound(f"Bearer {good}", "body_sha256", BODY) is None
