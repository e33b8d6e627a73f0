"""No field leaves its scope: a partner that says more than was agreed fails the story, wherever it says it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from partnerlab.lab.partners.registry import Registry, default_root
from partnerlab.scenario.language.scenario_loader import read
from tests.scenario.playing import BILL, Player

CITIZEN = "new_connection/a_citizen_gets_water.yaml"
COMPANY = "new_connection/a_company_gets_water_once_the_register_knows_it.yaml"
NIGHT = "new_connection/linkage_is_out_of_hours_and_the_request_is_finished_next_business_day.yaml"
PLACE = "maps/a_place_is_known_by_its_point.yaml"
MAIL = "payment_files/a_file_of_payments_comes_by_mail.yaml"
LOOK_UP = "usage_statistics/the_police_are_told_six_months_and_no_seventh.yaml"
SECRET = "1980000077001"

AGREED, KNOWN = "outside the agreed data", "undocumented field"
LEAKS = {
    "a parent": (CITIZEN, "dopa_linkage", "person", "firstName", ["fatherPersonalID"], int(SECRET), AGREED),
    "a telephone on the card": (CITIZEN, "dopa_linkage", "card", "issueDate", ["phoneNumber"], SECRET, AGREED),
    "the card's address": (CITIZEN, "dopa_linkage", "card", "issueDate", ["address"], {"houseNo": SECRET}, AGREED),
    "religion, which is sensitive": (CITIZEN, "dopa_linkage", "card", "issueDate", ["religion"], SECRET, "type"),
    "in an object": (CITIZEN, "dopa_linkage", "card", "issueDate", ["nameTH", "of"], SECRET, KNOWN),
    "in a list in a list": (
        COMPANY, "dbd_juristic", "profile", "ResultList",
        ["ResultList", 0, "CommitteeInformations", 0, "Pid"], {"deep": [SECRET]}, KNOWN,
    ),
    "in an error": (NIGHT, "dopa_linkage", "person", "Code", ["about"], SECRET, KNOWN),
    "on the map": (PLACE, "gis", "locate", "features", ["features", 0, "properties", "owner"], SECRET, KNOWN),
}  # fmt: skip


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS)
def test_a_field_beyond_its_scope_fails_the_story(
    leak: Any, kit: Registry, player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    story, partner, operation, where, path, value, rule = leak
    functions = kit.partner(partner).functions
    monkeypatch.setitem(functions, operation, _saying(functions[operation], where, path, value))
    with player.stage() as stage:
        outcome = player.on(stage, read(default_root() / "scenarios" / story, kit))
    assert (outcome.word, outcome.blame) == ("fail", "simulator")
    assert rule in str(outcome.verdict) and "/".join(["body", *map(str, path)]) in str(outcome.verdict)
    assert SECRET not in json.dumps(player.events, ensure_ascii=False)


def test_a_field_of_a_file_beyond_its_scope_fails_the_story(
    kit: Registry, player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    paid = '- {sends: truemoney_offline.payment_file, with: {payments: [{bill: $october, name: "สมชาย ลับมาก"}]}}\n'
    assert player.play(BILL, paid).word == "pass"
    monkeypatch.setitem(
        kit.partner("truemoney_offline").agreement["data"]["payment_file"], "file", ["identity", "finance"]
    )
    outcome = player.play(BILL, paid)
    assert (outcome.word, outcome.blame) == ("fail", "simulator")
    assert AGREED in str(outcome.verdict) and "customer_name" in str(outcome.verdict)
    assert "ลับมาก" not in json.dumps(player.events, ensure_ascii=False)


NARROWED = {
    "a query string": (CITIZEN, "dopa_linkage", "person", "request", "system_under_test", "query/CitizenID"),
    "a header": (LOOK_UP, "cib_police", "water_usage", "request", "simulator", "header/X-User-Request"),
    "a body that comes in": (CITIZEN, "biz_portal", "new_connection", "request", "simulator", "body/"),
    "a body that goes out": (CITIZEN, "biz_portal", "update_status", "request", "system_under_test", "body/"),
    "an answer of ours": (LOOK_UP, "cib_police", "water_usage", "answer", "system_under_test", "body/data/0/"),
    "a file by mail": (MAIL, "mea_offline", "payment_file", "file", "simulator", "line 2"),
    "a file that goes out": (MAIL, "mea_offline", "response_file", "file", "system_under_test", "line 2"),
}  # fmt: skip
"""Where personal data travels, and which message is no longer allowed any. Of the log see tests/lab."""


@pytest.mark.parametrize("place", NARROWED.values(), ids=NARROWED)
def test_personal_data_that_was_not_agreed_fails_the_story_wherever_it_travels(
    place: Any, kit: Registry, player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    story, partner, operation, part, blame, where = place
    agreed = kit.partner(partner).agreement["data"]
    monkeypatch.setitem(agreed, operation, agreed[operation] | {part: []})
    with player.stage() as stage:
        outcome = player.on(stage, read(default_root() / "scenarios" / story, kit))
    assert (outcome.word, outcome.blame) == ("fail", blame)
    assert where in str(outcome.verdict) and AGREED in str(outcome.verdict)


def _saying(answers: Callable[..., Any], where: str, path: list[Any], value: Any) -> Callable[..., Any]:
    """The same answers, those that have a field `where` with one more at `path`."""

    def function(world: Any, message: Any) -> Any:
        found = answers(world, message)
        body = found[0] if isinstance(found, tuple) else found
        if isinstance(body, dict) and where in body:
            here: Any = body
            for part in path[:-1]:
                here = here[part]
            here[path[-1]] = value
        return found

    return function
