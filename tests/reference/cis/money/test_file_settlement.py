"""Payment files: what becomes of each record and of its money, and which files are not settled at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from cis_support import Cis, bill
from payment_files import detail, file, header, lines, row, trailer

from reference.cis.messages import FileOutcome
from reference.cis.money import billing, file_settlement
from reference.cis.money.billing import Charge
from reference.cis.partners._common.bill_payment_256 import BillPayment256
from reference.cis.partners._common.bill_payment_result_256 import FILE_CODES

NAME = "MWA_TMN_20261115_01.txt"
OTHER = {"ref1": "1687654321", "ref2": "691087654321"}


@pytest.fixture
def taking(cis: Cis) -> Cis:
    """Two customers, each with an open October bill of 100.79, due on 15 November."""
    cis.clock("2026-11-16 07:00")
    cis.seed(bill())
    cis.seed(bill(owner="87654321"), registration="87654321")
    return cis


def take(cis: Cis, data: bytes, name: str = NAME) -> bytes:
    """Settle a file without the drop-off; its answer."""
    answer: bytes = cis.app.extensions["cis"].files.take("truemoney_offline", name, data).answer.data
    return answer


def outcomes(cis: Cis, name: str = NAME) -> list[str]:
    return [each["outcome"] for each in cis.show("file", name)["lines"]]


def standing(cis: Cis) -> tuple[int, int, int]:
    books = cis.books()
    return books["applied"], books["deposits"], books["suspense"]


def test_a_payment_in_time_is_posted(taking: Cis) -> None:
    take(taking, file(detail(), detail(**OTHER)))
    assert outcomes(taking) == ["posted", "posted"]
    assert standing(taking) == (20158, 0, 0)
    assert taking.books()["by_agent"] == {"TMN": {"received": 20158, "reversed": 0}}
    assert taking.agent("inquiry", transactionId="Q", reference1="1612345678")["responseCode"] == "1005"


@pytest.mark.parametrize(
    ("details", "expected", "stands"),
    [
        ([detail(ref1="1600000000")], ["reference_unknown"], (0, 0, 10079)),
        ([detail(ref1="0112345678")], ["reference_unknown"], (0, 0, 10079)),  # the customer of another branch
        ([detail(ref2="691087654321")], ["reference_unknown"], (0, 0, 10079)),  # another customer's invoice
        ([detail(), detail(time="111111")], ["posted", "duplicate"], (10079, 10079, 0)),
        ([detail(date="15112026")], ["posted"], (10079, 0, 0)),
        ([detail(ref1="16-2345678")], ["invalid"], (0, 0, 10079)),
        ([detail(ref1="")], ["invalid"], (0, 0, 10079)),
        ([detail(date="30022026")], ["invalid"], (0, 0, 10079)),
        ([detail(time="250000")], ["invalid"], (0, 0, 10079)),
        ([detail(bank="XXX")], ["invalid"], (0, 0, 10079)),
        ([detail(amount=0)], ["invalid"], (0, 0, 0)),
        ([detail(amount="000000001007X"), detail(**OTHER)], ["invalid", "posted"], (10079, 0, 0)),
        ([detail(ref2="")], ["invalid"], (0, 0, 10079)),
        ([detail(teller="000A")], ["invalid"], (0, 0, 10079)),
        ([detail(amount=10000)], ["posted"], (0, 10000, 0)),  # less than the bill: it stays open
        ([detail(amount=12000)], ["posted"], (10079, 1921, 0)),
    ],
)
def test_each_record_has_its_outcome_and_its_money_a_place(
    taking: Cis, details: list[dict[str, Any]], expected: list[str], stands: tuple[int, int, int]
) -> None:
    take(taking, file(*details))
    assert outcomes(taking) == expected
    assert standing(taking) == stands


def test_a_payment_after_the_due_day_is_late(taking: Cis) -> None:
    late = [detail(date="16112026")]
    name = "MWA_TMN_20261116_01.txt"
    take(taking, b"\r\n".join([header("16112026"), row(2, late[0]), trailer(late)]), name)
    assert outcomes(taking, name) == ["late"]
    assert standing(taking) == (10079, 0, 0)


def test_a_cancellation_is_refused_and_no_money(taking: Cis) -> None:
    data = [header(), row(2, detail(kind="D")), trailer([], sequence=3)]
    data[2] = data[2][:20] + b"0000000010079000001" + data[2][39:]
    take(taking, b"\r\n".join(data))
    assert outcomes(taking) == ["invalid"]
    assert taking.books()["received"] == 0


def test_what_was_paid_at_a_counter_meanwhile_becomes_a_deposit(taking: Cis) -> None:
    taking.agent("payments", transactionId="T", reference1="1612345678", amount="115.79")
    take(taking, file(detail()))
    assert outcomes(taking) == ["paid_before"]
    assert standing(taking) == (11579, 10079, 0)
    assert taking.show("account", "12345678")["deposit"] == 10079


def test_a_name_that_is_not_thai_spoils_its_record_only(taking: Cis) -> None:
    data = lines(detail(), detail(**OTHER))
    data[1] = data[1][:40] + b"\xff" + data[1][41:]
    take(taking, b"\r\n".join(data))
    assert outcomes(taking) == ["invalid", "posted"]
    assert standing(taking) == (10079, 0, 10079)


def utf8(records: list[bytes]) -> list[bytes]:
    """The same text in another encoding, padded to as many letters."""
    return [record.decode("cp874").encode("utf-8") for record in records]


Spoil = Callable[[list[bytes]], list[bytes]]
SPOILT: dict[str, tuple[str, Spoil]] = {
    "total": ("04", lambda x: [*x[:-1], x[-1][:51] + b"7" + x[-1][52:]]),
    "total too high": ("04", lambda x: [*x[:-1], x[-1][:51] + b"9" + x[-1][52:]]),
    "count": ("04", lambda x: [*x[:-1], x[-1][:57] + b"9" + x[-1][58:]]),
    "unreadable total": ("07", lambda x: [*x[:-1], x[-1][:51] + b"X" + x[-1][52:]]),
    "no trailer": ("02", lambda x: x[:-1]),
    "no header": ("02", lambda x: x[1:]),
    "first number": ("01", lambda x: [b"H000002" + x[0][7:], *x[1:]]),
    "gap in the numbers": ("02", lambda x: [x[0], x[1], b"D000009" + x[2][7:], *x[3:]]),
    "order": ("02", lambda x: [x[0], x[2], x[1], *x[3:]]),
    "another agent": ("99", lambda x: [header(bank="XYZ"), *x[1:]]),
    "no such day": ("07", lambda x: [header("31112026"), *x[1:]]),
    "another day than the name": ("06", lambda x: [header("16112026"), *x[1:]]),
    "header not thai": ("03", lambda x: [x[0][:30] + b"\xff" + x[0][31:], *x[1:]]),
    "another encoding": ("03", utf8),
    "short record": ("02", lambda x: [x[0], x[1][:-1], *x[2:]]),
    "long record": ("02", lambda x: [x[0], x[1] + b" ", *x[2:]]),
    "after the end": ("02", lambda x: [*x, x[1]]),
    "nothing": ("02", lambda x: []),
}


@pytest.mark.parametrize(("code", "spoil"), SPOILT.values(), ids=SPOILT.keys())
def test_a_file_that_breaks_its_promises_posts_nothing(taking: Cis, code: str, spoil: Spoil) -> None:
    answer = take(taking, b"\r\n".join(spoil(lines(detail(), detail(**OTHER)))))
    shown = taking.show("file", NAME)
    assert (shown["state"], FILE_CODES[FileOutcome(shown["outcome"])], shown["lines"]) == ("refused", code, [])
    assert taking.books()["received"] == 0
    head, tail = answer.split(b"\r\n")[:2]
    assert (len(head), len(tail), len(answer)) == (256, 256, 516)
    assert head[76:78].decode() == code
    assert head[78:138].decode("cp874").rstrip() == shown["reason"][:60].rstrip()
    assert tail[20:77] == b"0" * 57


@pytest.mark.parametrize("name", ["payments.txt", "MWA_XYZ_20261115_01.txt", "MWA_TMN_20261315_01.txt"])
def test_a_file_is_known_by_its_name(taking: Cis, name: str) -> None:
    take(taking, file(detail()), name)
    assert taking.show("file", name)["outcome"] == "name"


def test_the_answer_mirrors_the_file(taking: Cis) -> None:
    given = [detail(), detail(**OTHER, amount=10000), detail(ref1="1600000000"), detail(date="30022026")]
    answer = take(taking, file(*given))
    head, *rows, tail, end = answer.split(b"\r\n")
    assert end == b"" and all(len(record) == 256 for record in (head, *rows, tail))
    sent = lines(*given)
    assert head[:76] == sent[0][:76]
    assert head[76:78] == b"00"
    assert head[138:192].decode() == f"{NAME:<40}16112026070000"
    assert [record[:20] for record in rows] == [record[:20] for record in sent[1:-1]]
    assert rows[0][20:34] + rows[0][84:176] == sent[1][20:34] + sent[1][84:176]
    assert rows[3][20:28] == b" " * 8  # a day that does not exist
    assert rows[3][34:84].decode("cp874").strip() == "ตำแหน่ง 21-28 ไม่ใช่วันที่ DDMMYYYY"
    assert [record[176:183] for record in rows] == [b"1000002", b"1000003", b"2000004", b"6000005"]
    receipts = [record[183:203].decode().strip() for record in rows]
    assert [taking.show("payment", receipt)["amount"] for receipt in receipts] == [10079, 10000, 10079, 10079]
    assert tail[:77] == sent[-1][:20] + b"%013d%06d" % (40237, 4) + b"%013d%06d" % (20079, 2) + b"%013d%06d" % (
        20158,
        2,
    )
    assert "สมมุติ".encode("cp874") not in answer


def test_what_was_refused_may_come_again_under_its_name(taking: Cis) -> None:
    take(taking, file(detail(), total=1))
    take(taking, file(detail()))
    assert taking.show("file", NAME)["state"] == "settled"
    assert standing(taking) == (10079, 0, 0)


def test_the_same_file_again_gets_the_same_answer(taking: Cis) -> None:
    first = take(taking, file(detail()))
    assert take(taking, file(detail())) == first
    assert standing(taking) == (10079, 0, 0)


@pytest.mark.parametrize("between", [b"\r\n", b"\n", b"\r\n\r\n"])
def test_a_replay_under_a_new_name_is_recognised(taking: Cis, between: bytes) -> None:
    take(taking, file(detail()))
    again = "MWA_TMN_20261115_02.txt"
    take(taking, between.join(lines(detail())) + b"\x1a", again)
    shown = taking.show("file", again)
    assert (shown["state"], shown["reason"]) == ("refused", f"ไฟล์นี้รับแล้วในชื่อ {NAME}")
    assert standing(taking) == (10079, 0, 0)


def test_a_settled_name_is_not_used_for_other_content(taking: Cis) -> None:
    take(taking, file(detail()))
    take(taking, file(detail(**OTHER)))
    assert taking.show("file", NAME)["state"] == "refused"
    assert standing(taking) == (10079, 0, 0)


def test_a_payment_told_again_in_a_later_file_is_not_booked_again(taking: Cis) -> None:
    take(taking, file(detail()))
    later = "MWA_TMN_20261115_02.txt"
    take(taking, file(detail(), detail(**OTHER)), later)
    assert outcomes(taking, later) == ["paid_before", "posted"]
    assert standing(taking) == (20158, 0, 0)


@pytest.mark.parametrize(
    ("spoilt", "first"),
    [({"ref1": "1600000000"}, "reference_unknown"), ({"ref2": "691087654321"}, "reference_unknown"),
     ({"date": "30022026"}, "invalid"), ({"ref1": "16-2345678"}, "invalid")],
)  # fmt: skip
def test_money_without_an_owner_is_not_booked_again_from_a_later_file(
    taking: Cis, spoilt: dict[str, Any], first: str
) -> None:
    take(taking, file(detail(**spoilt)))
    later = "MWA_TMN_20261115_02.txt"
    take(taking, file(detail(**spoilt), detail(**OTHER)), later)
    assert outcomes(taking) == [first]
    assert outcomes(taking, later) == ["paid_before", "posted"]
    assert standing(taking) == (10079, 0, 10079)


@pytest.mark.parametrize("block", [1, 2, 3])
def test_where_a_file_is_cut_into_blocks_changes_nothing(
    taking: Cis, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(file_settlement, "BLOCK", block)
    details = [
        detail(amount=10000),
        detail(time="111111"),
        detail(**OTHER),
        detail(ref1="1600000000"),
        detail(ref1="1600000000"),
        detail(**OTHER, time="111111"),
    ]
    answer = take(taking, file(*details))
    assert outcomes(taking) == [
        "posted", "duplicate", "posted", "reference_unknown", "reference_unknown", "duplicate"
    ]  # fmt: skip
    assert standing(taking) == (10079, 30158, 20158)
    shown = taking.show("file", NAME)
    assert (shown["records"], shown["amount"]) == (6, 60395)
    assert take(taking, file(*details)) == answer


def test_another_payment_for_a_paid_bill_in_a_later_file_is_a_deposit(taking: Cis) -> None:
    take(taking, file(detail()))
    later = "MWA_TMN_20261115_02.txt"
    take(taking, file(detail(time="161616")), later)
    assert outcomes(taking, later) == ["paid_before"]
    assert standing(taking) == (10079, 10079, 0)


def test_if_anything_fails_nothing_is_kept(taking: Cis, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError("broken")

    with monkeypatch.context() as patch:
        patch.setattr(BillPayment256, "write_answer", fail)
        with pytest.raises(RuntimeError):
            take(taking, file(detail()))
    assert taking.books()["received"] == 0
    take(taking, file(detail()))
    assert standing(taking) == (10079, 0, 0)


def test_deposits_pay_later_bills_whole_and_oldest_first(taking: Cis) -> None:
    take(taking, file(detail(), detail(time="111111"), detail(time="121212", amount=10078)))
    taking.seed(bill("2026-11", "2026-12-15"), bill("2026-12", "2027-01-15"))
    assert taking.job("draw_deposits") == 1
    assert standing(taking) == (20158, 10078, 0)
    states = [(each["month"], each["state"]) for each in taking.show("account", "12345678")["charges"]]
    assert states == [("2026-10", "paid"), ("2026-11", "paid"), ("2026-12", "open")]
    take(taking, file(detail(time="131313", amount=1)), "MWA_TMN_20261115_02.txt")
    assert taking.job("draw_deposits") == 1
    assert standing(taking) == (30237, 0, 0)


def test_a_deposit_pays_water_bills_alone(taking: Cis) -> None:
    take(taking, file(detail(), detail(time="111111"), detail(time="121212", amount=10078)))
    with taking.app.extensions["cis"].db.write() as db:
        fee = Charge("FEE-1", "12345678", billing.INSTALLATION_FEE, "2026-11", "2026-12-16", 10078, "open")
        billing.add_charge(db, fee, "2026-11-16")
    assert taking.job("draw_deposits") == 0
    assert standing(taking) == (10079, 20157, 0)
