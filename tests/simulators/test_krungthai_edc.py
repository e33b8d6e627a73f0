"""Card terminals behind the gateway: what identifies a sale, and that a terminal is data."""

from __future__ import annotations

from typing import Any

import pytest

from partnerlab.families.token_client import hold_token
from partnerlab.lab.lab import Lab

GATEWAY = "krungthai_edc"


def said(lab: Lab, operation: str, **words: Any) -> dict[str, Any]:
    """The body of what the simulator would send."""
    hold_token(lab.partner_worlds[GATEWAY], "a token", 86_400)
    function = lab.kit.partner(GATEWAY).functions[operation]
    body: dict[str, Any] = next(function(lab.partner_worlds[GATEWAY], **words)).body
    return body


def test_the_same_payment_told_again_is_the_same_message(lab: Lab) -> None:
    words: dict[str, Any] = {"registration": "12345678", "trace": "000001", "amount": "100.79"}
    first = said(lab, "payment", **words)
    lab.advance(lab.clock.now.replace(hour=12))
    assert said(lab, "payment", **words) == first
    assert said(lab, "payment", **words | {"trace": "000002"})["transTime"] == "12:00:00"


def test_a_void_names_what_its_payment_named(lab: Lab) -> None:
    paid = said(lab, "payment", registration="12345678", trace="000123", amount="100.79", batch="000007")
    void = said(lab, "void", trace="000123", amount="100.79", batch="000007")
    assert void == {name: paid[name] for name in void}
    assert (paid["rrn"], paid["approvalCode"]) == ("263270000123", "A74037")


def test_identifiers_are_apart_by_terminal_and_day(lab: Lab) -> None:
    words: dict[str, Any] = {"trace": "000001", "amount": "1.00"}
    here, there = said(lab, "void", **words), said(lab, "void", **words, terminal="market")
    assert all(here[name] != there[name] for name in ("agentCode", "merchantId", "terminalId"))
    assert said(lab, "void", **words, day="2026-11-22")["rrn"] != here["rrn"]


def test_a_third_terminal_is_a_line_among_the_facts(lab: Lab) -> None:
    third = {"agentCode": "AGENT03", "merchantId": "000000001000303", "terminalId": "30300001"}
    with pytest.raises(ValueError, match="there is no terminal 'kiosk'; there are: corner_shop, market, "):
        said(lab, "totals", terminal="kiosk", sales=0, amount="0.00")
    lab.partner_worlds[GATEWAY].facts["terminals"] = {"kiosk": third}
    assert third.items() <= said(lab, "totals", terminal="kiosk", sales=0, amount="0.00").items()
