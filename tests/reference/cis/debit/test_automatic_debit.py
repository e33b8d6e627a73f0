"""Automatic debit: bills out to the bank over a real SFTP server, its results in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from cis_support import ACCOUNT, Cis, Partners, bill, settings
from debit_files import BATCH, Answered, Asked, asked, file, outcomes, rejected, result
from dropoff_server import DropOffServer
from flask import Flask

from partnerlab.contract.files import Layout
from reference.cis import create_app
from reference.cis.debit import result_settlement
from reference.cis.debit.calendar import sending_time
from reference.cis.debit.outcomes import NEXT_STEPS
from reference.cis.messages import Reason
from reference.cis.partners._common.debit_bank import TableDebitFiles
from reference.cis.partners.scb_debit.current_form import REASONS
from reference.common.clock import BANGKOK
from reference.common.file_channels.channel import ChannelUnavailable
from reference.common.file_channels.sftp import SftpSession

LAYOUTS = Path(__file__).parents[4] / "contracts" / "scb_debit" / "files"
NAME, RESULT = "MWA_SCB_DD_20261124_01.txt", "SCB_MWA_RS_20261124_01.txt"
MANDATE = {"bank": "scb_debit", "number": "98000000000001", "instrument": "account", "debited": "0001234567"}
HOME, FLAT = Answered(), Answered("98000000000002", "1687654321", "691087654321")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DropOffServer]:
    running = DropOffServer(tmp_path_factory.mktemp("dropoff"))
    for part in ("incoming", "outgoing"):
        (running.root / "scb_debit" / part).mkdir(parents=True)
    yield running
    running.close()


@pytest.fixture
def outgoing(server: DropOffServer) -> Path:
    folder = server.root / "scb_debit" / "outgoing"
    for old in folder.iterdir():
        old.unlink()
    return folder


@pytest.fixture(scope="module")
def installed(server: DropOffServer) -> Iterator[Flask]:
    bank = {"agent_code": "SCBDD", "sftp_home": "scb_debit", "bank_code": "014"}
    partners = {"scb_debit": bank, "truemoney_offline": {}}
    told = settings(partners, sftp=server.settings(), bank_holidays=["2026-12-07"])
    session = requests.Session()
    session.mount("http://", Partners())
    app = create_app(told, session)
    yield app
    app.extensions["cis"].db.close()


@pytest.fixture
def cis(installed: Flask, outgoing: Path) -> Cis:
    """A system at 09:00 on a Monday; one customer's bill, due on Wednesday, is paid by mandate."""
    installed.extensions["cis"].reset()
    system = Cis(installed, Partners())
    system.clock("2026-11-23 09:00")
    system.seed(bill(due="2026-11-24"), mandate=MANDATE)
    return system


@pytest.fixture
def asking(cis: Cis) -> Cis:
    """The same when the bank has been asked for two customers' bills."""
    flat = {**MANDATE, "number": FLAT.mandate, "instrument": "card", "debited": "000000******5678"}
    cis.seed(bill(due="2026-11-24", owner="87654321"), registration="87654321", mandate=flat)
    cis.clock("2026-11-23 16:00")
    return cis


def take(cis: Cis, lines: list[str], name: str = RESULT, encoding: str = "cp874") -> tuple[str, str, list[Any]]:
    """What a result is acknowledged with."""
    return outcomes(cis.app.extensions["cis"].files.take("scb_debit", name, file(lines, encoding)).answer.data)


def state(cis: Cis, registration: str = "12345678") -> str:
    (charge,) = cis.show("account", registration)["charges"]
    return str(charge["state"])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_bill_leaves_in_time_and_is_locked(cis: Cis, outgoing: Path) -> None:
    assert cis.clock("2026-11-23 15:59")["next_due"] == "2026-11-23T16:00:00+07:00"
    assert names(outgoing) == [] and state(cis) == "open"
    cis.clock("2026-11-23 16:00")
    assert names(outgoing) == [NAME] and state(cis) == "being_debited"
    data = (outgoing / NAME).read_bytes()
    header = data[:200].decode("cp874")
    assert header[7:32] == f"014{BATCH}000000000001" and header[72:96] == "231120262411202625112026"
    assert asked(data) == [
        Asked("98000000000001", "A", "0001234567", "1612345678", "691012345678", "24112026", 10079),
    ]


def test_a_mandate_takes_the_place_of_what_had_its_number_or_its_customer(cis: Cis) -> None:
    owners = [("12345678", "98000000000001"), ("87654321", "98000000000001"), ("87654321", "98000000000002")]
    given = [{**ACCOUNT, "registration": owner, "mandate": {**MANDATE, "number": number}} for owner, number in owners]
    for entered in (given, given[:2]):
        assert cis.web.post("/_test/seed", json={"accounts": entered}).status_code == 200
    assert cis.show("mandate", "98000000000001")["registration"] == "87654321"
    assert cis.web.get("/_test/show/mandate?id=98000000000002").status_code == 404


def test_nothing_is_due_where_nobody_gave_a_mandate(cis: Cis) -> None:
    cis.web.post("/_test/reset")
    cis.seed(bill(due="2026-11-24"))
    assert cis.clock("2026-11-23 10:00")["next_due"] is None


@pytest.mark.parametrize(
    ("due", "now", "made_today", "leaves"),
    [
        ("2026-11-25", "2026-11-23 09:00", False, "2026-11-24"),
        ("2026-11-24", "2026-11-23 16:30", False, "2026-11-23"),
        ("2026-11-24", "2026-11-23 17:00", False, "2026-11-24"),
        ("2026-11-24", "2026-11-23 16:30", True, "2026-11-24"),
        ("2026-11-01", "2026-11-23 09:00", False, "2026-11-23"),
        ("2026-11-01", "2026-11-20 17:00", False, "2026-11-23"),
        ("2026-11-29", "2026-11-23 09:00", False, "2026-11-26"),
        ("2026-12-07", "2026-11-23 09:00", False, "2026-12-03"),
        ("2026-12-08", "2026-11-23 09:00", False, "2026-12-04"),
    ],
)
def test_a_bill_leaves_for_the_last_bank_day_not_after_its_due_date(
    due: str, now: str, made_today: bool, leaves: str
) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=BANGKOK)
    found = sending_time(date.fromisoformat(due), moment, made_today, {date(2026, 12, 7)})
    assert f"{found:%Y-%m-%d %H:%M}" == f"{leaves} 16:00"


def test_a_file_takes_all_bills_that_no_later_file_could(cis: Cis, outgoing: Path) -> None:
    """Due on a weekend: debited on the Friday before; due on the Monday: not yet."""
    for owner, due in (("11111111", "2026-11-28"), ("22222222", "2026-11-29"), ("33333333", "2026-11-30")):
        given = {**MANDATE, "number": f"980000{owner}"}
        cis.seed(bill(due=due, owner=owner), registration=owner, mandate=given)
    cis.clock("2026-11-26 16:00")
    found = asked((outgoing / "MWA_SCB_DD_20261127_01.txt").read_bytes())
    assert [each.invoice[4:] for each in found] == ["11111111", "22222222"]


def test_a_drop_off_that_is_away_is_tried_again(cis: Cis, outgoing: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any) -> None:
        raise ChannelUnavailable("nobody there")

    with monkeypatch.context() as patch:
        patch.setattr(SftpSession, "put", away)
        assert cis.clock("2026-11-23 16:00")["next_due"] == "2026-11-23T16:01:00+07:00"
    assert names(outgoing) == [] and state(cis) == "being_debited"
    cis.clock("2026-11-23 16:01")
    assert names(outgoing) == [NAME]


def test_a_file_that_never_left_leaves_no_more_after_its_deadline(
    cis: Cis, outgoing: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: Any) -> None:
        raise ChannelUnavailable("nobody there")

    with monkeypatch.context() as patch:
        patch.setattr(SftpSession, "put", away)
        cis.clock("2026-11-25 12:00")
    cis.clock("2026-11-27 18:00")
    assert names(outgoing) == [] and state(cis) == "open"


@pytest.mark.parametrize("block", [1, 5_000])
def test_a_result_settles_each_debit(asking: Cis, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(result_settlement, "BLOCK", block)
    outcome, _, told = take(asking, result(HOME, rejected(FLAT, "AM04")))
    assert (outcome, told) == ("00", [("1", 10079, True), ("3", 0, False)])
    assert (state(asking), state(asking, "87654321")) == ("paid", "open")
    books = asking.books()
    assert books["by_agent"] == {"SCBDD": {"received": 10079, "reversed": 0}} and books["applied"] == 10079
    assert asking.show("file", RESULT)["amount"] == 10079


def test_a_debit_asks_for_no_late_fee(asking: Cis) -> None:
    asking.clock("2026-11-25 11:00")
    assert take(asking, result(HOME, FLAT))[0] == "00"
    assert asking.books()["applied"] == 2 * 10079


def _changed(number: int, first: int, text: str) -> Any:
    """A result in which one record says something else from a column on."""

    def spoil(lines: list[str]) -> list[str]:
        line = lines[number]
        return [*lines[:number], line[: first - 1] + text + line[first - 1 + len(text) :], *lines[number + 1 :]]

    return spoil


def _result(*answers: Answered, **facts: str) -> Any:
    return lambda lines: result(*answers, **facts)


BREACHES = {
    "first number": ("01", _changed(0, 2, "000002")),
    "number": ("02", _changed(1, 2, "000009")),
    "no trailer": ("02", lambda lines: lines[:-1]),
    "nothing": ("02", lambda lines: []),
    "length": ("02", lambda lines: [*lines[:-1], lines[-1] + " "]),
    "count": ("04", _changed(3, 21, "000003")),
    "sum": ("04", _changed(3, 27, f"{20159:015d}")),
    "collected": ("04", _changed(3, 42, "000001")),
    "rejected": ("04", _changed(3, 63, "000001")),
    "bank": ("07", _changed(0, 8, "002")),
    "company": ("07", _changed(0, 21, "999999999999")),
    "date": ("07", _changed(0, 33, "32112026")),
    "another batch within": ("07", _changed(1, 11, "2026112402")),
    "amount is no number": ("07", _changed(1, 57, "00000000100,9")),
    "status": ("07", _changed(1, 83, "1003")),
    "no reason": ("07", lambda _: result(HOME, rejected(FLAT, ""))),
    "a reason for a success": ("07", _changed(1, 87, "12  ")),
    "day of the name": ("06", _result(HOME, FLAT, processed="25112026")),
    "a batch never sent": ("08", _result(HOME, FLAT, batch="2026112402")),
    "another debit day": ("08", _result(HOME, FLAT, effective="23112026")),
    "short by one": ("09", _result(HOME)),
    "nobody": ("09", _result()),
    "one twice": ("09", _result(HOME, FLAT, FLAT)),
    "one twice for another": ("09", _result(HOME, HOME)),
    "a stranger": ("09", _result(HOME, FLAT, Answered(invoice="691199999999"))),
    "a stranger for another": ("09", _result(HOME, Answered(mandate="98000000000009", ref1=FLAT.ref1))),
    "another customer": ("09", _result(HOME, Answered(FLAT.mandate, "1612345678", FLAT.invoice))),
    "another amount": ("09", _result(HOME, Answered(FLAT.mandate, FLAT.ref1, FLAT.invoice, 10078))),
    "not all of it paid": ("09", _result(HOME, Answered(FLAT.mandate, FLAT.ref1, FLAT.invoice, paid=10078))),
    "money of a rejected one": (
        "09",
        _result(HOME, Answered(FLAT.mandate, FLAT.ref1, FLAT.invoice, paid=1, status="1001", reason="12")),
    ),
}


@pytest.mark.parametrize("name", BREACHES)
def test_a_result_that_breaks_its_promises_settles_nothing(asking: Cis, name: str) -> None:
    code, spoil = BREACHES[name]
    outcome, reason, told = take(asking, spoil(result(HOME, FLAT)))
    assert (outcome, told) == (code, []) and reason
    assert (state(asking), state(asking, "87654321")) == ("being_debited", "being_debited")
    assert asking.books()["received"] == 0
    assert take(asking, result(HOME, FLAT))[0] == "00"


def test_a_result_in_another_encoding_is_told(asking: Cis) -> None:
    lines = result(HOME, FLAT)
    lines[1] = lines[1][:90] + "ก".ljust(110)
    data = file(lines).replace("ก".encode("cp874"), b"\xff")
    assert outcomes(asking.app.extensions["cis"].files.take("scb_debit", RESULT, data).answer.data)[0] == "03"


@pytest.mark.parametrize("name", ["SCB_MWA_RS_20261124.txt", "MWA_SCB_DD_20261124_01.txt", "x"])
def test_a_result_is_known_by_its_name(asking: Cis, name: str) -> None:
    assert take(asking, result(HOME, FLAT), name)[0] == "06"


def test_before_the_file_has_left_it_has_no_answer(cis: Cis, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_: Any) -> None:
        raise ChannelUnavailable("nobody there")

    monkeypatch.setattr(SftpSession, "put", away)
    cis.clock("2026-11-23 16:00")
    assert take(cis, result(HOME))[0] == "08"


def test_a_result_settles_once_however_it_comes_again(asking: Cis) -> None:
    lines = result(HOME, FLAT)
    first = asking.app.extensions["cis"].files.take("scb_debit", RESULT, file(lines)).answer.data
    asking.clock("2026-11-24 19:00")
    assert asking.app.extensions["cis"].files.take("scb_debit", RESULT, file(lines)).answer.data == first
    assert take(asking, lines, "SCB_MWA_RS_20261124_02.txt")[0] == "05"
    later = _changed(0, 49, "190000")(lines)
    assert take(asking, later, "SCB_MWA_RS_20261124_03.txt")[0] == "08"
    assert take(asking, later)[0] == "99"
    assert asking.books()["received"] == 2 * 10079


@pytest.mark.parametrize("reason", [*REASONS, "77"])
def test_a_rejection_leads_to_a_next_step(asking: Cis, outgoing: Path, reason: str) -> None:
    step = NEXT_STEPS[REASONS.get(reason, Reason.UNKNOWN)]
    asking.clock("2026-11-24 10:00")
    take(asking, result(rejected(HOME, reason), FLAT))
    shown = asking.show("mandate", HOME.mandate)
    debit = shown["debits"][0]
    assert (debit["next_step"], debit["reason"], debit["code"]) == (
        step,
        REASONS.get(reason, Reason.UNKNOWN).value,
        reason,
    )
    assert shown["state"] == ("suspended" if step == "suspend" else "active")
    asking.clock("2026-11-24 16:00")
    assert (len(names(outgoing)) == 2) == (step == "retry")
    assert state(asking) == ("being_debited" if step == "retry" else "open")


def test_an_unknown_reason_parks_its_debit_and_the_rest_of_the_file_stands(asking: Cis) -> None:
    outcome, _, told = take(asking, result(HOME, rejected(FLAT, "77")))
    assert (outcome, told) == ("00", [("1", 10079, True), ("3", 0, False)])
    (parked,) = asking.show("parked_debits", "SCBDD")["debits"]
    assert (parked["invoice"], parked["code"], parked["reason"]) == (FLAT.invoice, "77", "unknown")
    due = asking.agent("inquiry", reference1=FLAT.ref1, transactionId="I-1")
    assert due["responseCode"] == "0000"


def test_the_second_list_of_rejections_is_taken_as_the_first(asking: Cis) -> None:
    assert take(asking, result(HOME, rejected(FLAT, "02", "1002")))[0] == "00"


def test_a_suspended_mandate_is_replaced_by_a_new_one(asking: Cis, outgoing: Path) -> None:
    take(asking, result(rejected(HOME, "12"), FLAT))
    new = {**MANDATE, "number": "98000000000003", "debited": "0007654321"}
    asking.seed(bill("2026-11", due="2026-12-15"), mandate=new)
    asking.clock("2026-11-24 16:00")
    (debit,) = asked((outgoing / "MWA_SCB_DD_20261125_01.txt").read_bytes())
    assert (debit.mandate, debit.debited, debit.invoice) == (new["number"], new["debited"], HOME.invoice)


def test_at_noon_of_the_next_bank_day_bills_are_unlocked(asking: Cis, outgoing: Path) -> None:
    asking.clock("2026-11-25 11:59")
    assert state(asking) == "being_debited"
    asking.clock("2026-11-25 12:00")
    assert state(asking) == "open"
    asking.clock("2026-11-30 18:00")
    assert names(outgoing) == [NAME]


@pytest.mark.parametrize("block", [1, 5_000])
def test_a_late_result_pays_what_is_open_still(asking: Cis, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(result_settlement, "BLOCK", block)
    asking.clock("2026-11-26 09:00")
    asking.agent("payments", reference1=HOME.ref1, transactionId="T-1", amount="115.79")
    _, _, told = take(asking, result(HOME, FLAT))
    assert told == [("2", 10079, True), ("1", 10079, True)]
    books = asking.books()
    assert (books["deposits"], books["applied"]) == (10079, 2 * 10079 + 1500)


def test_a_late_rejection_frees_the_bill_for_the_next_round(asking: Cis, outgoing: Path) -> None:
    asking.clock("2026-11-26 09:00")
    take(asking, result(rejected(HOME, "AM04"), FLAT))
    asking.clock("2026-11-26 16:00")
    (debit,) = asked((outgoing / "MWA_SCB_DD_20261127_01.txt").read_bytes())
    assert debit.invoice == HOME.invoice


def test_a_counter_takes_what_is_not_with_the_bank(asking: Cis) -> None:
    asking.seed(bill("2026-11", due="2026-12-15"))
    told = asking.agent("inquiry", reference1=HOME.ref1, transactionId="I-1")
    assert [item["invoiceNumber"] for item in told["items"]] == ["691112345678"]
    locked = asking.agent("inquiry", reference1=HOME.ref1, reference2=HOME.invoice, transactionId="I-2")
    assert locked["responseCode"] == "1007" and "items" not in locked
    paid = asking.agent("payments", reference1=HOME.ref1, transactionId="T-1", amount="100.79")
    assert paid["responseCode"] == "0000"
    assert asking.agent("inquiry", reference1=HOME.ref1, transactionId="I-3")["responseCode"] == "1007"
    settled = asking.agent("inquiry", reference1=HOME.ref1, reference2="691112345678", transactionId="I-4")
    assert settled["responseCode"] == "1005"


def test_a_deposit_is_not_drawn_for_a_bill_that_is_with_the_bank(cis: Cis) -> None:
    take_all = cis.agent("payments", reference1=HOME.ref1, transactionId="T-1", amount="100.79")
    assert take_all["responseCode"] == "0000"
    cis.seed(bill("2026-11", due="2026-11-24"))
    cis.clock("2026-11-23 16:00")
    assert cis.job("draw_deposits") == 0
    assert [charge["state"] for charge in cis.show("account", "12345678")["charges"]] == ["paid", "being_debited"]


def test_the_job_makes_a_file_at_any_time_and_leaves_the_days_own_out(cis: Cis, outgoing: Path) -> None:
    assert cis.job("make_debits") == 1 and names(outgoing) == [NAME]
    cis.seed(bill("2026-11", due="2026-11-24"))
    cis.clock("2026-11-23 18:00")
    assert cis.job("make_debits") == 1
    assert names(outgoing) == [NAME, "MWA_SCB_DD_20261124_02.txt"]
    assert cis.job("make_debits") == 0


def test_if_anything_fails_nothing_is_kept(asking: Cis, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("broken")

    with monkeypatch.context() as patch:
        patch.setattr(TableDebitFiles, "write_acknowledgement", fail)
        with pytest.raises(RuntimeError):
            take(asking, result(HOME, FLAT))
    assert asking.books()["received"] == 0 and state(asking) == "being_debited"
    assert take(asking, result(HOME, FLAT))[0] == "00"


@pytest.mark.parametrize(
    ("changes", "status", "named"),
    [
        ({"bank": "no_bank"}, 404, "bank: expected one of scb_debit, seen 'no_bank'"),
        ({"number": "1"}, 400, "number: expected 14 digits as text"),
        ({"instrument": "cash"}, 400, "instrument: expected one of account, card"),
        ({"debited": "000000******5678"}, 400, "debited: expected 10 digits of the account"),
        ({"instrument": "card"}, 400, "debited: expected its first six and last four digits, or a token of the card"),
    ],
)
def test_a_wrong_mandate_is_told(cis: Cis, changes: dict[str, str], status: int, named: str) -> None:
    given = {
        "registration": "55555555", "branch": "16", "name": "ก", "tax_id": "1990000000000", "account_class": "00",
        "meter_size": "0", "address": "", "bills": [], "mandate": MANDATE | changes,
    }  # fmt: skip
    answer: Any = cis.web.post("/_test/seed", json={"accounts": [given]})
    assert answer.status_code == status and named in answer.json["message"]


def test_every_reason_of_the_contract_leads_to_an_act() -> None:
    layout = Layout.load(LAYOUTS / "result.layout.yaml")
    assert set(layout.model.records["detail"].named("reason").codes) == set(REASONS)


def test_what_leaves_keeps_the_contract(asking: Cis, outgoing: Path) -> None:
    left = (outgoing / NAME).read_bytes()
    assert not Layout.load(LAYOUTS / "outstanding.layout.yaml").judge(left, NAME).findings
    kept = Layout.load(LAYOUTS / "acknowledgement.layout.yaml")
    asking.clock("2026-11-24 18:00")
    for number, lines in enumerate(([], result(HOME), result(HOME, rejected(FLAT, "12"))), 1):
        reply = asking.app.extensions["cis"].files.take("scb_debit", f"SCB_MWA_RS_20261124_0{number}.txt", file(lines))
        assert not kept.judge(reply.answer.data, reply.answer.name).findings
    judged = Layout.load(LAYOUTS / "result.layout.yaml").judge(file(result(HOME, rejected(FLAT, "12"))), RESULT)
    assert not judged.findings
