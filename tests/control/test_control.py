"""The control API, operation by operation: what it tells, what it changes, and how it refuses."""

from __future__ import annotations

import inspect
from datetime import timedelta
from decimal import Decimal
from typing import Any, get_args

import pytest

from partnerlab.contract.findings import Finding
from partnerlab.control import operations
from partnerlab.control.app import Control
from partnerlab.control.controller import LabController
from partnerlab.lab.clock import BANGKOK
from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.exchange.message_sender import send
from partnerlab.lab.exchange.size_limits import SizeLimits
from partnerlab.lab.faults.fault import FaultTarget
from partnerlab.lab.lab import DEFAULT_START, Lab
from tests.control.control_support import Remote
from tests.lab.lab_support import Client


def test_every_operation_has_its_function_and_every_function_its_operation(desk: LabController) -> None:
    because = "the contract is the routing table"
    functions = {name for name, _ in inspect.getmembers(operations, inspect.isfunction) if name[0] != "_"}
    own = {name for name in functions if getattr(operations, name).__module__ == operations.__name__}
    assert own == set(Control(desk).document.operations) - {"contract"}, because


def test_it_says_which_lab_it_is(remote: Remote) -> None:
    told = remote.get("/__lab")
    assert (told["name"], told["seed"]) == ("partnerlab", 1)
    assert told["systems"] == [{"name": name, "where": None, "hooks": False} for name in ("cis", "rwc")]


def test_the_contract_names_each_target_of_a_fault(desk: LabController) -> None:
    kinds = Control(desk).contract["components"]["schemas"]["Faults"]["properties"]["kinds"]
    assert set(kinds["items"]["properties"]["strikes"]["enum"]) == set(get_args(FaultTarget))


def test_it_hands_out_its_own_contract(remote: Remote) -> None:
    told = remote.get("/__lab/openapi.json")
    assert told["openapi"] == "3.1.0"
    assert "/__lab/clock" in told["paths"]


# Time


def test_the_clock_stands_and_is_moved_by_words_or_to_a_moment(remote: Remote, lab: Lab) -> None:
    assert remote.get("/__lab/clock") == {"now": "2026-11-23T12:00:00+07:00", "next_due": None}
    moved = remote.put("/__lab/clock", {"advance": "to next business day 08:30"})
    assert moved["now"] == "2026-11-24T08:30:00+07:00"
    assert remote.put("/__lab/clock", {"now": "2026-12-01T00:00:00+07:00"})["now"] == "2026-12-01T00:00:00+07:00"
    assert lab.clock.now.isoformat() == "2026-12-01T00:00:00+07:00"


def test_what_is_due_happens_on_the_way(remote: Remote, lab: Lab) -> None:
    happened: list[str] = []
    lab.clock.after(600, lambda: happened.append(lab.clock.now.isoformat()), "a thing")
    assert remote.get("/__lab/clock")["next_due"] == "2026-11-23T12:10:00+07:00"
    assert remote.put("/__lab/clock", {"advance": "by 1 hour"})["next_due"] is None
    assert happened == ["2026-11-23T12:10:00+07:00"]


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        ({"advance": "to tuesday"}, 400, "'to tuesday' names no moment; write one like: by 15 minutes"),
        ({"advance": ""}, 400, "'' names no moment"),
        ({"advance": "by 99999999 days"}, 400, "is too long: a duration is at most 3660 days"),
        ({"advance": "to 2026-01-01 08:00"}, 400, "is over: it is 2026-11-23 12:00"),
        ({"now": "2026-11-23T11:59:59+07:00"}, 409, "time does not run back"),
        ({"now": "9000-01-01T00:00:00+07:00"}, 400, "set_clock: body/now: pattern"),
        ({"now": "2099-01-01T00:00:00+07:00"}, 409, "cannot advance so far in one step"),
        ({"advance": "to 2099-01-01 08:00"}, 400, "time moves by at most 366 days at once"),
        ({"now": "2026-11-23T11:59:59Z"}, 400, "set_clock: body/now: pattern"),
        ({}, 400, "set_clock: body: minProperties"),
        ({"now": "2027-11-23T11:59:59+07:00", "advance": "by 1 hour"}, 400, "set_clock: body: maxProperties"),
        (None, 400, "set_clock: body: required"),
    ],
)
def test_a_time_that_cannot_be_is_refused_and_nothing_moves(
    remote: Remote, lab: Lab, body: Any, status: int, message: str
) -> None:
    before = lab.clock.now
    found, told = remote.refused("PUT", "/__lab/clock", body)
    assert found == status
    assert message in told["message"]
    assert told["do"]
    assert lab.clock.now == before


# Partners, states, the population


def test_every_partner_is_told_with_what_is_needed_to_reach_it_and_to_be_it(remote: Remote, lab: Lab) -> None:
    told = remote.get("/__lab/partners")
    found = {each["name"]: each for each in told["partners"]}
    assert set(found) == set(lab.kit.partners)
    assert found["dga_gdx"]["url"] == found["dopa_linkage"]["url"] == "http://dga_gdx.lab"
    assert (found["dopa_linkage"]["via"], found["big_c_online"]["url"]) == ("dga_gdx", None)
    assert found["big_c_online"]["credentials"] == {"agent_key": lab.credentials.of("big_c_online", "agent_key")}
    (payment,) = (each for each in found["big_c_online"]["sends"] if each["operation"] == "payment")
    assert payment["needs"] == ["transaction", "amount"]
    assert {"account", "reference", "invoice"} < set(payment["takes"])
    assert found["dga_gdx"]["files"] is None
    login = found["truemoney_offline"]["files"]
    assert (login["user"], login["port"]) == ("truemoney_offline", file_exchange(lab).channel("sftp").port)
    assert (
        login["password"]
        == file_exchange(lab).channel("sftp").passwords["truemoney_offline"]
        != told["variables"]["PARTNERLAB_SFTP_PASSWORD"]
    )
    assert told["variables"]["DGA_GDX_URL"] == "http://dga_gdx.lab"


def test_a_partner_is_put_into_a_state(remote: Remote, client: Client) -> None:
    told = remote.post("/__lab/states", {"partner": "dopa_linkage", "state": "the officer is not logged in"})
    assert list(told["facts"]) == ["dopa_linkage"]
    assert told["facts"]["dopa_linkage"]["officer"] == "AgentNotAvailable"
    assert client.officer(client.token()).json()["SessionState"] == "AgentNotAvailable"
    assert {each["partner"] for each in remote.get("/__lab/states")["states"]} > {"dopa_linkage", "dbd_juristic"}
    assert {each["partner"] for each in remote.get("/__lab/states?partner=dga_gdx")["states"]} == {"dga_gdx"}


def test_somebody_is_put_into_a_state(remote: Remote, lab: Lab) -> None:
    remote.post("/__lab/states", {"partner": "dopa_linkage", "state": "the person is dead", "of": {"person": 41}})
    assert not lab.world.person(41).alive


@pytest.mark.parametrize(
    ("body", "status", "message", "expected", "seen"),
    [
        ({"partner": "dopa", "state": "x"}, 404, "there is no partner 'dopa'", "one of ", "dopa"),
        (
            {"partner": "dopa_linkage", "state": "the officer sleeps"},
            404,
            "there is no state of dopa_linkage 'the officer sleeps'",
            "one of a citizen's card is in the reader beside the officer's, only the year of birth is known, ",
            "the officer sleeps",
        ),
        ({"partner": "dopa_linkage", "state": "the person is dead"}, 400, "is about person", "person", None),
        (
            {"partner": "dopa_linkage", "state": "the person is dead", "of": {"company": 7}},
            400,
            "is about person",
            "person",
            "company",
        ),
        (
            {"partner": "dopa_linkage", "state": "the officer is logged in", "of": {"person": 7}},
            400,
            "is about the partner itself",
            None,
            "person",
        ),
        (
            {"partner": "dopa_linkage", "state": "the person is dead", "of": {"person": 99_000_000}},
            404,
            "person: expected a number from 0 to",
            None,
            "99000000",
        ),
        (
            {"partner": "dopa_linkage", "state": "the person is dead", "of": {"people": 7}},
            404,
            "there is no kind 'people'",
            "one of account, company, house, parcel, person",
            "people",
        ),
    ],
)
def test_a_state_that_cannot_be_is_refused(
    remote: Remote, body: Any, status: int, message: str, expected: str | None, seen: str | None
) -> None:
    found, told = remote.refused("POST", "/__lab/states", body)
    assert found == status
    assert message in told["message"]
    assert (told["expected"] or "").startswith(expected or "") and (expected is None) == (told["expected"] is None)
    assert told["seen"] == seen


def test_the_population_is_told_and_changed_by_number(remote: Remote, lab: Lab, client: Client) -> None:
    person = remote.get("/__lab/world/person/41")
    assert (person["kind"], person["pid"]) == ("person", lab.world.person(41).pid)
    assert remote.put("/__lab/world/person/41", {"first_name": "สมหญิง"})["first_name"] == "สมหญิง"
    assert client.person(client.token(), person["pid"]).json()["firstName"] == "สมหญิง"
    account = remote.put("/__lab/world/account/1001", {"usage": {"2026-10": 8}})
    assert account["registration"] == lab.world.account(1001).registration
    assert lab.world.account(1001).bill("2026-10").usage == 8


@pytest.mark.parametrize(
    ("path", "body", "status", "message"),
    [
        ("person/41", {"pid": "1"}, 400, "'pid' cannot be overridden"),
        ("person/41", {"kind": "house"}, 400, "'kind' cannot be overridden"),
        ("person/41", {"shoe_size": 44}, 400, "person has no fact 'shoe_size'"),
        ("person/41", {}, 400, "set_facts: body: minProperties"),
        ("ghost/41", {"alive": True}, 400, "set_facts: path/kind: enum"),
    ],
)
def test_a_fact_that_cannot_be_is_refused(remote: Remote, path: str, body: Any, status: int, message: str) -> None:
    found, told = remote.refused("PUT", f"/__lab/world/{path}", body)
    assert found == status
    assert message in told["message"]


# Faults


def test_faults_are_set_told_and_ended(remote: Remote, client: Client) -> None:
    remote.post("/__lab/faults", {"partner": "dga_gdx", "fault": "wrong_status", "times": 2, "with": {"status": 500}})
    told = remote.post("/__lab/faults", {"partner": "dga_gdx", "fault": "token_service_down", "operation": "validate"})
    assert told["set"] == [
        {"partner": "dga_gdx", "fault": "wrong_status", "operation": None, "times": 2, "with": {"status": 500}},
        {
            "partner": "dga_gdx", "fault": "token_service_down", "operation": "validate", "times": None,
            "with": {"status": 500, "body": {"Message": "[90010] AMI server not reachable"}},
        },
    ]  # fmt: skip
    assert [client.validate().status_code for _ in range(3)] == [500, 500, 500]
    assert [each["fault"] for each in remote.get("/__lab/faults")["set"]] == ["token_service_down"]
    assert len(remote.delete("/__lab/faults?partner=biz_portal")["set"]) == 1
    assert remote.delete("/__lab/faults?partner=dga_gdx")["set"] == []
    assert client.validate().status_code == 200
    remote.post("/__lab/faults", {"partner": "dga_gdx", "fault": "silence"})
    assert remote.delete("/__lab/faults")["set"] == []


def test_a_fault_with_a_number_that_has_a_point_is_told(remote: Remote, lab: Lab) -> None:
    lab.set_fault("dbd_juristic", "error_in_200", body={"rates": [Decimal("0.5")]})
    (fault,) = remote.get("/__lab/faults")["set"]
    assert fault["with"] == {"body": {"rates": ["0.5"]}}


def test_every_kind_of_fault_is_told_with_its_words(remote: Remote) -> None:
    kinds = {(each["partner"], each["fault"]): each for each in remote.get("/__lab/faults")["kinds"]}
    limit = kinds[None, "rate_limit"]
    assert (limit["strikes"], limit["needs"], limit["takes"]) == (
        "answer", ["per", "requests"], ["body", "per", "requests"],
    )  # fmt: skip
    own = kinds["dopa_linkage", "not_found_shouted"]
    assert (own["strikes"], own["needs"]) == ("answer", [])


@pytest.mark.parametrize(
    ("body", "status", "message"),
    [
        (
            {"partner": "dga_gdx", "fault": "sulks"},
            400,
            "dga_gdx: there is no fault 'sulks'; there are: ",
        ),
        ({"partner": "nobody", "fault": "silence"}, 404, "there is no partner 'nobody'"),
        ({"partner": "big_c_online", "fault": "silence"}, 400, "would never strike: nobody asks big_c_online anything"),
        (
            {"partner": "dbd_juristic", "fault": "silence", "operation": "look_up"},
            400,
            "there is no operation that dbd_juristic answers 'look_up'; there are: profile",
        ),
        ({"partner": "dga_gdx", "fault": "delay"}, 400, "fault 'delay' needs ['by']"),
        ({"partner": "dga_gdx", "fault": "delay", "with": {"by": "soon"}}, 400, "'soon' is no duration"),
        ({"partner": "dga_gdx", "fault": "silense"}, 400, "there is no fault 'silense' (did you mean 'silence'?)"),
        ({"partner": "dga_gdx", "fault": "silence", "with": {"partner": "x"}}, 400, "there is no word 'partner'"),
        ({"partner": "dga_gdx", "fault": "silence", "times": 0}, 400, "add_fault: body/times: minimum"),
        ({"partner": "dga_gdx", "fault": "silence", "often": 3}, 400, "add_fault: body/often: undocumented field"),
        (
            {"partner": "truemoney_offline", "fault": "wrong_trailer", "with": {"field": "credit_total", "text": "0"}},
            400,
            "there is no field 'credit_total' (did you mean 'total_credit_count'?); there are: bank_code",
        ),
        (
            {"partner": "truemoney_offline", "fault": "wrong_field", "with": {"line": 2, "field": "ref1", "text": "1"}},
            400,
            "'ref1' is 20 bytes wide, '1' has 1",
        ),
    ],
)
def test_a_fault_that_cannot_strike_is_refused(remote: Remote, body: Any, status: int, message: str) -> None:
    found, told = remote.refused("POST", "/__lab/faults", body)
    assert found == status
    assert message in told["message"]
    assert remote.get("/__lab/faults")["set"] == []


# The journal


def test_the_journal_is_searched(remote: Remote, lab: Lab, client: Client) -> None:
    token = client.token()
    client.officer(token)
    client.person(token, lab.world.person(41).pid)
    told = remote.get("/__lab/journal")
    assert [each["operation"] for each in told["exchanges"]] == ["validate", "officer_state", "person"]
    assert told["last"] == 3

    def numbers(query: str) -> list[int]:
        return [each["number"] for each in remote.get(f"/__lab/journal?{query}")["exchanges"]]

    assert numbers("receiver=dopa_linkage") == [2, 3]
    assert numbers("sender=cis&operation=validate") == [1]
    assert numbers("sender=dopa_linkage") == []
    assert numbers("after=1") == [2, 3]
    assert numbers("after=1&limit=1") == [2]
    assert numbers("party=dopa_linkage") == [2, 3] and numbers("party=cis") == [1, 2, 3]
    assert numbers("before=3") == [1, 2] and numbers("newest=2") == [2, 3] and numbers("before=3&newest=1") == [2]
    assert numbers("wrong=true") == []
    lab.journal.search(after=1)[0].findings.append(Finding("answer", "body", "type", "a number", "a text"))
    assert numbers("wrong=true") == [2]


def test_the_officer_lists_every_exchange_about_one_person(remote: Remote, lab: Lab, client: Client) -> None:
    token = client.token()
    person, other = lab.world.person(41), lab.world.person(42)
    for one in (person, other, person):
        client.person(token, one.pid)

    def numbers(identifier: str) -> list[int]:
        told = remote.get(f"/__lab/journal?receiver=dopa_linkage&about={identifier}")
        return [each["number"] for each in told["exchanges"]]

    assert (numbers(person.pid), numbers(other.pid)) == ([2, 4], [3])
    assert numbers(lab.world.account(1001).registration) == []
    status, told = remote.refused("GET", "/__lab/journal?about=99999999")
    assert (status, told["seen"]) == (400, "99999999")


def test_one_exchange_is_told_with_what_was_wrong_with_it(remote: Remote, client: Client) -> None:
    client.validate(AgentID="")
    told = remote.get("/__lab/journal/1")
    assert (told["sender"], told["receiver"], told["operation"]) == ("cis", "dga_gdx", "validate")
    assert [finding["where"] for finding in told["findings"]] == ["query/AgentID"]
    status, told = remote.refused("GET", "/__lab/journal/2")
    assert (status, told["expected"], told["seen"]) == (404, "up to 1", "2")


def test_personal_data_and_secrets_are_covered_unless_they_are_to_be_shown(
    remote: Remote, lab: Lab, client: Client
) -> None:
    pid, token = lab.world.person(41).pid, client.token()
    client.person(token, pid)
    for path in ("/__lab/journal", "/__lab/journal/2", "/__lab/journal/2?personal=masked"):
        text = remote.call("GET", path).raw.decode()
        assert pid not in text
        assert token not in text
    for path in ("/__lab/journal?personal=shown", "/__lab/journal/2?personal=shown"):
        text = remote.call("GET", path).raw.decode()
        assert pid in text
        assert token in text
    assert remote.refused("GET", "/__lab/journal?personal=please")[0] == 400


def test_a_file_is_shown_as_the_text_it_is(remote: Remote, lab: Lab) -> None:
    payments = [{"reference": "1612345678", "invoice": "691000000001", "amount": 10_000, "name": "สมหญิง"}]
    send(lab, "truemoney_offline", "payment_file", {"payments": payments}, [])
    assert "1612345678" not in remote.get("/__lab/journal/1")["request"]["body"]
    shown = remote.get("/__lab/journal/1?personal=shown")["request"]["body"]
    assert "1612345678" in shown
    assert "สมหญิง" in shown


@pytest.mark.parametrize("query", ["after=-1", "after=x", "limit=0", "sender=Big C", "since=3"])
def test_a_search_that_means_nothing_is_refused(remote: Remote, query: str) -> None:
    status, told = remote.refused("GET", f"/__lab/journal?{query}")
    assert status == 400
    assert told["message"].startswith(f"journal: query/{query.partition('=')[0]}: ")


# Beginning anew


def test_a_reset_forgets_everything_and_begins_where_it_is_told(remote: Remote, lab: Lab, client: Client) -> None:
    client.validate()
    remote.post("/__lab/faults", {"partner": "dga_gdx", "fault": "silence"})
    remote.put("/__lab/world/person/41", {"alive": False})
    remote.post("/__lab/states", {"partner": "dopa_linkage", "state": "the officer is not logged in"})
    lab.clock.after(60, lambda: None, "a thing")
    assert remote.post("/__lab/reset", {"now": "2027-02-01T08:00:00+07:00"})["now"] == "2027-02-01T08:00:00+07:00"
    assert remote.get("/__lab/clock")["next_due"] is None
    assert remote.get("/__lab/journal") == {"exchanges": [], "last": 0}
    assert remote.get("/__lab/faults")["set"] == []
    assert remote.get("/__lab/world/person/41")["alive"] is True
    assert remote.get("/__lab/states")["facts"]["dopa_linkage"]["officer"] == "AgentAvailable"
    assert lab.partner_worlds["dga_gdx"].table("tokens") == {}
    assert remote.post("/__lab/reset", {})["now"] == DEFAULT_START.replace(tzinfo=BANGKOK).isoformat()


def test_a_reset_needs_a_body_so_that_no_page_in_a_browser_can_ask_for_it(remote: Remote, client: Client) -> None:
    client.validate()
    assert remote.refused("POST", "/__lab/reset")[0] == 400
    answer = remote.call("POST", "/__lab/reset", {}, **{"Content-Type": "text/plain"})
    assert answer.status == 400
    assert len(remote.get("/__lab/journal")["exchanges"]) == 1


# Whoever asks for something else, or may not ask


def test_what_there_is_not_is_told_with_what_there_is(remote: Remote) -> None:
    for method, path in (("GET", "/__lab/weather"), ("GET", "/weather")):
        status, told = remote.refused(method, path)
        assert status == 404
        assert told["seen"] == f"{method} {path}"
        assert "GET /__lab/clock" in told["expected"]


def test_a_method_that_a_path_does_not_have_is_told_with_those_it_has(remote: Remote) -> None:
    answer = remote.call("DELETE", "/__lab/clock")
    assert (answer.status, answer.headers["allow"], answer.body["expected"]) == (405, "GET, PUT", "GET or PUT")
    options = remote.call("OPTIONS", "/__lab/clock")
    assert (options.status, options.headers["allow"], options.raw) == (204, "GET, PUT", b"")


@pytest.mark.parametrize("host", ["127.0.0.1:8103", "localhost:8103", "[::1]:8103", "127.0.0.9"])
def test_this_machine_may_ask_without_a_secret(remote: Remote, host: str) -> None:
    assert remote.call("GET", "/__lab", Host=host).status == 200


@pytest.mark.parametrize("host", ["attacker.example", "127.0.0.1.attacker.example", "192.168.1.5:8103", "0.0.0.0", ":"])
def test_nobody_reaches_it_under_another_name(remote: Remote, host: str) -> None:
    answer = remote.call("GET", "/__lab/partners", Host=host)
    assert answer.status == 403
    assert answer.body["expected"] == "a loopback address"


def test_nobody_reaches_it_from_another_machine(desk: LabController) -> None:
    client = Control(desk).test_client()
    found = client.get("/__lab/partners", environ_base={"REMOTE_ADDR": "192.168.1.77"})
    assert (found.status_code, found.json["seen"]) == (403, "192.168.1.77")


def test_with_a_token_whoever_shows_it_may_ask_from_anywhere_and_nobody_else(desk: LabController) -> None:
    remote = Remote(Control(desk, token="a-long-secret"))
    for shown in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "a-long-secret"}):
        assert remote.call("GET", "/__lab/partners", Host="lab.example", **shown).status == 403
    right = {"Authorization": "Bearer a-long-secret"}
    assert remote.call("GET", "/__lab/partners", Host="lab.example", **right).status == 200


def test_a_moved_clock_is_the_simulators_too(remote: Remote, client: Client, lab: Lab) -> None:
    token = client.token()
    remote.put("/__lab/clock", {"advance": "by 61 minutes"})
    assert client.officer(token).status_code == 401
    before = lab.clock.now
    remote.put("/__lab/clock", {"advance": "by 0 seconds"})
    assert lab.clock.now - before == timedelta()


# The lab as it stood


def test_a_lab_is_kept_under_a_name_and_brought_back(remote: Remote, client: Client) -> None:
    client.validate()
    assert remote.put("/__lab/snapshots/seeded", {})["snapshots"] == [
        {"name": "seeded", "now": "2026-11-23T12:00:00+07:00"}
    ]
    remote.put("/__lab/clock", {"advance": "by 1 day"})
    client.validate()
    assert remote.post("/__lab/snapshots/seeded/restore", {})["now"] == "2026-11-23T12:00:00+07:00"
    assert remote.get("/__lab/journal")["last"] == 1
    remote.post("/__lab/reset", {})
    remote.post("/__lab/snapshots/seeded/restore", {})
    assert remote.get("/__lab/journal")["last"] == 1


def test_a_snapshot_that_is_not_there_or_cannot_be_taken_is_told(remote: Remote, lab: Lab) -> None:
    status, told = remote.refused("POST", "/__lab/snapshots/seeded/restore", {})
    assert (status, told["message"]) == (404, "there is no snapshot 'seeded'; there are: none")
    lab.clock.after(60, lambda: None, "a thing")
    status, told = remote.refused("PUT", "/__lab/snapshots/seeded", {})
    assert (status, told["expected"]) == (409, "nothing on its way")
    assert told["seen"] == "something is due at 2026-11-23T12:01:00+07:00"
    assert remote.refused("PUT", "/__lab/snapshots/No Name", {})[0] == 400
    assert remote.get("/__lab/snapshots") == {"snapshots": []}


def test_a_body_above_the_limit_is_refused_and_nothing_happens(desk: LabController) -> None:
    client = Control(desk).test_client()
    before = desk.lab.clock.now
    body = b'{"advance": "by 1 hour", "more": "' + b"x" * SizeLimits().body + b'"}'
    answer = client.put("/__lab/clock", data=body, content_type="application/json")
    assert (answer.status_code, answer.json["message"]) == (400, "the body is larger than the lab takes")
    assert desk.lab.clock.now == before


def test_a_lab_that_is_no_sandbox_has_an_empty_checklist(remote: Remote) -> None:
    assert remote.get("/__lab/checklist") == {"partner": None, "left": 0, "accounts": [], "steps": [], "strays": []}
