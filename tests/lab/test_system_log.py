"""The log of a reference that was started here is searched for the people in play, however it writes it."""

from __future__ import annotations

import logging
import sys
from base64 import b64decode
from collections.abc import Callable
from typing import Any

import pytest

from partnerlab.lab import deployment
from partnerlab.lab.credentials import Credentials
from partnerlab.lab.lab import Lab
from partnerlab.lab.our_side import CIS
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_log import secrets_in_play
from partnerlab.lab.system_log.captured_output import CapturedOutput
from partnerlab.scenario.language.scenario_loader import read
from partnerlab.scenario.scenario_run import Outcome
from partnerlab.scenario.suite import play_scenarios
from reference.cis.citizens.log_ins import LogIns

KIT = Registry()
FILE = KIT.root / "scenarios" / "payment_online" / "a_bill_is_paid_at_a_counter.yaml"
ACCOUNT, ANOTHER = Lab(KIT).world.account(1001), Lab(KIT).world.account(1003)
HOLDER = ACCOUNT.holder
PAYS, CLOCK = "/payment-agents/", "/_test/clock"
WAYS: dict[str, Callable[[str], Any]] = {
    "logging": lambda text: logging.getLogger("reference.cis.money").info("asked for %s", text),
    "logging of no package": lambda text: logging.warning("asked for %s", text),
    "an exception": lambda text: _logged_exception(text),
    "stdout": lambda text: print("asked for", text),
    "stdout, bit by bit": lambda text: [sys.stdout.write(part) for part in (text[:5], text[5:], "\n")],
    "stderr": lambda text: sys.stderr.write(f"asked for {text}\n"),
}


def _logged_exception(text: str) -> None:
    try:
        raise ValueError(text)
    except ValueError:
        logging.getLogger("reference.cis").exception("no luck")


def _leaky(say: Callable[[], Any], path: str) -> deployment.Reference:
    """The reference, which says something at each request below a path."""
    make = deployment.reference

    def made(environment: dict[str, str], http: Any) -> Any:
        app = make(environment, http)

        def answering(environ: dict[str, Any], start_response: Any) -> Any:
            if environ["PATH_INFO"].startswith(path):
                say()
            return app(environ, start_response)

        return answering

    return made


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[Outcome, str]]:
    """A story with a reference that says something, and all events as text."""

    def play(say: Callable[[], Any], path: str = PAYS, deploy: Any = deployment.in_process) -> tuple[Outcome, str]:
        monkeypatch.setitem(deployment.REFERENCES, CIS, _leaky(say, path))
        events: list[Any] = []
        with deploy(KIT) as stage:
            (outcome,) = play_scenarios(stage, [read(FILE, KIT, KIT.root / "scenarios")], events.append)
        return outcome, str(events)

    return play


@pytest.mark.parametrize("deploy", [deployment.in_process, deployment.over_sockets], ids=["in process", "sockets"])
@pytest.mark.parametrize("way", WAYS)
def test_a_log_that_names_somebody_fails(played: Any, capfd: Any, way: str, deploy: Any) -> None:
    outcome, told = played(lambda: WAYS[way](HOLDER.pid), deploy=deploy)
    assert (outcome.word, outcome.blame) == ("fail", "system_under_test")
    assert outcome.verdict and "answer log: unmarked personal data" in outcome.verdict.reason["en"]
    assert "'where': 'log'" in told and HOLDER.pid not in told
    if way.startswith("std"):
        assert HOLDER.pid in "".join(capfd.readouterr()), "it is still shown where it was shown"


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (HOLDER.mobile, "fail"),
        (HOLDER.email, "fail"),
        (f"{HOLDER.first_name} {HOLDER.last_name} {HOLDER.mobile}", "fail"),
        (f"debiting {ACCOUNT.mandate.bank_account}", "fail"),
        (f"by mandate {ACCOUNT.mandate.mandate_number}.", "fail"),
        (f"{HOLDER.first_name} {HOLDER.last_name}", "fail"),
        (f"debiting {ANOTHER.mandate.bank_account}", "pass"),
        (f"reference 9{ACCOUNT.mandate.bank_account}", "pass"),
        ("1600101234563", "pass"),
        ("a payment of 100.79 for invoice 681295064125", "pass"),
    ],
    ids=[
        "telephone",
        "e-mail",
        "name and telephone",
        "bank account",
        "mandate",
        "a name alone",
        "a bank account of nobody in play",
        "part of another number",
        "a foreign number",
        "nobody",
    ],
)
def test_what_counts_is_what_tells_a_person_apart(played: Any, text: str, word: str) -> None:
    assert played(lambda: print(text))[0].word == word


def test_what_is_logged_outside_every_exchange_is_found_too(played: Any) -> None:
    outcome, _ = played(lambda: print(HOLDER.pid), "/_test/")
    assert (outcome.word, outcome.blame) == ("fail", "system_under_test")
    assert outcome.verdict and outcome.verdict.reason["en"] == "log: unmarked personal data"


def test_what_others_say_meanwhile_is_not_the_systems_and_all_is_left_as_it_was() -> None:
    heard: list[str] = []
    before = sys.stdout, sys.stderr, list(logging.getLogger().handlers), logging.getLogger("reference").level
    output = CapturedOutput(CIS, heard.append)
    output.open()
    print("of the lab")
    logging.getLogger("partnerlab.lab").warning("of the lab")
    logging.getLogger("reference.rwc.app").warning("of the other system")
    logging.getLogger("reference.cis.app").info("from a thread of its own")
    with output.listening():
        logging.getLogger("partnerlab.http").warning("of the lab")
        print("of the system")
    output.close()
    assert heard == ["INFO reference.cis.app from a thread of its own", "of the system"]
    after = sys.stdout, sys.stderr, list(logging.getLogger().handlers), logging.getLogger("reference").level
    assert after == before


_KEY = Credentials(1).of("big_c_online", "agent_key")
_BASIC = Credentials(1).of("sap", "user_basic")
SECRETS = {
    "a key": f"X-Agent-Key: {_KEY} is fine",
    "another partner's key": Credentials(1).of("biz_portal", "inbound_key"),
    "user and password in base64": _BASIC.removeprefix("Basic "),
    "the password alone": b64decode(_BASIC.removeprefix("Basic ")).decode().partition(":")[2],
}


@pytest.mark.parametrize("secret", SECRETS)
def test_a_log_that_holds_a_secret_fails_and_is_not_quoted(played: Any, secret: str) -> None:
    text = SECRETS[secret]
    outcome, told = played(lambda: WAYS["logging"](text))
    assert (outcome.word, outcome.blame) == ("fail", "system_under_test")
    assert outcome.verdict and "answer log: credential" in outcome.verdict.reason["en"]
    assert text not in told


def test_a_log_may_say_that_a_key_was_looked_at(played: Any) -> None:
    outcome, _ = played(lambda: WAYS["logging"]("the key of BIGC, which ends in …ef12, is known"))
    assert outcome.word == "pass"


@pytest.mark.parametrize(
    ("line", "secret", "holds"),
    [
        ("code 482913.", "482913", True),
        ("reference 10482913", "482913", False),
        ("ก482913", "482913", False),
        ("code 48291", "48291", False),
        ("token=x0a1b2c3dx", "0a1b2c3d", True),
    ],
)
def test_a_short_secret_is_looked_for_as_a_word_of_its_own(line: str, secret: str, holds: bool) -> None:
    assert secrets_in_play.holds(line, secret) is holds


def test_what_is_logged_before_it_is_sent_as_a_secret_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """The code is in no message yet when it is made."""
    make = LogIns._code

    def leaky(self: LogIns, channel: str, reference: str) -> str:
        code = make(self, channel, reference)
        logging.getLogger("reference.cis").info("made the code %s", code)
        return code

    monkeypatch.setattr(LogIns, "_code", leaky)
    root = KIT.root / "scenarios"
    file = root / "citizens" / "a_code_of_the_app_opens_once_in_time_and_after_three_tries_no_more.yaml"
    with deployment.in_process(KIT) as stage:
        (outcome,) = play_scenarios(stage, [read(file, KIT, root)])
    assert (outcome.word, outcome.blame) == ("fail", "system_under_test")
    assert outcome.verdict and outcome.verdict.reason["en"] == "log: credential"
