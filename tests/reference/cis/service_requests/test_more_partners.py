"""Another partner is a folder and nothing else: a register, a sender of requests, one that hears of all requests."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import requests
from cis_support import PID, Cis, Partners, guid, new_connection_form, settings

import reference.cis.partners
from reference.cis import create_app
from reference.cis.messages import SourceUnavailable
from reference.cis.service_requests.register_lookups import Registers
from reference.cis.service_requests.registers import PersonOf
from reference.common import discovery

MADE_UP = {
    "veterans": {},
    "tip_line": {"url": "http://tip-line.test", "pin": "1234"},
    "archive": {"url": "http://archive.test"},
}
PACKAGE = "reference.cis.partners"


@pytest.fixture(scope="module")
def found() -> Iterator[dict[str, Any]]:
    """The adapters of all folders, three of which lie elsewhere."""
    with pytest.MonkeyPatch.context() as patch:
        folders = [*reference.cis.partners.__path__, str(Path(__file__).parent / "made_up")]
        patch.setattr(reference.cis.partners, "__path__", folders)
        yield discovery.adapters(PACKAGE)


@pytest.fixture
def cis(found: dict[str, Any], partners: Partners) -> Iterator[Cis]:
    session = requests.Session()
    session.mount("http://", partners)
    partners.always |= {"line": (200, {}), "archive": (200, {}), "card": (200, {"cls": "1"})}
    app = create_app(settings(MADE_UP), session, found)
    system = Cis(app, partners)
    system.clock("2026-11-23 09:00")
    yield system
    app.extensions["cis"].db.close()


def call(cis: Cis, number: str = "7", **changes: Any) -> Any:
    message = {"call": number, "who": "สมมุติ ตัวอย่าง", "pid": PID, "branch": "16", **changes}
    return cis.web.post("/tip-line/calls", json=message, headers={"Pin": "1234"})


def sent_to(cis: Cis, host: str) -> list[Any]:
    return [call.body for call in cis.partners.calls if call.host == host]


def from_portal(cis: Cis, number: int = 1) -> str:
    headers = {"Consumer-Key": "from-portal"}
    form = new_connection_form(requestIdBIZ=guid(number))
    return str(cis.ok(cis.web.post("/mwa/biz/v1/sendrequest", json=form, headers=headers))["requestId"])


def test_another_register_answers_a_question_of_its_own_through_the_gateway_and_is_on_record(cis: Cis) -> None:
    veterans = import_module(f"{PACKAGE}.veterans")
    registers = Registers(cis.app.extensions["cis"].asks)
    assert registers.ask(veterans.VeteranOf(PID)) == veterans.Veteran("1")
    assert cis.partners.asked() == ["validate", "card"]
    cis.partners.always["card"] = (500, {"Code": "V404", "Message": "[V404] none"})
    assert registers.ask(veterans.VeteranOf(PID)) is None
    cis.partners.always["card"] = (500, {"Code": "99992", "Message": "[99992] another register's word for none"})
    with pytest.raises(SourceUnavailable, match="99992"):
        registers.ask(veterans.VeteranOf(PID))
    lookups = [(lookup.register, lookup.last_digits, lookup.outcome) for lookup in registers.lookups]
    assert lookups == [("veteran", f"…{PID[-3:]}", outcome) for outcome in ("found", "nothing", "99992")]


def test_two_registers_for_one_question_are_refused_at_the_start(found: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"VeteranOf.*veterans.*veterans_2|VeteranOf.*veterans_2.*veterans"):
        create_app(settings(MADE_UP | {"veterans_2": {}}), None, found | {"veterans_2": found["veterans"]})


def test_a_setting_sends_a_registers_calls_through_another_gateway(found: dict[str, Any], partners: Partners) -> None:
    session = requests.Session()
    session.mount("http://", partners)
    partners.always["card"] = (200, {"cls": "2"})
    other = {"url": "http://other.test", "consumer_key": "other", "consumer_secret": "s", "agent_pid": PID}
    told = MADE_UP | {"other_exchange": other, "veterans": {"through": "other_exchange"}}
    app = create_app(settings(told), session, found | {"other_exchange": found["dga_gdx"]})
    question = import_module(f"{PACKAGE}.veterans").VeteranOf(PID)
    assert Registers(app.extensions["cis"].asks).ask(question).class_of_card == "2"
    assert {(call.host, call.headers["Consumer-Key"]) for call in partners.calls} == {("other.test", "other")}


def test_a_register_whose_gateway_is_not_set_up_is_not_asked(found: dict[str, Any], partners: Partners) -> None:
    app = create_app(settings(MADE_UP | {"dga_gdx": {}}), None, found)
    with pytest.raises(SourceUnavailable, match="no adapter answers PersonOf"):
        Registers(app.extensions["cis"].asks).ask(PersonOf(PID))


def test_an_origin_hears_of_its_own_requests_in_its_own_words(cis: Cis) -> None:
    number = call(cis).json["job"]
    from_portal(cis)
    heard = [{"call": "7", "is": status} for status in ("received", "verifying", "survey")]
    assert sent_to(cis, "tip-line.test") == heard
    assert cis.partners.told() == ["CHECK", "PENDING"]
    shown = cis.show("request", number)
    assert (shown["origin"], shown["origin_number"], shown["tax_id"]) == ("tip_line", "7", PID)


def test_numbers_of_different_origins_do_not_meet_and_one_of_the_same_comes_once(cis: Cis) -> None:
    first, again, portal = call(cis, guid(1)).json, call(cis, guid(1)).json, from_portal(cis)
    assert (first["again"], again["again"]) == (False, True)
    assert first["job"] == again["job"] != portal


def test_a_partner_that_hears_all_hears_of_every_origin(cis: Cis) -> None:
    numbers = [call(cis).json["job"], from_portal(cis)]
    heard = [(body["from"], body["number"], body["status"]) for body in sent_to(cis, "archive.test")]
    origins = ("tip_line", "biz_portal")
    expected = [
        (origin, number, status)
        for origin, number in zip(origins, numbers, strict=True)
        for status in ("RECEIVED", "VERIFYING", "SURVEY")
    ]
    assert sorted(heard) == sorted(expected)


def test_one_destination_in_trouble_holds_up_no_other(cis: Cis) -> None:
    cis.partners.always["archive"] = (503, "busy")
    number = from_portal(cis)
    assert cis.partners.told() == ["CHECK", "PENDING"]
    messages = cis.show("outbox", number)["messages"]
    states = {(message["destination"], message["state"]) for message in messages}
    assert states == {("biz_portal", "delivered"), ("archive", "waiting")}
    cis.partners.always["archive"] = (200, {})
    cis.clock("2026-11-23 09:10")
    assert [body["status"] for body in sent_to(cis, "archive.test")][-3:] == ["RECEIVED", "VERIFYING", "SURVEY"]


def test_a_mistake_in_one_partners_words_undoes_nothing_and_is_kept(
    cis: Cis, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> None:
        raise KeyError("status")

    monkeypatch.setattr(import_module(f"{PACKAGE}.archive").Archive, "message", fail)
    number = from_portal(cis)
    assert cis.show("request", number)["status"] == "SURVEY" and cis.partners.told() == ["CHECK", "PENDING"]
    kept = [message for message in cis.show("outbox", number)["messages"] if message["destination"] == "archive"]
    assert {(message["state"], message["answer"]) for message in kept} == {("withheld", "no message: KeyError")}
    assert [message["body"]["status"] for message in kept] == ["RECEIVED", "VERIFYING", "SURVEY"]
    assert "no message for archive" in caplog.text


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"branch": "99"}, "99"),
        ({"pid": "1980000000002"}, "เลขประจำตัว"),
        ({"call": ""}, "เลขคำร้อง"),
        ({"call": "7" * 65}, "64"),
    ],
)
def test_the_core_refuses_what_an_origin_lets_pass_and_the_origin_words_it(cis: Cis, change: Any, word: str) -> None:
    answer = call(cis, **change)
    assert (answer.status_code, answer.json["no"]) == (422, 422)
    assert word in answer.json["because"]


def test_each_address_words_its_refusals_itself(cis: Cis) -> None:
    wrong: Any = cis.web.post("/tip-line/calls", json={}, headers={"Pin": "1"})
    assert (wrong.status_code, wrong.json) == (401, {"no": 401, "because": "no such pin"})
    assert cis.web.get("/tip-line/elsewhere").json["no"] == 404
