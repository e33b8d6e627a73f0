"""SCB from host to host: one number for the three messages of a payment, and each again as it was."""

from __future__ import annotations

from typing import Any

from partnerlab.lab.lab import Lab

BANK = "scb_online"
WORDS: dict[str, Any] = {"reference": "1612345678", "transaction": "B1"}


def said(lab: Lab, operation: str, **words: Any) -> dict[str, Any]:
    """The body of what the simulator would send."""
    function = lab.kit.partner(BANK).functions[operation]
    body: dict[str, Any] = next(function(lab.partner_worlds[BANK], **words)).body
    return body


def test_a_message_sent_again_is_the_same_to_the_second(lab: Lab) -> None:
    first = {name: said(lab, name, **WORDS, amount="100.79") for name in ("confirm", "cancel")}
    lab.advance(lab.clock.now.replace(hour=12))
    assert {name: said(lab, name, **WORDS, amount="100.79") for name in first} == first
    assert first["confirm"]["tranDate"] == "2026-11-23T10:00:00"
    assert said(lab, "confirm", **WORDS, amount="100.80")["tranDate"] == "2026-11-23T12:00:00"


def test_a_cancellation_names_its_payment_and_has_a_time_of_its_own(lab: Lab) -> None:
    paid = said(lab, "confirm", **WORDS, amount="100.79")
    lab.advance(lab.clock.now.replace(hour=11))
    cancelled = said(lab, "cancel", **WORDS, amount="100.79")
    assert cancelled == paid | {"tranDate": "2026-11-23T11:00:00"}


def test_what_is_not_asked_for_is_left_out(lab: Lab) -> None:
    assert said(lab, "verify", **WORDS).keys().isdisjoint({"amount", "reference2", "reference3"})
    asked = said(lab, "verify", **WORDS, invoice="691012345678", service="WAIVER")
    assert (asked["reference2"], asked["reference3"]) == ("691012345678", "WAIVER")


def test_an_old_password_is_not_the_current_one(lab: Lab) -> None:
    current = said(lab, "verify", **WORDS)
    lab.set_state(BANK, "the bank holds an old password")
    old = said(lab, "verify", **WORDS)
    assert old["password"] != current["password"] and old["user"] == current["user"]
    lab.set_state(BANK, "the bank holds the current password")
    assert said(lab, "verify", **WORDS) == current
