"""`partnerlab verify` sends wrong credentials: a register that lets one pass fails, and only for that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Response

from partnerlab.conformance.verify.partner_verification import VerifyOptions, verify
from partnerlab.lab.partners.registry import Registry
from tests.conformance.peers import SmallRegister

KIT = Registry()
KEY, TOKEN, SECRET = SmallRegister.KEY, SmallRegister.TOKEN, SmallRegister.SECRET
PROFILE, VALIDATE, OTHERS = "profile/access_control", "validate/access_control", "access_control/others"


@dataclass
class Result:
    """What each check said, and all that was told."""

    checks: dict[str, tuple[str, str | None, str]]
    shown: str

    @property
    def failed(self) -> set[str]:
        return {name for name, (word, _, _) in self.checks.items() if word == "fail"}


@pytest.fixture
def verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """A small register verified, without generated requests."""

    def run(register: SmallRegister, bindings: str = "", **options: Any) -> Result:
        for name, value in register.variables.items():
            monkeypatch.setenv(name, value)
        file = tmp_path / "bindings.yaml"
        file.write_text(f"bindings: 1\npartner: dbd_juristic\n{bindings}", encoding="utf-8")
        events: list[Any] = []
        with register.served() as url:
            wish = VerifyOptions("dbd_juristic", url, file, requests=0, **options)
            outcomes = verify(KIT, wish, events.append)
        checks = {
            outcome.name.removeprefix("dbd_juristic/"): (
                outcome.verdict, outcome.blame, (outcome.reason or {}).get("en", ""),
            )
            for outcome in outcomes
        }  # fmt: skip
        return Result(checks, str(events))

    return run


def test_a_register_that_refuses_every_wrong_credential_passes(verified: Any) -> None:
    register = SmallRegister()
    result = verified(register)
    assert not result.failed
    assert result.checks[PROFILE][0] == result.checks[VALIDATE][0] == "pass"
    assert list(result.checks)[-3:] == [PROFILE, VALIDATE, OTHERS], "wrong credentials come last"
    for name, right in (("Consumer-Key", KEY), ("Token", TOKEN), ("ConsumerSecret", SECRET)):
        wrong = {value for value in register.seen[name] if value not in (right, None)}
        assert wrong >= {"", right[:-1]} and len(wrong) == 3, name
        assert sum(value not in (right, None) for value in register.seen[name]) <= 3, name
        assert None in register.seen[name], name
    cut = [KEY[:-1], SECRET[:-1], TOKEN[:-1]]
    assert not [value for value in cut if value in result.shown], "a secret cut short is shown no more than the secret"


@pytest.mark.parametrize(
    ("register", "check", "told"),
    [
        (SmallRegister(keys=lambda given: True), PROFILE, "header/Consumer-Key missing: was accepted (204)"),
        (SmallRegister(keys=lambda given: bool(given)), PROFILE, "header/Consumer-Key altered: was accepted (204)"),
        (SmallRegister(keys=lambda given: given is not None and (given or KEY) == KEY), PROFILE,
         "header/Consumer-Key empty: was accepted (204)"),
        (SmallRegister(keys=lambda given: bool(given) and KEY.startswith(given or "?")), VALIDATE,
         "header/Consumer-Key cut short: was accepted (200)"),
        (SmallRegister(keys=lambda given: (given or "")[:5] == KEY[:5]), PROFILE,
         "header/Consumer-Key altered: was accepted (204)"),
        (SmallRegister(tokens=lambda given: True), PROFILE, "header/Token missing: was accepted (204)"),
        (SmallRegister(tokens=lambda given: bool(given)), PROFILE, "header/Token altered: was accepted (204)"),
        (SmallRegister(tokens=lambda given: given is not None and TOKEN.startswith(given)), PROFILE,
         "header/Token cut short: was accepted (204)"),
        (SmallRegister(secrets=lambda given: bool(given)), VALIDATE,
         "query/ConsumerSecret altered: was accepted (200)"),
        (SmallRegister(refused=lambda _: SmallRegister.json({"ResultList": [], "RawData": None}, 200)), PROFILE,
         "was accepted (200)"),
        (SmallRegister(refused=lambda _: SmallRegister.json({"Message": "oops"}, 500)), PROFILE,
         "was answered 500, not refused"),
        (SmallRegister(refused=lambda _: SmallRegister.json({"Message": "none"}, 404)), PROFILE,
         "was answered 404, not as documented"),
        (SmallRegister(refused=lambda _: SmallRegister.json({"error": "none"}, 401)), PROFILE,
         "was refused, not as documented"),
        (SmallRegister(refused=lambda _: Response("<h1>No</h1>", 401, content_type="text/html")), PROFILE,
         "was refused, not as documented: undocumented media type"),
    ],
    ids=["no key is looked at", "any key", "an empty key", "the beginning of a key", "a key by its beginning",
         "no token is looked at", "any token", "the beginning of a token", "any secret", "refused with 200",
         "refused with 500", "refused with 404", "refused in other words", "refused with a page of its own"],
)  # fmt: skip
def test_a_register_that_lets_a_wrong_credential_pass_fails(
    verified: Any, register: SmallRegister, check: str, told: str
) -> None:
    result = verified(register)
    assert check in result.failed, result.checks
    word, blame, reason = result.checks[check]
    assert (word, blame) == ("fail", "partner") and told in reason
    assert result.failed <= {PROFILE, VALIDATE}


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (SmallRegister.json({"Message": "locked"}, 423), "the account is locked (423)"),
        (SmallRegister.json({"Message": "slow down"}, 429), "too many requests (429)"),
        (Response("<h1>Blocked</h1>", 403, content_type="text/html"), "a firewall's page (403 text/html)"),
    ],
    ids=["locked", "limited", "a firewall"],
)
def test_a_lock_ends_the_tries_and_is_no_failure(verified: Any, answer: Response, told: str) -> None:
    register = SmallRegister()
    refused = register.refused
    register.refused = lambda count: refused(count) if count < 3 else answer
    result = verified(register)
    assert not result.failed
    word, _, reason = result.checks[PROFILE]
    assert word == "skip" and reason.startswith(told) and "no more wrong credentials are tried" in reason
    assert result.checks[VALIDATE][2] == reason
    assert register.count == 3, "nothing more is sent"


OF_OTHERS = "credentials:\n  consumer_key: {another_env: OTHER_KEY}\n  token: {expired_env: OLD_TOKEN}\n"


@pytest.mark.parametrize(
    ("register", "told"),
    [
        (SmallRegister(keys=lambda given: given in (KEY, "another-9d")), "header/Consumer-Key another's: was accepted"),
        (SmallRegister(tokens=lambda given: given in (TOKEN, "old-token")), "header/Token expired: was accepted (204)"),
    ],
    ids=["another's key", "an expired token"],
)
def test_what_the_bindings_supply_of_others_is_tried(
    verified: Any, monkeypatch: pytest.MonkeyPatch, register: SmallRegister, told: str
) -> None:
    monkeypatch.setenv("OTHER_KEY", "another-9d")
    monkeypatch.setenv("OLD_TOKEN", "old-token")
    result = verified(register, OF_OTHERS)
    assert result.failed == {OTHERS} and told in result.checks[OTHERS][2]
    result = verified(SmallRegister(), OF_OTHERS)
    assert not result.failed
    assert result.checks[OTHERS][0] == "skip" and result.checks[OTHERS][2].endswith("for: consumer_secret")


def test_what_nobody_supplies_is_skipped_with_the_line_to_add(verified: Any) -> None:
    word, _, reason = verified(SmallRegister()).checks[OTHERS]
    assert word == "skip"
    assert "(NAME: {another_env: VARIABLE})" in reason and reason.endswith("consumer_key, token, consumer_secret")


def test_a_variable_of_others_that_is_not_set_is_told(verified: Any) -> None:
    result = verified(SmallRegister(), OF_OTHERS)
    assert (
        result.checks["before"][0] == "fail" and "export OTHER_KEY=…, export OLD_TOKEN=…" in result.checks["before"][2]
    )


def test_no_wrong_credential_is_sent_if_none_is_wanted(verified: Any) -> None:
    register = SmallRegister()
    result = verified(register, access_checks=False)
    assert not [name for name in result.checks if "access_control" in name]
    assert set(register.seen["Consumer-Key"]) == {KEY} and register.count == 0
