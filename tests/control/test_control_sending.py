"""`send` of the control API: the receiver, the words, and the delivery of a partner's message."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from partnerlab.lab.channels.socket_http import HttpServer, UrlChannel
from partnerlab.lab.lab import Lab
from partnerlab.lab.system_under_test import System
from tests.control.control_support import Remote
from tests.lab.lab_support import Client, Listener, json_answer

PAYMENT = {"transaction": "T-1", "amount": "100.79", "account": {"$account": 1001}}


@pytest.fixture
def listener(lab: Lab) -> Listener:
    """A system under test that only listens."""
    made = Listener()
    lab.system = System(made)
    return made


def send(remote: Remote, **told: Any) -> Any:
    return remote.post("/__lab/send", {"partner": "big_c_online", "operation": "payment", "with": PAYMENT} | told)


def test_a_partner_sends_and_what_came_back_is_told(remote: Remote, lab: Lab, listener: Listener) -> None:
    told = send(remote)
    (exchange,) = told["exchanges"]
    assert (told["pending"], exchange["number"], exchange["answer"]["status"]) == (False, 1, 200)
    assert listener.heard[0].body["reference1"] == lab.world.account(1001).ref1
    assert list(lab.partner_worlds["big_c_online"].table("sent")) == ["T-1"]


def test_what_was_sent_is_covered_unless_it_is_to_be_shown(remote: Remote, lab: Lab, listener: Listener) -> None:
    ref1 = lab.world.account(1001).ref1
    assert ref1 not in str(send(remote))
    assert ref1 in str(send(remote, personal="shown"))


def test_a_file_names_its_bills(remote: Remote, lab: Lab) -> None:
    bill = {"$bill": {"account": 2001, "month": "2026-10"}}
    words = {"payments": [{"bill": bill}, {"bill": bill, "amount": 5}]}
    told = send(remote, partner="truemoney_offline", operation="payment_file", **{"with": words})
    assert [each["channel"] for each in told["exchanges"]] == ["sftp"]
    assert (
        lab.world.account(2001).bill("2026-10").invoice
        in remote.get("/__lab/journal/1?personal=shown")["request"]["body"]
    )


def test_it_arrives_as_the_words_of_delivery_say(remote: Remote, listener: Listener) -> None:
    told = send(remote, deliver=["twice", "answer_lost"])
    assert [each["lost"] for each in told["exchanges"]] == ["answer", "answer"]
    told = send(remote, deliver=[{"late": {"by": "2 hours"}}])
    assert (told["pending"], told["exchanges"], len(listener.heard)) == (True, [], 2)
    remote.put("/__lab/clock", {"advance": "by 2 hours"})
    assert len(listener.heard) == 3


def test_without_a_system_to_send_to_it_is_told_what_to_do(remote: Remote) -> None:
    status, told = remote.refused(
        "POST", "/__lab/send", {"partner": "big_c_online", "operation": "payment", "with": PAYMENT}
    )
    assert (status, told["message"], told["seen"]) == (502, "no system under test is connected", "nowhere")
    assert "PUT /__lab/systems/cis" in told["do"]


@pytest.mark.parametrize(
    ("told", "status", "message", "seen"),
    [
        ({"partner": "big_d"}, 404, "there is no partner 'big_d'", "big_d"),
        ({"operation": "pay"}, 404, "there is no operation that big_c_online sends 'pay'", "pay"),
        ({"with": {"amount": "1.00"}}, 400, "big_c_online.payment needs transaction", "amount"),
        ({"with": PAYMENT | {"tip": 3}}, 404, "there is no word of big_c_online.payment 'tip'", "tip"),
        (
            {"with": PAYMENT | {"account": "1001"}},
            400,
            "'account' takes an account of the story",
            "transaction, amount, account",
        ),
        ({"with": PAYMENT | {"account": {"$acount": 1}}}, 400, "'$acount' names nothing", "{'$acount': 1}"),
        (
            {"with": PAYMENT | {"account": {"$account": 99_000_000}}},
            404,
            "account: expected a number from 0 to",
            "{'$account': 99000000}",
        ),
        ({"with": PAYMENT | {"account": {"$bill": {"account": 1}}}}, 400, "'$bill' names nothing", None),
        (
            {"deliver": ["truncated"]},
            400,
            "there is no way to deliver 'truncated'; there are: answer_lost",
            "truncated",
        ),
        ({"deliver": [{"late": {"by": "soon"}}]}, 400, "'soon' is no duration", "{'late': {'by': 'soon'}}"),
        ({"deliver": [{"late": {}, "twice": {}}]}, 400, "send: body/deliver/0: anyOf", None),
    ],
)
def test_what_cannot_be_sent_is_refused_before_anything_leaves(
    remote: Remote, listener: Listener, told: Any, status: int, message: str, seen: str | None
) -> None:
    body = {"partner": "big_c_online", "operation": "payment", "with": PAYMENT} | told
    found, said = remote.refused("POST", "/__lab/send", body)
    assert (found, listener.heard) == (status, [])
    assert message in said["message"]
    assert seen is None or said["seen"] == seen


def test_a_fault_that_does_not_fit_this_very_file_is_told_as_the_faults(remote: Remote) -> None:
    fault = {"partner": "truemoney_offline", "fault": "wrong_field"}
    remote.post("/__lab/faults", fault | {"with": {"line": 99, "field": "ref1", "text": "9" * 20}})
    body = {"partner": "truemoney_offline", "operation": "payment_file", "with": {"payments": []}}
    status, told = remote.refused("POST", "/__lab/send", body)
    assert (status, told["message"]) == (
        400, "fault 'wrong_field' cannot strike MWA_TMN_20261123_01.txt: the file has 2 lines, there is no line 99",
    )  # fmt: skip


# Where the system is


@pytest.fixture
def address() -> Iterator[str]:
    """A system that answers everything alike, over a socket."""

    def app(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        status = "404 NOT FOUND" if environ["PATH_INFO"].startswith("/_test") else "200 OK"
        start_response(status, [("Content-Type", "application/json")])
        return [b'{"responseCode": "1005"}']

    server = HttpServer(app)
    yield server.url
    server.close()


def test_a_system_is_connected_sent_to_and_let_go(remote: Remote, address: str) -> None:
    assert remote.put("/__lab/systems/cis", {"url": address}) == {"name": "cis", "where": address, "hooks": False}
    assert send(remote)["exchanges"][0]["answer"]["body"] == '{"responseCode": "1005"}'
    assert remote.post("/__lab/reset", {})
    assert remote.get("/__lab")["systems"][0]["where"] == address, "a reset does not forget where it is"
    assert remote.put("/__lab/systems/cis", {"url": None})["where"] is None


def test_a_system_without_test_hooks_is_not_asked_to_forget(remote: Remote, address: str) -> None:
    remote.put("/__lab/systems/cis", {"url": address})
    status, told = remote.refused("POST", "/__lab/reset", {"systems": True})
    assert (status, told["expected"], told["seen"]) == (409, "a system with test hooks", address)


def test_a_system_that_is_not_there_is_not_connected(remote: Remote) -> None:
    status, told = remote.refused("PUT", "/__lab/systems/cis", {"url": "http://127.0.0.1:9"})
    assert status == 502
    assert told["message"].startswith("nothing answers at http://127.0.0.1:9")
    assert remote.get("/__lab/systems")["systems"][0]["where"] is None
    assert remote.refused("PUT", "/__lab/systems/cis", {"url": "cis.example"})[0] == 400


def test_a_system_is_connected_also_while_the_other_one_is_gone(remote: Remote, lab: Lab, address: str) -> None:
    lab.systems["rwc"] = System(UrlChannel("http://127.0.0.1:9"), "rwc")
    assert remote.put("/__lab/systems/cis", {"url": address})["where"] == address


def test_a_system_that_has_gone_is_told_of_and_stops_nothing_else(remote: Remote, lab: Lab) -> None:
    server = HttpServer(lambda environ, start_response: start_response("404 NOT FOUND", []) or [])
    remote.put("/__lab/systems/cis", {"url": server.url})
    server.close()
    assert remote.get("/__lab/systems")["systems"][0]["hooks"] is False
    status, told = remote.refused(
        "POST", "/__lab/send", {"partner": "big_c_online", "operation": "payment", "with": PAYMENT}
    )
    assert (status, told["seen"]) == (502, server.url)
    assert remote.put("/__lab/clock", {"advance": "by 1 hour"})["next_due"] is None


# Looking for what was expected


def test_what_was_expected_is_found_by_its_fields(remote: Remote, lab: Lab, client: Client) -> None:
    token = client.token()
    for number in (41, 42):
        client.person(token, lab.world.person(number).pid)
    asked = {"receiver": "dopa_linkage", "request": {"query": {"CitizenID": lab.world.person(42).pid}}}
    assert remote.post("/__lab/match", asked)["matching"] == [3]
    answered = {"answer": {"status": 200, "body": {"firstName": lab.world.person(41).first_name}}}
    assert remote.post("/__lab/match", answered)["matching"] == [2]
    assert remote.post("/__lab/match", answered | {"after": 2})["matching"] == []
    assert remote.post("/__lab/match", {"answer": {"status": {"between": [200, 299]}}})["matching"] == [1, 2, 3]


def test_what_came_nearest_is_told_with_what_differs_and_nobodys_data(remote: Remote, lab: Lab, client: Client) -> None:
    pid = lab.world.person(41).pid
    client.person(client.token(), pid)
    told = remote.post(
        "/__lab/match",
        {"request": {"method": "GET", "query": {"CitizenID": "1100000000000", "ServiceID": "001"}}},
    )
    assert told["matching"] == []
    nearest, other = told["near_misses"]
    assert (nearest["number"], [each["name"] for each in nearest["differs"]]) == (2, ["request/query/CitizenID"])
    assert len(other["differs"]) == 2
    assert pid not in str(told)
    assert remote.refused("POST", "/__lab/match", {"sender": "cis"})[0] == 400


def test_of_many_near_misses_the_nearest_are_told(remote: Remote, client: Client) -> None:
    for _ in range(9):
        client.validate()
    told = remote.post("/__lab/match", {"answer": json_status(418)})
    assert [each["number"] for each in told["near_misses"]] == [1, 2, 3, 4, 5]


def json_status(status: int) -> dict[str, int]:
    return {"status": json_answer({}, status).status}
