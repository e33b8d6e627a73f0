"""JUnit XML: what CI servers read, held against the schema that Jenkins publishes, written down here as a table."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from partnerlab.report.junit import from_events, junit
from partnerlab.report.model import read_run
from partnerlab.report.times import BANGKOK

# element: (required attributes, optional attributes, children in their order)
SCHEMA: dict[str, tuple[set[str], set[str], list[str]]] = {
    "testsuites": (set(), {"name", "time", "tests", "failures", "disabled", "errors"}, ["testsuite"]),
    "testsuite": (
        {"name", "tests"},
        {"failures", "errors", "time", "disabled", "skipped", "timestamp", "hostname", "id", "package"},
        ["properties", "testcase", "system-out", "system-err"],
    ),
    "testcase": (
        {"name"},
        {"assertions", "time", "classname", "status"},
        ["properties", "skipped", "error", "failure", "system-out", "system-err"],
    ),
    "properties": (set(), set(), ["property"]),
    "property": ({"name", "value"}, set(), []),
    "system-out": (set(), set(), []),
    "skipped": (set(), {"type", "message"}, []),
    "error": (set(), {"type", "message"}, []),
    "failure": (set(), {"type", "message"}, []),
}


def mistakes(element: ET.Element) -> list[str]:
    required, optional, order = SCHEMA[element.tag]
    names = set(element.attrib)
    found = [f"{element.tag} lacks {name}" for name in required - names]
    found += [f"{element.tag} must not have {name}" for name in names - required - optional]
    places = [order.index(child.tag) if child.tag in order else -1 for child in element]
    found += [f"{element.tag} has {[c.tag for c in element]}"] if places != sorted(places) or -1 in places else []
    found += ["an empty list of properties"] if element.tag == "properties" and not len(element) else []
    if "time" in names and not re.fullmatch(r"[0-9]+\.[0-9]{3}", element.attrib["time"]):
        found.append(f"time {element.attrib['time']}")
    return found + [mistake for child in element for mistake in mistakes(child)]


@pytest.fixture
def root(events: list[dict[str, Any]]) -> ET.Element:
    return ET.fromstring(from_events(events))


def case(root: ET.Element, name: str) -> ET.Element:
    return next(case for case in root.iter("testcase") if case.attrib["name"] == name)


def test_it_keeps_to_the_schema(events: list[dict[str, Any]], root: ET.Element) -> None:
    assert root.tag == "testsuites" and not mistakes(root)
    ran_at = datetime(2026, 11, 23, 14, 5, tzinfo=BANGKOK)
    stamped = ET.fromstring(junit(read_run(events), ran_at=ran_at))
    assert not mistakes(stamped) and stamped[0].attrib["timestamp"] == "2026-11-23T14:05:00+07:00"


def test_one_case_a_scenario_under_its_folder(root: ET.Element) -> None:
    assert [suite.attrib["name"] for suite in root] == ["new_connection", "payment", "settlement"]
    assert len(list(root.iter("testcase"))) == 15
    for suite in root:
        assert {case.attrib["classname"] for case in suite.iter("testcase")} == {suite.attrib["name"]}


def test_the_totals_count_what_stands_below_them(root: ET.Element) -> None:
    for holder in [root, *root]:
        counted = {tag: len(list(holder.iter(tag))) for tag in ("testcase", "failure", "error", "skipped")}
        assert int(holder.attrib["tests"]) == counted["testcase"]
        assert int(holder.attrib["failures"]) == counted["failure"]
        assert int(holder.attrib["errors"]) == counted["error"]
        if holder is not root:
            assert int(holder.attrib["skipped"]) == counted["skipped"]


@pytest.mark.parametrize(
    ("name", "outcome", "kind"),
    [
        ("an_overdue_bill_is_paid_at_the_counter", None, None),
        ("a_payment_must_equal_what_was_asked", "failure", "fail:system_under_test"),
        ("a_request_after_hours_waits_for_the_register", "failure", "not_received:system_under_test"),
        ("a_storm_of_payments_is_told_apart", "error", "error:simulator"),
        ("an_infeasible_survey_rejects_the_request", "skipped", "skip:configuration"),
        ("a_card_payment_carries_its_approval_code", "skipped", "omit"),
    ],
)
def test_each_verdict_has_its_element(root: ET.Element, name: str, outcome: str | None, kind: str | None) -> None:
    told = [child for child in case(root, name) if child.tag != "properties"]
    assert [(child.tag, child.attrib["type"]) for child in told] == ([(outcome, kind)] if outcome else [])


def test_properties_carry_whose_fault_what_it_proves_and_when_it_starts(root: ET.Element) -> None:
    told = {
        one.attrib["name"]: one.attrib["value"]
        for one in case(root, "a_payment_must_equal_what_was_asked").iter("property")
    }
    assert (told["blame"], told["proves"]) == ("system_under_test", "PAY-011")
    assert told["start"] == "2026-11-23T09:00:00+07:00"


def test_a_failure_tells_everything_a_developer_needs(root: ET.Element) -> None:
    failure = next(case(root, "a_payment_must_equal_what_was_asked").iter("failure"))
    assert failure.attrib["message"] == "The bill asked for 115.79 baht; 100.79 was accepted"
    for line in (
        "scenarios/payment/a_payment_must_equal_what_was_asked.yaml:16",
        "differs: body/responseCode: expected 1004, seen 0000",
        "15.00 baht came from nowhere",
        "Answer body/paidAmount",
    ):
        assert line in (failure.text or "")


def test_it_speaks_thai_when_asked(events: list[dict[str, Any]]) -> None:
    assert "ยอดที่แจ้งคือ 115.79 บาท" in from_events(events, "th").decode()


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ("scenarios/payment/one.yaml", "scenarios/payment/one.yaml"),
        ("/home/somebody/kept/one.yaml", "one.yaml"),
        ("https://partner.example:8443/api", None),
    ],
)
def test_names_are_the_same_on_every_machine(events: list[dict[str, Any]], file: str, told: str | None) -> None:
    changed = [{**event, "file": file} if event["event"] == "scenario_started" else event for event in events]
    document = ET.fromstring(from_events(changed))
    files = {each.attrib["value"] for each in document.iter("property") if each.attrib["name"] == "file"}
    assert files == ({told} if told else set())


def test_what_was_not_exercised_and_that_nothing_was_proved_stand_in_each_suite(events: list[dict[str, Any]]) -> None:
    ended = {**events[-1], "proved_nothing": True, "not_exercised": ["profile (404)", "person"]}
    told = ET.fromstring(from_events([*events[:-1], ended]))
    assert not mistakes(told)
    for suite in told:
        words = suite.findtext("system-out") or ""
        assert words.startswith("This run proved nothing") and words.endswith("Not exercised: profile (404); person")
    assert not [suite for suite in ET.fromstring(from_events(events)) if suite.find("system-out") is not None]
