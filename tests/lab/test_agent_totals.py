"""What the lab counts of agents' money: by the marks of a contract, from messages and files as they come."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, time
from pathlib import Path
from typing import Any

import pytest

from partnerlab.contract.document_store import ContractError, DocumentStore
from partnerlab.contract.http.document import OpenApiDocument
from partnerlab.contract.http.message import Answer, Request
from partnerlab.lab.agent_totals.day_comparison import compare_days
from partnerlab.lab.agent_totals.day_sum import DaySum
from partnerlab.lab.agent_totals.message_payments import MessagePayments
from partnerlab.lab.agent_totals.money_messages import count_message
from partnerlab.lab.exchange.message_sender import send
from partnerlab.lab.journal import Journal, Lost, Route
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.partner_world import OutgoingFile
from partnerlab.lab.system_under_test import HookFailed
from tests.lab.lab_support import Listener, json_answer

Pay = Callable[..., tuple[int, int]]
PAYMENT = {"transaction": "T-1", "amount": "100.79", "reference": "1612345678"}
REVERSAL = {"transaction": "R-1", "original": "T-1", "amount": "100.79", "reference": "1612345678"}
STATUS = {"transaction": "T-1"}


@pytest.fixture
def big_c(lab: Lab, listener: Listener) -> Pay:
    """Big C sends; our side answers with this code; how much it took in, for sure and of unknown outcome."""

    def pay(operation: str, words: dict[str, Any], answer: Any, lost: str | None = None) -> tuple[int, int]:
        listener.answer = lambda message: answer if isinstance(answer, Answer) else json_answer(answer)
        faults = [lab.fault("big_c_online", lost, times=1)] if lost else []
        send(lab, "big_c_online", operation, dict(words), faults)
        totals = lab.agent_totals.of("big_c_online")
        return totals.sure, totals.unsure

    return pay


def code(text: str) -> dict[str, str]:
    return {"responseCode": text}


def state(text: str) -> dict[str, str]:
    return {"responseCode": "0000", "state": text}


def test_a_payment_is_sure_unknown_or_nothing_by_its_answer(big_c: Pay) -> None:
    assert big_c("payment", PAYMENT | {"transaction": "A"}, code("0000")) == (10079, 0)
    assert big_c("payment", PAYMENT | {"transaction": "B"}, code("1005")) == (10079, 0)
    assert big_c("payment", PAYMENT | {"transaction": "C"}, json_answer(code("1000"), 400)) == (10079, 0)
    assert big_c("payment", PAYMENT | {"transaction": "D"}, code("9000")) == (10079, 10079)
    assert big_c("payment", PAYMENT | {"transaction": "E"}, json_answer(code("0000"), 500)) == (10079, 20158)
    assert big_c("payment", PAYMENT | {"transaction": "F"}, Answer(200, {}, b"<p>Welcome</p>")) == (10079, 30237)
    assert big_c("payment", PAYMENT | {"transaction": "G"}, code("0000"), "answer_lost") == (10079, 40316)
    assert big_c("payment", PAYMENT | {"transaction": "H"}, code("0000"), "request_lost") == (10079, 50395)


def test_what_is_paid_stays_paid_whatever_is_said_when_it_is_sent_again(big_c: Pay) -> None:
    big_c("payment", PAYMENT, code("0000"))
    for again in ("0000", "2001", "1005", "9000"):
        assert big_c("payment", PAYMENT | {"amount": "1.00"}, code(again)) == (10079, 0), again


def test_what_was_refused_may_be_paid_under_the_same_number(big_c: Pay) -> None:
    assert big_c("payment", PAYMENT | {"amount": "1.00"}, code("1004")) == (0, 0)
    assert big_c("payment", PAYMENT, code("0000")) == (10079, 0)


@pytest.mark.parametrize(
    ("answer", "money"),
    [
        (code("0000"), (10079, 0)),
        (code("1005"), (0, 0)),
        (code("2001"), (0, 10079)),
        (json_answer(code("1000"), 401), (0, 10079)),
    ],
)
def test_a_repetition_clears_an_unknown_outcome_where_it_says_what_became_of_it(
    big_c: Pay, answer: Any, money: tuple[int, int]
) -> None:
    assert big_c("payment", PAYMENT, code("0000"), "answer_lost") == (0, 10079)
    assert big_c("payment", PAYMENT, answer) == money


@pytest.mark.parametrize(("word", "money"), [("POSTED", (10079, 0)), ("REVERSED", (0, 0)), ("UNKNOWN", (0, 0))])
def test_a_status_answer_clears_an_unknown_outcome_and_nothing_else(
    big_c: Pay, word: str, money: tuple[int, int]
) -> None:
    big_c("payment", PAYMENT, code("0000"), "answer_lost")
    assert big_c("payment_status", STATUS, state(word), "answer_lost") == (0, 10079)
    assert big_c("payment_status", STATUS, state(word)) == money
    assert big_c("payment_status", STATUS, state("POSTED")) == money, "that it was cleared up stands"


def test_a_reversal_takes_the_money_back_if_it_is_accepted(big_c: Pay) -> None:
    big_c("payment", PAYMENT, code("0000"))
    assert big_c("reversal", REVERSAL, code("2004")) == (10079, 0)
    assert big_c("reversal", REVERSAL, code("0000"), "answer_lost") == (0, 10079)
    assert big_c("payment", PAYMENT, code("0000")) == (0, 10079), "the first answer again says nothing of today"
    assert big_c("reversal", REVERSAL, code("2003")) == (0, 10079)
    assert big_c("reversal", REVERSAL, code("0000")) == (0, 0)
    assert big_c("reversal", REVERSAL, code("2004")) == (0, 0)


def test_a_reversal_of_an_unknown_number_moves_nothing(big_c: Pay) -> None:
    assert big_c("reversal", REVERSAL, code("0000")) == (0, 0)


class Files:
    """TrueMoney's files and the answers to them, as the journal finishes them."""

    def __init__(self, lab: Lab, partner: str = "truemoney_offline") -> None:
        self.lab, self.partner = lab, lab.kit.partner(partner)

    def pass_by(self, operation: str, name: str, data: bytes, lost: Lost | None = None) -> tuple[int, int]:
        ends = (self.partner.name, "cis") if operation in self.partner.sends else ("cis", self.partner.name)
        exchange = self.lab.begin(Route(*ends, operation), Request("PUT", f"/folder/{name}", raw=data))
        exchange.channel, exchange.lost = "sftp", lost
        self.lab.finish(exchange, self.lab.clock.now)
        totals = self.lab.agent_totals.of(self.partner.name)
        return totals.sure, totals.unsure

    def payments(self, *records: dict[str, Any]) -> bytes:
        """A file of payments of 50 baht that differ as told."""
        told = {"reference": "1612345678", "invoice": "691012345678", "amount": 5000}
        words = {"payments": [told | record for record in records]}
        file: OutgoingFile = next(
            self.partner.functions["payment_file"](self.lab.partner_worlds[self.partner.name], **words)
        )
        return self.partner.layouts["payment_file"].write(file.header, file.details)

    def answer(self, outcome: str, name: str = "A.txt") -> tuple[int, int]:
        """Header and trailer alone: nothing is measured by what our side says of each payment."""
        today = {"effective_date": "2026-11-23", "processed_date": "2026-11-23", "processed_time": time(12)}
        header = today | {
            "bank_code": "TMN", "company_account": "0000000000", "company_name": "x", "service_code": "water",
            "file_outcome": outcome, "received_name": name,
        }  # fmt: skip
        return self.pass_by("response_file", f"R_{name}", self.partner.layouts["response_file"].write(header, []))


@pytest.fixture
def files(lab: Lab) -> Files:
    return Files(lab)


def test_money_in_a_file_waits_for_the_answer(files: Files) -> None:
    data = files.payments({}, {"amount": 700})
    assert files.pass_by("payment_file", "A.txt", data) == (0, 5700)
    assert files.answer("00", "OTHER.txt") == (0, 5700), "that answers another file"
    assert files.answer("00") == (5700, 0)
    assert files.answer("00") == (5700, 0)


def test_a_refused_file_brings_nothing(files: Files) -> None:
    files.pass_by("payment_file", "A.txt", files.payments({}))
    assert files.answer("04") == (0, 0)


def test_a_file_that_breaks_off_on_its_way_brings_nothing(files: Files) -> None:
    assert files.pass_by("payment_file", "A.txt", files.payments({}), lost="request") == (0, 0)


def test_the_same_name_left_twice_is_one_file(files: Files) -> None:
    data = files.payments({})
    files.pass_by("payment_file", "A.txt", data)
    assert files.pass_by("payment_file", "A.txt", data) == (0, 5000)
    assert (files.answer("00"), files.answer("00")) == ((5000, 0), (5000, 0))
    assert files.pass_by("payment_file", "A.txt", data) == (5000, 0), "it was taken already"
    assert files.answer("00") == (5000, 0)


def test_a_replay_under_another_name_leaves_nothing_waiting(files: Files) -> None:
    data = files.payments({})
    files.pass_by("payment_file", "A.txt", data)
    assert files.pass_by("payment_file", "B.txt", data) == (0, 5000), "the same payment, whichever is taken"
    assert files.answer("00") == (5000, 0)
    assert files.answer("05", "B.txt") == (5000, 0)


def test_two_equal_records_in_one_file_are_two_payments_and_in_two_files_one(files: Files) -> None:
    files.pass_by("payment_file", "A.txt", files.payments({}, {}))
    assert files.answer("00") == (10000, 0)
    assert files.pass_by("payment_file", "B.txt", files.payments({}, {"invoice": "691112345678"})) == (10000, 5000)
    assert files.answer("00", "B.txt") == (15000, 0)


def test_a_record_is_counted_by_its_columns_whatever_else_cannot_be_read(files: Files) -> None:
    data = files.payments({}, {"invoice": "691112345678"})
    broken = data.replace(b"23112026120000", b"99992026120000", 1)
    assert broken != data and files.partner.layouts["payment_file"].peek(broken) is None
    assert files.pass_by("payment_file", "A.txt", broken) == (0, 10000)


def test_a_record_that_brings_no_money_or_none_that_can_be_read_counts_nothing(files: Files) -> None:
    data = files.payments({}, {"amount": 700}, {"amount": 30})
    debit = data.replace(b"CCSH       0000000005000", b"DCSH       0000000005000")
    unreadable = debit.replace(b"0000000000700", b"000000000070x", 1)
    assert files.pass_by("payment_file", "A.txt", unreadable) == (0, 30)


def test_a_bank_is_counted_by_what_it_collected_and_held_to_what_it_was_asked(lab: Lab) -> None:
    bank = Files(lab, "scb_debit")
    samples = bank.partner.contracts / "files"
    asked, result, taken = (
        (samples / f"{name}.sample.txt").read_bytes() for name in ("outstanding", "result", "acknowledgement")
    )
    collected = bank.partner.layouts["result"].judge(result).totals["collected_amount"]
    name = bank.partner.layouts["acknowledgement"].read(taken).header["received_name"]
    for known in (True, False):
        lab.reset(lab.clock.now)
        if known:
            bank.pass_by("outstanding", "ASKED.txt", asked)
        assert bank.pass_by("result", str(name), result) == (0, collected)
        assert bank.pass_by("acknowledgement", "TAKEN.txt", taken) == (collected, 0)
        seen = [disagreement.en for disagreement in lab.agent_totals.disagreements]
        assert [text.endswith("took up debits that it had not asked for") for text in seen] == [True] * (not known)


# Totals of a till

TILLS = """
openapi: 3.1.0
info: {title: Tills, version: 1.0.0}
paths:
  /sales:
    post:
      operationId: sale
      x-money:
        takes:
          number: [body/day, body/terminal, body/trace]
          amount: body/amount
          unit: baht
          till: [body/merchant, body/terminal]
          day: body/day
          accepted: {status: ["200"], body/done: ["true"]}
      requestBody: &request
        content: {application/json: {schema: {type: object}}}
      responses: &answers
        "200":
          description: Said.
          content: {application/json: {schema: {type: object}}}
  /voids:
    post:
      operationId: void
      x-money:
        takes_back: {original: [body/day, body/terminal, body/trace], accepted: {body/done: ["true"]}}
      requestBody: *request
      responses: *answers
  /totals:
    post:
      operationId: day_total
      x-money:
        totals:
          till: [body/merchant, body/terminal]
          day: body/day
          sum: body/total/sum
          count: body/total/count
          unit: baht
          accepted: {body/done: ["true"]}
          unclear: {body/done: [busy]}
      requestBody: *request
      responses: *answers
  /gross_totals:
    post:
      operationId: gross_total
      x-money:
        totals:
          till: [body/merchant, body/terminal]
          day: body/day
          sum: body/sales
          count: body/sale_count
          unit: satang
          voided: {sum: body/voids, count: body/void_count}
          accepted: {body/done: ["true"]}
      requestBody: *request
      responses: *answers
"""
TILL = {"merchant": "M1", "terminal": "T1", "day": "20261123"}


class Tills:
    """Terminals of a made-up contract."""

    def __init__(self, folder: Path) -> None:
        (folder / "tills.openapi.yaml").write_text(TILLS, encoding="utf-8")
        self.operations = OpenApiDocument(DocumentStore(folder), "tills.openapi.yaml").operations
        self.payments, self.journal = MessagePayments(), Journal()

    def tell(self, operation: str, done: object = True, lost: Lost | None = None, **body: Any) -> list[str]:
        """What our side says in it that cannot be so."""
        contract = self.operations[operation]
        route = Route("tills", "cis", operation, contract=contract)
        exchange = self.journal.begin(datetime(2026, 11, 23, 12), route, Request("POST", "/", body=TILL | body))
        exchange.came, exchange.lost = Answer(200, body={"done": done}), lost
        assert contract.money is not None
        found = count_message(self.payments, exchange, contract.money, exchange.left.date())
        return [disagreement.expected for disagreement in found]

    def total(self, baht: str, count: int, done: object = True, **body: Any) -> bool:
        """Whether our side's word on a total is right."""
        return not self.tell("day_total", done, total={"sum": baht, "count": count}, **body)


@pytest.fixture
def tills(tmp_path: Path) -> Tills:
    """One terminal that took 100.79 and 50.00 on 23 November, and others of another day, terminal and merchant."""
    tills = Tills(tmp_path)
    tills.tell("sale", trace="000001", amount="100.79")
    tills.tell("sale", trace="000002", amount="50.00")
    tills.tell("sale", trace="000002", amount="50.00")
    tills.tell("sale", trace="000003", amount="7.00", done=False)
    tills.tell("sale", trace="000001", amount="1.00", day="20261124")
    tills.tell("sale", trace="000001", amount="2.00", terminal="T2")
    tills.tell("sale", trace="000009", amount="4.00", merchant="M2")
    return tills


def test_a_trace_that_starts_over_is_another_payment(tills: Tills) -> None:
    assert tills.payments.sure == 15779


def test_our_side_must_accept_a_total_that_agrees_and_no_other(tills: Tills) -> None:
    for baht, count, done, right in [
        ("150.79", 2, True, True),
        ("150.79", 2, False, False),
        ("150.78", 2, True, False),
        ("150.79", 3, True, False),
        ("150.78", 2, False, True),
        ("no money", 2, False, True),
        ("150.78", 2, "busy", True),
    ]:
        assert tills.total(baht, count, done) is right, (baht, count, done)
    assert tills.total("2.00", 1, terminal="T2") and tills.total("1.00", 1, day="20261124")
    assert tills.total("0.00", 0, terminal="T3")


def test_what_was_taken_back_is_not_in_a_total_unless_it_is_told_apart(tills: Tills) -> None:
    tills.tell("void", trace="000002")
    assert tills.total("100.79", 1) and not tills.total("150.79", 2)
    gross = {"sales": 15079, "sale_count": 2, "voids": 5000, "void_count": 1}
    assert tills.tell("gross_total", **gross) == []
    (expected,) = tills.tell("gross_total", **gross | {"void_count": 0})
    assert expected == "the total as it was counted: (satang, payments) [15079, 2, 5000, 1]"


def test_while_an_outcome_is_unknown_nobody_can_say_whether_a_total_is_right(tills: Tills) -> None:
    tills.tell("sale", trace="000004", amount="9.00", lost="answer")
    assert tills.total("150.79", 2) and tills.total("159.79", 3) and tills.total("159.79", 3, False)
    tills.tell("sale", trace="000004", amount="9.00")
    assert tills.total("159.79", 3) and not tills.total("150.79", 2)


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("          unit: baht\n          till", "          till", "x-money/takes: a field 'unit' is missing"),
        ("unit: satang", "unit: dollar", "x-money/totals/unit: expected one of 'baht', 'satang', seen 'dollar'"),
        ("sum: body/sales", "sum: sales", "x-money/totals/sum: expected text like"),
        ('["200"]', "[200]", "x-money/takes/accepted/status/0: expected string, seen 200"),
    ],
)
def test_a_mark_that_cannot_be_read_is_told(tmp_path: Path, old: str, new: str, mistake: str) -> None:
    assert old in TILLS
    (tmp_path / "tills.openapi.yaml").write_text(TILLS.replace(old, new), encoding="utf-8")
    with pytest.raises(ContractError, match=re.escape("tills.openapi.yaml: ") + ".*" + re.escape(mistake)):
        OpenApiDocument(DocumentStore(tmp_path), "tills.openapi.yaml")


def test_what_was_handed_over_is_known_by_day_and_way(files: Files, big_c: Pay) -> None:
    files.pass_by("payment_file", "A.txt", files.payments({}, {"amount": 700}))
    place = ("truemoney_offline", "payment_files", "2026-11-23")
    assert files.lab.agent_totals.by_day() == {place: DaySum(unsure=5700)}
    files.answer("00")
    big_c("payment", PAYMENT, code("0000"))
    big_c("payment", PAYMENT | {"transaction": "B"}, code("9000"))
    messages = ("big_c_online", "messages", "2026-11-23")
    assert files.lab.agent_totals.by_day() == {place: DaySum(2, 5700), messages: DaySum(1, 10079, 10079)}


def test_a_day_is_booked_as_it_was_handed_over(files: Files) -> None:
    files.pass_by("payment_file", "A.txt", files.payments({}))
    files.answer("00")
    totals = files.lab.agent_totals
    sheet = {"agent": "TMN", "way": "payment_files", "day": "2026-11-23", "booked": {"count": 1, "amount": 5000}}
    other = sheet | {"day": "2026-11-24"}
    assert [day.agrees for day in compare_days(totals, {"sheets": [sheet]})] == [True]
    assert [day.agrees for day in compare_days(totals, {"sheets": [other]})] == [False, False]
    assert [day.agrees for day in compare_days(totals, {"sheets": []})] == [False]
    for wrong in ({}, {"sheets": [sheet | {"booked": {"count": 1, "amount": "5000"}}]}, {"sheets": ["a sheet"]}):
        with pytest.raises(HookFailed, match="is answered with sheets"):
            compare_days(totals, wrong)


def test_an_answer_with_the_field_of_what_stands_settles_an_unknown_payment(lab: Lab, listener: Listener) -> None:
    def confirm(answer: dict[str, str], lost: bool = False) -> tuple[int, int]:
        listener.answer = lambda message: json_answer(answer)
        faults = [lab.fault("scb_online", "answer_lost", times=1)] if lost else []
        words = {"transaction": "B1", "amount": "100.79", "reference": "1612345678"}
        send(lab, "scb_online", "confirm", words, faults)
        totals = lab.agent_totals.of("scb_online")
        return totals.sure, totals.unsure

    assert confirm({"resCode": "0000"}, lost=True) == (0, 10079)
    assert confirm({"resCode": "2001"}) == (0, 10079), "a number that was used for something else"
    assert confirm({"resCode": "2001", "paymentID": "R1"}) == (10079, 0)
