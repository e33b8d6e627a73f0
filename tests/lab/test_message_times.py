"""The stated time of a message is compared with the clock of its maker."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from partnerlab.contract.http.message import Answer, Request
from partnerlab.contract.message_time import MARK, tolerance_mistakes
from partnerlab.contract.schema_walker import KEYWORDS
from partnerlab.lab.channels.channel import FileInTransit
from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.exchange.message_sender import send
from partnerlab.lab.journal import Exchange
from partnerlab.lab.lab import Lab
from partnerlab.lab.message_times import message_times
from partnerlab.lab.message_times.wall_clock import real_now
from partnerlab.lab.partners.partner_world import OutgoingFile
from partnerlab.lab.system_under_test import System
from tests.lab.lab_support import NOON, Client, Listener, json_answer

RULE = "time of the message"
AT_NOON = "2026-11-23T12:00:00+07:00"


class Clocked(Listener):
    """A system under test that lets the lab set its clock."""

    def call(self, message: Request) -> Answer:
        hook = message.path.startswith("/_test")
        return json_answer({"name": "clocked", "next_due": None}) if hook else super().call(message)


def pay(lab: Lab, paid_at: str = AT_NOON, *, transaction: str = "T1", clocked: bool = True) -> Exchange:
    """A payment by Big C, whose system answers when it booked it."""
    told = {"responseCode": "0000", "responseMessage": "สำเร็จ", "transactionId": transaction, "duplicate": False}
    told |= {"receiptNumber": f"R{transaction}", "paidAmount": "100.79", "paidAt": paid_at}
    made = Clocked if clocked else Listener
    lab.system = System(made(answer=lambda message: json_answer(told)))
    lab.system.greet()
    words = {"transaction": transaction, "amount": "100.79", "reference": "1612345678"}
    (exchange,) = send(lab, "big_c_online", "payment", words, []).exchanges
    return exchange


def found_in(exchange: Exchange) -> list[tuple[str, str, str]]:
    return [(f.side, f.where, f.seen) for f in exchange.findings if f.rule == RULE]


@pytest.mark.parametrize(
    ("paid_at", "right"),
    [
        (AT_NOON, True),
        ("2026-11-23T12:04:59+07:00", True),
        ("2026-11-23T11:46:00+07:00", True),
        ("2026-11-23T12:06:00+07:00", False),
        ("2026-11-23T11:40:00+07:00", False),
        ("2026-11-23T05:00:00+07:00", False),  # UTC that is called Bangkok's time
        ("2025-11-23T12:00:00+07:00", False),
    ],
)
def test_a_system_whose_clock_is_set_answers_by_the_clock_of_the_lab(lab: Lab, paid_at: str, right: bool) -> None:
    assert found_in(pay(lab, paid_at)) == ([] if right else [("answer", "body/paidAt", f"'{paid_at}'")])


def test_the_finding_names_field_bounds_value_and_clock(lab: Lab) -> None:
    (finding,) = [f for f in pay(lab, "2026-11-23T05:00:00+07:00").findings if f.rule == RULE]
    expected = "a time not before 2026-11-23 11:45:00 and not after 2026-11-23 12:05:00 by the lab's clock"
    assert finding.expected == f"{expected}, by which cis goes"


def test_a_system_that_has_its_own_clock_may_go_by_the_wall_or_follow_the_lab(lab: Lab) -> None:
    assert found_in(pay(lab, f"{real_now():%Y-%m-%dT%H:%M:%S}+07:00", clocked=False)) == []
    assert found_in(pay(lab, AT_NOON, transaction="T2", clocked=False)) == []
    assert len(found_in(pay(lab, "2020-02-02T12:00:00+07:00", transaction="T3", clocked=False))) == 1
    assert len(found_in(pay(lab, "2020-02-02T12:00:00+07:00", transaction="T4"))) == 1


def test_a_payment_that_is_sent_again_has_the_time_of_the_first(lab: Lab) -> None:
    assert found_in(pay(lab)) == []
    lab.advance(lab.clock.now + timedelta(hours=20))
    assert found_in(pay(lab, clocked=False)) == []
    lab.message_times.reset()
    assert [where for _, where, _ in found_in(pay(lab, clocked=False))] == ["body/transactionDateTime", "body/paidAt"]


def test_what_sets_off_later_was_made_before(lab: Lab) -> None:
    late = lab.fault("big_c_online", "late", times=1, by="2 hours")
    lab.system = System(Listener())
    words = {"transaction": "T1", "amount": "100.79", "reference": "1612345678"}
    sent = send(lab, "big_c_online", "payment", words, [late])
    lab.advance(lab.clock.now + timedelta(hours=3))
    assert found_in(sent.exchanges[0]) == []


@pytest.mark.parametrize(("moment", "right"), [(NOON, True), (NOON - timedelta(hours=2), False)])
def test_a_file_says_when_it_was_made(lab: Lab, moment: datetime, right: bool) -> None:
    partner = lab.kit.partner("scb_debit")
    header: dict[str, Any] = {"batch": "2026112301", "company_id": "000000000001", "effective_date": NOON.date()}
    header |= {"processed_date": moment.date(), "processed_time": moment.time()}
    file = OutgoingFile(name={"date": moment.date(), "sequence": 1}, header=header, details=[])
    (exchange,) = file_exchange(lab).leave(partner, "result", file, [], lab.clock.now)
    place = "line 1, columns 41-48 (processed_date)"
    assert found_in(exchange) == ([] if right else [("request", place, f"'{moment:%Y-%m-%d %H:%M:%S}'")])


def test_an_own_client_may_go_by_the_wall_or_by_the_lab(lab: Lab) -> None:
    layout = lab.kit.partner("truemoney_offline").layouts["payment_file"]
    lab.system = System(Listener())
    for day, wrong in ((NOON.date(), 0), (real_now().date(), 0), (date(2024, 2, 29), 1)):
        biller = {"company_account": "0000000000", "company_name": "MWA", "service_code": "water"}
        data = layout.write(biller | {"effective_date": day}, [])
        file = FileInTransit(layout.file_name(date=day, sequence=1), data)
        file_exchange(lab).channel("sftp").put("truemoney_offline", file)
        lab.run_due_work()
        assert len(found_in(list(lab.journal)[-1])) == wrong, day


def test_a_real_partner_goes_by_the_clock_of_the_wall(
    lab: Lab, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(message_times, "lab_time", lambda answer: None)  # which only a simulator says

    def asked() -> list[tuple[str, str, str]]:
        key = {"X-GIS-Key": lab.credentials.of("gis", "map_key")}
        where = {"latitude": "13.750000", "longitude": "100.500000"}
        client.http.get("http://gis.lab/gis/v1/locate", params=where, headers=key)
        return found_in(list(lab.journal)[-1])

    lab.reset(datetime(2026, 1, 5, 9, 0))
    assert asked() == []
    lab.message_times.real.add("gis")
    assert [(side, where) for side, where, _ in asked()] == [("answer", "body/timeStamp")]
    lab.reset(real_now())
    assert asked() == []


@pytest.mark.parametrize("mark", [{}, {"ahead": "soon"}, "never", {"before": "5 minutes"}, {"time": "x"}, 5])
def test_a_mark_that_cannot_be_read_says_what_was_expected(mark: Any) -> None:
    assert next(tolerance_mistakes(mark)).startswith(f"{MARK}: ")
    assert [*tolerance_mistakes("none"), *tolerance_mistakes({"ahead": "5 minutes"})] == []
    assert MARK in KEYWORDS
