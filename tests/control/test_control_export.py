"""What has passed, carried elsewhere: as HAR 1.2 and as lines of JSON, covered unless it is to be shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from partnerlab.lab.exchange.message_sender import send
from partnerlab.lab.lab import Lab
from partnerlab.report import jsonl
from tests.control.control_support import Remote
from tests.lab.lab_support import Client

SHAPE = Path(__file__).parents[1] / "report" / "har.schema.json"


@pytest.fixture
def passed(lab: Lab, client: Client) -> Lab:
    """A lab in which this and that has passed: over HTTP, a file, well and broken, with and without an answer."""
    token = client.token()
    client.person(token, lab.world.person(41).pid)
    lab.set_fault("dopa_linkage", "connection_refused", times=1)
    with pytest.raises(OSError):
        client.officer(token)
    lab.set_fault("dga_gdx", "delay", by="2 seconds", times=1)
    client.validate(AgentID="")
    client.get("/what/is/this", {"CitizenID": lab.world.person(41).pid, "Name": "สมหญิง แก้วใส"})
    payments = [{"reference": "1612345678", "invoice": "691000000001", "amount": 10_000, "name": "สมหญิง"}]
    send(lab, "truemoney_offline", "payment_file", {"payments": payments}, [])
    return lab


def har(remote: Remote, query: str = "") -> list[dict[str, Any]]:
    """The entries of a HAR that is one."""
    found = remote.get(f"/__lab/journal.har{query}")
    shape = jsonschema_rs.Draft202012Validator(json.loads(SHAPE.read_text(encoding="utf-8")), validate_formats=True)
    assert [f"{error.instance_path}: {error.message}" for error in shape.iter_errors(found)] == []
    entries: list[dict[str, Any]] = found["log"]["entries"]
    return entries


def test_everything_that_passed_is_in_the_har(remote: Remote, passed: Lab) -> None:
    entries = har(remote)
    assert [entry["_operation"] for entry in entries] == [
        "validate", "person", "officer_state", "validate", "?", "payment_file",
    ]  # fmt: skip
    token, person, refused, broken, unknown, file = entries
    assert token["startedDateTime"] == "2026-11-23T12:00:00+07:00"
    assert person["request"]["url"].startswith("http://dga_gdx.lab/ws/dopa/linkage/v1/link?OfficeID=00023&")
    assert {"name": "ServiceID", "value": "001"} in person["request"]["queryString"]
    assert (person["response"]["status"], person["response"]["statusText"]) == (200, "OK")
    assert (refused["response"]["status"], refused["_lost"]) == (0, "request")
    assert refused["_faults"] == ["connection_refused"]
    assert (broken["time"], broken["comment"]) == (2000, "query/AgentID: pattern")
    assert (unknown["comment"], unknown["response"]["status"]) == ("path: undocumented operation", 404)
    assert file["request"]["url"] == "sftp://cis.lab/incoming/MWA_TMN_20261123_01.txt"
    assert file["request"]["postData"]["mimeType"] == "text/plain; charset=cp874"


def test_a_har_is_narrowed_like_the_journal(remote: Remote, passed: Lab) -> None:
    assert [entry["_number"] for entry in har(remote, "?receiver=dopa_linkage")] == [2, 3]
    assert [entry["_number"] for entry in har(remote, "?after=4&limit=1")] == [5]


@pytest.mark.parametrize("form", ["journal.har", "journal.jsonl"])
def test_personal_data_and_secrets_are_covered_unless_they_are_to_be_shown(
    remote: Remote, passed: Lab, form: str
) -> None:
    person = passed.world.person(41)
    (token,) = passed.partner_worlds["dga_gdx"].table("tokens")
    telling = (
        person.pid,
        person.first_name,
        token,
        "1612345678",
        "สมหญิง",
        passed.credentials.of("dga_gdx", "consumer_key"),
    )
    covered = remote.call("GET", f"/__lab/{form}").raw.decode()
    shown = remote.call("GET", f"/__lab/{form}?personal=shown").raw.decode()
    assert [value for value in telling if value in covered] == []
    assert [value for value in telling if value not in shown] == []


def test_lines_are_events_as_a_run_writes_them(remote: Remote, passed: Lab, tmp_path: Path) -> None:
    answer = remote.call("GET", "/__lab/journal.jsonl?receiver=dga_gdx")
    assert answer.media == "text/plain"
    file = tmp_path / "events.jsonl"
    file.write_bytes(answer.raw)
    head, *events = jsonl.read(file)
    assert (head["event"], head["last"], head["seed"]) == ("journal", 6, 1)
    assert [event["event"] for event in events] == ["exchange"] * 3
    assert [event["number"] for event in events] == [1, 4, 5]
    assert {"scenario", "step", "left", "request", "answer", "findings", "masked"} <= events[0].keys()


def test_of_a_lab_in_which_nothing_has_passed_nothing_is_told(remote: Remote) -> None:
    assert har(remote) == []
    assert remote.call("GET", "/__lab/journal.jsonl").raw.count(b"\n") == 1
