"""Every fault by its name, seen by the party it strikes: what arrives, when, and whether the work was done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from partnerlab.contract.http.message import Answer
from partnerlab.lab.clock import Clock
from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.exchange.message_sender import SendResult, send
from partnerlab.lab.faults.active_faults import ActiveFaults
from partnerlab.lab.faults.catalogue import FAULT_KINDS, make_fault
from partnerlab.lab.faults.fault import FaultError
from partnerlab.lab.lab import Lab
from tests.lab.lab_support import NOON, Client, Listener, json_answer

PAYMENT = {"transaction": "T-1", "amount": "1.00", "reference": "1612345678"}


def tokens(lab: Lab) -> int:
    """How often the gateway did the work of giving a token."""
    return len(lab.partner_worlds["dga_gdx"].table("tokens"))


# What a partner answers


def test_delay_takes_virtual_time_and_changes_nothing_else(lab: Lab, client: Client) -> None:
    lab.set_fault("dga_gdx", "delay", by="4 seconds")
    before = lab.clock.now
    assert client.validate().status_code == 200
    assert lab.clock.now - before == timedelta(seconds=4)


def test_a_delay_beyond_the_askers_patience_is_a_time_out_after_the_work(lab: Lab, client: Client) -> None:
    lab.set_fault("dga_gdx", "delay", by="4 seconds")
    before = lab.clock.now
    with pytest.raises(requests.ReadTimeout):
        client.validate(timeout=3)
    assert lab.clock.now - before == timedelta(seconds=3)
    assert tokens(lab) == 1
    exchange = next(iter(lab.journal))
    assert (exchange.answer, exchange.lost, exchange.answered) == (None, "answer", None)


@pytest.mark.parametrize(("words", "done"), [({}, 1), ({"processed": True}, 1), ({"processed": False}, 0)])
def test_silence_ends_the_askers_patience_with_the_work_done_or_not(
    lab: Lab, client: Client, words: dict[str, bool], done: int
) -> None:
    lab.set_fault("dga_gdx", "silence", **words)
    before = lab.clock.now
    with pytest.raises(requests.ReadTimeout):
        client.validate(timeout=7)
    assert lab.clock.now - before == timedelta(seconds=7)
    assert tokens(lab) == done
    assert next(iter(lab.journal)).faults == ("silence",)


def test_wrong_status_keeps_the_body(lab: Lab, client: Client) -> None:
    lab.set_fault("dga_gdx", "wrong_status", status=418)
    answer = client.validate()
    assert answer.status_code == 418
    assert answer.json()["Result"]
    assert tokens(lab) == 1


def malformed(lab: Lab, client: Client) -> list[bytes]:
    lab.reset(lab.clock.now)
    lab.set_fault("dga_gdx", "malformed_body")
    return [client.validate().content for _ in range(6)]


def test_a_malformed_body_breaks_off_in_its_second_half_alike_in_every_run(lab: Lab, client: Client) -> None:
    whole = client.validate().content
    broken = malformed(lab, client)
    assert all(len(whole) // 2 <= len(raw) < len(whole) for raw in broken)
    assert len({len(raw) for raw in broken}) > 1, "chance is at work"
    assert broken == malformed(lab, client)
    exchange = lab.journal.search()[-1]
    assert exchange.answer is not None
    assert exchange.answer.undecodable


def test_answers_stands_in_place_of_the_answer_and_of_the_work(lab: Lab, client: Client) -> None:
    lab.set_fault("dga_gdx", "answers", status=502, body="<html>", media="text/html")
    answer = client.validate()
    assert (answer.status_code, answer.text, answer.headers["Content-Type"]) == (502, "<html>", "text/html")
    assert tokens(lab) == 0


def test_answers_may_have_no_body_at_all(lab: Lab, client: Client) -> None:
    lab.set_fault("dga_gdx", "answers", status=204)
    answer = client.validate()
    assert (answer.status_code, answer.content) == (204, b"")


def test_who_is_redirected_and_follows_asks_where_no_contract_is(lab: Lab, client: Client) -> None:
    lab.set_fault("dga_gdx", "redirected", times=1)
    client.validate()
    first, followed = lab.journal
    assert first.answer is not None
    assert (first.answer.status, first.answer.headers["location"], tokens(lab)) == (307, "/elsewhere", 0)
    assert (followed.request.path, [finding.rule for finding in followed.findings]) == (
        "/elsewhere",
        ["undocumented operation"],
    )


def test_error_in_200_hides_an_error_behind_success(lab: Lab, client: Client) -> None:
    lab.set_fault("dga_gdx", "error_in_200", body={"Message": "no"})
    answer = client.validate()
    assert (answer.status_code, answer.json()) == (200, {"Message": "no"})
    assert tokens(lab) == 0


def test_an_error_in_200_may_be_null(lab: Lab, client: Client) -> None:
    lab.set_fault("dga_gdx", "error_in_200", body=None)
    answer = client.validate()
    assert (answer.status_code, answer.content, answer.json()) == (200, b"null", None)
    assert answer.headers["Content-Type"] == "application/json"


def test_a_wrong_content_type_keeps_status_and_body(lab: Lab, client: Client) -> None:
    whole = client.validate()
    lab.set_fault("dga_gdx", "wrong_content_type")
    answer = client.validate()
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html")
    assert len(answer.content) == len(whole.content)
    lab.faults.clear()
    lab.set_fault("dga_gdx", "wrong_content_type", media="text/xml; charset=tis-620")
    assert client.validate().headers["Content-Type"] == "text/xml; charset=tis-620"
    assert [exchange.excused for exchange in lab.journal] == [set(), {"answer"}, {"answer"}]


def test_a_limit_lets_so_many_through_in_a_window_and_tells_the_next_when_to_come(lab: Lab, client: Client) -> None:
    lab.set_fault("dga_gdx", "rate_limit", requests=2, per="1 minute")
    assert client.validate().status_code == 200
    lab.clock.elapse(20)
    assert client.validate().status_code == 200
    refused = client.validate()
    assert (refused.status_code, refused.headers["Retry-After"], refused.content) == (429, "40", b"")
    lab.clock.elapse(39)
    assert client.validate().headers["Retry-After"] == "1"
    lab.clock.elapse(1)
    assert [client.validate().status_code for _ in range(2)] == [200, 429], "who was refused did not use the limit up"
    assert tokens(lab) == 3
    assert [exchange.faults for exchange in lab.journal] == [
        (),
        (),
        ("rate_limit",),
        ("rate_limit",),
        (),
        ("rate_limit",),
    ]
    assert [bool(exchange.excused) for exchange in lab.journal] == [False, False, True, True, False, True]


def test_a_limit_may_have_words_and_ends_after_so_many_refusals(lab: Lab, client: Client) -> None:
    lab.set_fault("dga_gdx", "rate_limit", times=1, requests=1, per="1 hour", body={"Message": "slow down"})
    assert client.validate().status_code == 200
    refused = client.validate()
    assert (refused.status_code, refused.json()) == (429, {"Message": "slow down"})
    assert client.validate().status_code == 200


def test_a_limit_of_a_gateway_counts_all_who_stand_behind_it(lab: Lab, client: Client) -> None:
    lab.set_fault("dga_gdx", "rate_limit", operation="admit", requests=1, per="1 hour")
    token = client.token()
    assert client.officer(token).status_code == 200
    assert client.person(token, lab.world.person(41).pid).status_code == 429


def test_an_answer_in_place_of_the_answer_may_be_struck_again(lab: Lab, client: Client) -> None:
    lab.set_fault("dga_gdx", "answers", status=500, body={"Message": "down"})
    lab.set_fault("dga_gdx", "malformed_body")
    answer = client.validate()
    assert answer.status_code == 500
    assert b'{"Message":"down"}'.startswith(answer.content)
    assert len(answer.content) < len(b'{"Message":"down"}')


def test_two_faults_compose_the_first_innermost(lab: Lab, client: Client) -> None:
    lab.set_fault("dga_gdx", "answers", status=500, body={"Message": "down"})
    lab.set_fault("dga_gdx", "delay", by="2 seconds")
    lab.set_fault("dga_gdx", "wrong_status", status=503)
    before = lab.clock.now
    answer = client.validate()
    assert (answer.status_code, answer.json()) == (503, {"Message": "down"})
    assert lab.clock.now - before == timedelta(seconds=2)
    assert next(iter(lab.journal)).faults == ("answers", "delay", "wrong_status")


def test_a_fault_of_one_operation_leaves_the_others_alone(lab: Lab, client: Client) -> None:
    lab.set_fault("dopa_linkage", "wrong_status", operation="person", status=500)
    token = client.token()
    assert client.officer(token).status_code == 200
    assert client.person(token, lab.world.person(41).pid).status_code == 500


def test_times_counts_down_by_messages_that_it_struck(lab: Lab, client: Client) -> None:
    lab.set_fault("dga_gdx", "wrong_status", operation="validate", times=2, status=500)
    assert [client.validate().status_code for _ in range(3)] == [500, 500, 200]
    token = client.token()
    assert client.officer(token).status_code == 200


def test_a_message_that_a_fault_distorts_is_excused_and_one_that_is_only_late_is_not(lab: Lab, client: Client) -> None:
    lab.set_fault("dga_gdx", "wrong_status", times=1, status=418)
    lab.set_fault("dga_gdx", "delay", by="1 second")
    client.validate()
    client.validate()
    assert [exchange.excused for exchange in lab.journal] == [{"answer"}, set()]


def test_faults_end_for_one_partner_or_for_all(lab: Lab, client: Client) -> None:
    lab.set_fault("dga_gdx", "wrong_status", status=500)
    lab.faults.clear("biz_portal")
    assert client.validate().status_code == 500
    lab.faults.clear("dga_gdx")
    assert client.validate().status_code == 200
    lab.set_fault("dga_gdx", "wrong_status", status=500)
    lab.reset(lab.clock.now)
    assert client.validate().status_code == 200


def test_a_partners_own_fault_has_its_words_and_its_operation(lab: Lab, client: Client) -> None:
    lab.set_fault("dopa_linkage", "not_found_shouted")
    token = client.token()
    answer = client.person(token, lab.world.person(41).pid)
    assert (answer.status_code, answer.text) == (200, "DATA NOT FOUND")
    assert client.officer(token).json()["SessionState"] == "AgentAvailable"


# How a message that a partner sends is delivered


def pay(lab: Lab, *names: str, **words: Any) -> SendResult:
    faults = [lab.fault("big_c_online", name, times=1, **(words if name == names[0] else {})) for name in names]
    return send(lab, "big_c_online", "payment", dict(PAYMENT), faults)


def money(lab: Lab) -> tuple[int, int]:
    """What Big C took in, as the lab counts it: for sure, and of unknown outcome."""
    totals = lab.agent_totals.of("big_c_online")
    return totals.sure, totals.unsure


def test_twice_delivers_the_same_bytes_again_and_the_sender_sees_the_second_answer(
    lab: Lab, listener: Listener, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[Any] = []

    def sends(world: Any, **words: Any) -> Any:
        seen.append((yield from _one_message(payment(world, **words))))

    payment = lab.kit.partner("big_c_online").functions["payment"]
    monkeypatch.setitem(lab.kit.partner("big_c_online").functions, "payment", sends)
    codes = iter(["0000", "1005"])
    listener.answer = lambda message: json_answer({"responseCode": next(codes)})
    sending = pay(lab, "twice")
    first, second = listener.heard
    assert (first.raw, first.headers) == (second.raw, second.headers)
    assert len(sending.exchanges) == 2
    assert [answer.body["responseCode"] for answer in seen] == ["1005"]
    assert money(lab) == (100, 0), "what was taken once stays taken"


def _one_message(story: Any) -> Any:
    return (yield next(story))


def test_a_lost_request_never_arrives_and_the_sender_does_not_know(lab: Lab, listener: Listener) -> None:
    (exchange,) = pay(lab, "request_lost").exchanges
    assert listener.heard == []
    assert (exchange.lost, exchange.answer, exchange.answered) == ("request", None, None)
    assert money(lab) == (0, 100)


def test_a_lost_answer_is_of_a_request_that_arrived(lab: Lab, listener: Listener) -> None:
    (exchange,) = pay(lab, "answer_lost").exchanges
    assert len(listener.heard) == 1
    assert exchange.lost == "answer"
    assert exchange.answer is not None, "what our side said is known to the journal"
    assert money(lab) == (0, 100)


def test_late_arrives_when_the_clock_gets_there(lab: Lab, listener: Listener) -> None:
    left = lab.clock.now
    sending = pay(lab, "late", by="2 hours")
    assert (sending.pending, listener.heard) == (True, [])
    lab.advance(left + timedelta(minutes=119))
    assert listener.heard == []
    lab.advance(left + timedelta(minutes=121))
    assert not sending.pending
    assert [exchange.left for exchange in sending.exchanges] == [left + timedelta(hours=2)]
    assert money(lab) == (100, 0)


def test_late_and_twice_compose(lab: Lab, listener: Listener) -> None:
    pay(lab, "late", "twice", by="1 hour")
    lab.advance(lab.clock.now + timedelta(hours=1))
    assert len(listener.heard) == 2
    assert [exchange.faults for exchange in lab.journal] == [("late", "twice")] * 2


def test_a_late_file_is_said_to_be_late(lab: Lab) -> None:
    assert leave(lab, "late", by="1 hour") == []
    lab.advance(lab.clock.now + timedelta(hours=1))
    assert [exchange.faults for exchange in lab.journal] == [("late",)]


def test_twice_and_a_lost_answer_compose(lab: Lab, listener: Listener) -> None:
    sending = pay(lab, "twice", "answer_lost")
    assert len(listener.heard) == 2
    assert [exchange.lost for exchange in sending.exchanges] == ["answer", "answer"]


def test_a_fault_that_is_set_strikes_what_the_partner_sends_next(lab: Lab, listener: Listener) -> None:
    lab.set_fault("big_c_online", "request_lost", operation="payment", times=1)
    send(lab, "big_c_online", "payment", dict(PAYMENT), [])
    assert listener.heard == []
    send(lab, "big_c_online", "payment", dict(PAYMENT), [])
    assert len(listener.heard) == 1


def test_an_overtaken_message_arrives_behind_the_next_one_as_it_was_made(lab: Lab, listener: Listener) -> None:
    made = lab.clock.now
    sending = pay(lab, "overtaken")
    assert (sending.pending, listener.heard) == (True, [])
    lab.advance(made + timedelta(hours=1))
    assert listener.heard == [], "only another message lets it go"
    send(lab, "big_c_online", "inquiry", {"account": lab.world.account(41)}, [])
    first, second = listener.heard
    assert "transactionId" in second.body
    assert (first.body["transactionId"], second.body["transactionId"]) == ("INQ000001", "T-1")
    assert second.body["transactionDateTime"] == made.isoformat(timespec="seconds")
    assert not sending.pending
    assert money(lab) == (100, 0)


def test_always_overtaken_means_in_pairs_the_other_way_round(lab: Lab, listener: Listener) -> None:
    lab.set_fault("big_c_online", "overtaken")
    for number in range(4):
        send(lab, "big_c_online", "payment", PAYMENT | {"transaction": f"T-{number}"}, [])
    assert [message.body["transactionId"] for message in listener.heard] == ["T-1", "T-0", "T-3", "T-2"]
    told = [exchange.faults for exchange in lab.journal]
    assert told == [(), ("overtaken",), (), ("overtaken",)], "who overtakes is not said to be overtaken"


def test_nobody_of_another_partner_overtakes(lab: Lab, listener: Listener) -> None:
    pay(lab, "overtaken")
    send(lab, "truemoney_offline", "payment_file", {"payments": []}, [])
    assert listener.heard == []


def test_overtaken_and_twice_compose_and_a_reset_forgets_who_waits(lab: Lab, listener: Listener) -> None:
    pay(lab, "overtaken", "twice")
    send(lab, "big_c_online", "payment", PAYMENT | {"transaction": "T-2"}, [])
    assert [message.body["transactionId"] for message in listener.heard] == ["T-2", "T-1", "T-1"]
    pay(lab, "overtaken")
    lab.reset(lab.clock.now)
    send(lab, "big_c_online", "payment", PAYMENT | {"transaction": "T-3"}, [])
    assert [message.body["transactionId"] for message in listener.heard[3:]] == ["T-3"]


def test_overtaken_and_late_compose(lab: Lab, listener: Listener) -> None:
    pay(lab, "late", "overtaken", by="1 hour")
    send(lab, "big_c_online", "payment", PAYMENT | {"transaction": "T-2"}, [])
    lab.advance(lab.clock.now + timedelta(hours=2))
    assert len(listener.heard) == 1, "it has set off, and waits to be overtaken"
    send(lab, "big_c_online", "payment", PAYMENT | {"transaction": "T-3"}, [])
    assert [message.body["transactionId"] for message in listener.heard] == ["T-2", "T-3", "T-1"]


# Of files on their way


def leave(lab: Lab, name: str, **words: Any) -> list[tuple[str, bytes]]:
    payments = [{"reference": "1612345678", "invoice": f"69100000000{n}", "amount": 10_000} for n in range(3)]
    faults = [lab.fault("truemoney_offline", name, **words)] if name else []
    sending = send(lab, "truemoney_offline", "payment_file", {"payments": payments}, faults)
    return [(exchange.request.path, exchange.request.raw) for exchange in sending.exchanges]


def test_a_file_breaks_off_in_its_last_record(lab: Lab) -> None:
    ((_, whole),) = leave(lab, "")
    ((_, broken),) = leave(lab, "truncated")
    assert whole.startswith(broken)
    assert 0 < len(whole) - len(broken) < 258
    assert not broken.endswith(b"\r\n")


def test_one_field_of_one_line_holds_other_bytes(lab: Lab) -> None:
    ((_, whole),) = leave(lab, "")
    ((_, broken),) = leave(lab, "wrong_field", line=3, field="ref1", text="X" * 20)
    lines = list(zip(whole.splitlines(), broken.splitlines(), strict=True))
    assert [number for number, (good, bad) in enumerate(lines, 1) if good != bad] == [3]
    assert len(broken) == len(whole)
    assert b"X" * 20 in lines[2][1]


def test_a_trailer_says_something_else(lab: Lab) -> None:
    ((_, whole),) = leave(lab, "")
    ((_, broken),) = leave(lab, "wrong_trailer", field="total_credit_amount", text="9" * 13)
    assert broken.splitlines()[:-1] == whole.splitlines()[:-1]
    assert b"9" * 13 in broken.splitlines()[-1]


def test_a_replayed_file_arrives_under_two_names(lab: Lab) -> None:
    first, second = leave(lab, "replayed", as_name="MWA_TMN_20261123_02.txt")
    assert (first[0], second[0]) == ("/incoming/MWA_TMN_20261123_01.txt", "/incoming/MWA_TMN_20261123_02.txt")
    assert first[1] == second[1]


def test_a_renamed_file_arrives_under_the_other_name_alone(lab: Lab) -> None:
    ((_, whole),) = leave(lab, "")
    assert leave(lab, "renamed", as_name="MWA_TMN_20261122_01.txt") == [("/incoming/MWA_TMN_20261122_01.txt", whole)]


def test_records_are_missing_from_a_line_on(lab: Lab) -> None:
    ((_, whole),) = leave(lab, "")
    ((_, broken),) = leave(lab, "records_missing", line=2, count=1)
    lines = whole.splitlines(keepends=True)
    assert broken == b"".join([lines[0], *lines[2:]])


def test_a_file_begins_with_a_byte_order_mark(lab: Lab) -> None:
    ((_, whole),) = leave(lab, "")
    ((_, marked),) = leave(lab, "byte_order_mark")
    assert marked == b"\xef\xbb\xbf" + whole


@pytest.mark.parametrize(
    ("written", "end"),
    [
        ("LF", b"\n"),
        ("CRLF", b"\r\n"),
        ("blank lines", b"\r\n\r\n"),
        ("missing last line end", b" "),
        ("end-of-file mark", b"\r\n\x1a"),
    ],
)
def test_the_lines_of_a_file_end_otherwise(lab: Lab, written: str, end: bytes) -> None:
    ((_, whole),) = leave(lab, "")
    ((_, other),) = leave(lab, "other_line_ends", written=written)
    assert other.endswith(end)
    assert [line for line in other.rstrip(b"\x1a").splitlines() if line] == whole.splitlines()


def test_a_file_in_another_encoding_may_keep_the_length_of_its_records(lab: Lab) -> None:
    ((_, whole),) = leave(lab, "")
    ((_, other),) = leave(lab, "wrong_encoding", keeps_columns=True)
    assert {len(line) for line in other.splitlines()} == {256}
    assert whole.decode("cp874")[20:28] == other.decode("utf-8")[20:28]


def test_a_file_left_twice_arrives_twice_under_its_own_name(lab: Lab) -> None:
    first, second = leave(lab, "left_twice")
    assert first == second


def test_a_file_in_another_encoding_is_the_same_text(lab: Lab) -> None:
    ((_, whole),) = leave(lab, "")
    ((_, other),) = leave(lab, "wrong_encoding")
    assert whole != other
    assert whole.decode("cp874") == other.decode("utf-8")
    ((_, other),) = leave(lab, "wrong_encoding", encoding="utf-16")
    assert whole.decode("cp874") == other.decode("utf-16")
    assert [exchange.excused for exchange in lab.journal] == [set(), {"request"}, {"request"}]
    assert [bool(exchange.findings) for exchange in lab.journal] == [False, True, True]


def test_another_encoding_that_changes_nothing_is_told(lab: Lab) -> None:
    with pytest.raises(FaultError, match="nothing in the file differs between cp874 and tis-620"):
        leave(lab, "wrong_encoding", encoding="tis-620")


def test_of_half_an_upload_only_the_beginning_of_the_tmp_stays(lab: Lab) -> None:
    ((path, whole),) = leave(lab, "half_upload")
    drop_off = file_exchange(lab).channel("sftp")
    (left,) = (drop_off.home("truemoney_offline") / "incoming").iterdir()
    assert left.name == f"{path.rpartition('/')[2]}.tmp"
    assert 0 < len(left.read_bytes()) < len(whole)
    assert whole.startswith(left.read_bytes())
    assert not drop_off.arrived
    (exchange,) = lab.journal
    assert (exchange.lost, exchange.faults, exchange.findings) == ("request", ("half_upload",), [])


def test_after_half_an_upload_the_agent_leaves_the_file_whole(lab: Lab) -> None:
    leave(lab, "half_upload")
    ((path, whole),) = leave(lab, "")
    (left,) = (file_exchange(lab).channel("sftp").home("truemoney_offline") / "incoming").iterdir()
    assert (left.name, left.read_bytes()) == (path.rpartition("/")[2], whole)


def test_file_faults_compose(lab: Lab) -> None:
    faults = [lab.fault("truemoney_offline", name, times=1) for name in ("wrong_encoding", "left_twice", "half_upload")]
    payments = [{"reference": "1612345678", "invoice": "691000000001", "amount": 10_000}]
    sending = send(lab, "truemoney_offline", "payment_file", {"payments": payments}, faults)
    assert [exchange.lost for exchange in sending.exchanges] == ["request", "request"]
    assert [exchange.request.raw.decode("utf-8")[0] for exchange in sending.exchanges] == ["H", "H"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"line": 99, "field": "ref1", "text": "X" * 20}, "the file has 5 lines, there is no line 99"),
        ({"line": 2, "field": "ref1", "text": "X"}, "'ref1' is 20 bytes wide, 'X' has 1"),
    ],
)
def test_a_file_fault_that_does_not_fit_the_file_says_so(lab: Lab, words: dict[str, Any], message: str) -> None:
    with pytest.raises(FaultError, match=f"'wrong_field' cannot strike MWA_TMN_20261123_01.txt: {message}"):
        leave(lab, "wrong_field", **words)


# Mistakes in setting one


def test_an_unknown_fault_is_told_with_the_nearest(lab: Lab) -> None:
    told = r"dopa_linkage: there is no fault 'silent' \(did you mean 'silence'\?\); there are: .* and [0-9]+ more"
    with pytest.raises(FaultError, match=told):
        lab.set_fault("dopa_linkage", "silent")


def test_words_that_a_fault_does_not_know_or_that_it_misses_are_told(lab: Lab) -> None:
    with pytest.raises(FaultError, match=r"fault 'delay': there is no word 'for'; there are: by"):
        lab.set_fault("dga_gdx", "delay", **{"for": "3 seconds"})
    with pytest.raises(FaultError, match=r"fault 'wrong_status' needs \['status'\]"):
        lab.set_fault("dga_gdx", "wrong_status")


@pytest.mark.parametrize(
    ("name", "words", "told"),
    [
        ("delay", {"by": "soon"}, "fault 'delay': 'soon' is no duration; write one like"),
        ("delay", {"by": 3}, "fault 'delay' takes text as 'by', not 3"),
        ("rate_limit", {"requests": "3", "per": "1 hour"}, "fault 'rate_limit' takes a whole number as 'requests'"),
        ("rate_limit", {"requests": True, "per": "1 hour"}, "takes a whole number as 'requests', not True"),
        ("silence", {"processed": "no"}, "fault 'silence' takes true or false as 'processed', not 'no'"),
        ("wrong_encoding", {"encoding": "klingon"}, "fault 'wrong_encoding': unknown encoding: klingon"),
        ("wrong_encoding", {"encoding": "rot13"}, "fault 'wrong_encoding': 'rot13' is not a text encoding"),
        ("replayed", {"as_name": "../x.txt"}, "fault 'replayed': '../x.txt' is no name of a file"),
        ("wrong_status", {"status": -1}, "fault 'wrong_status': -1 is no status of an answer; it has three digits"),
        ("answers", {"status": 1000}, "fault 'answers': 1000 is no status of an answer"),
        ("replayed", {"as_name": ""}, "fault 'replayed': '' is no name of a file"),
    ],
)
def test_a_words_value_that_cannot_be_used_is_told_before_it_is(name: str, words: dict[str, Any], told: str) -> None:
    with pytest.raises(FaultError, match=told):
        make_fault(name, {}, "any", None, None, words)


@pytest.mark.parametrize("name", sorted(FAULT_KINDS))
def test_every_kind_is_tested_here(name: str) -> None:
    because = "a fault that nobody strikes with may have stopped striking"
    texts = [file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("test_faults*.py")]
    assert any(f'"{name}"' in text for text in texts), because


def test_chance_is_one_sequence_over_all_faults() -> None:
    def broken() -> list[bytes]:
        faults = ActiveFaults(5, Clock(NOON))
        call: Callable[[], Answer | None] = lambda: Answer(raw=bytes(100))  # noqa: E731
        fault = make_fault("malformed_body", {}, "any", None, None, {})
        return [answer.raw for _ in range(5) if (answer := faults.around(call, [fault])()) is not None]

    assert broken() == broken()
    assert len(set(broken())) > 1
