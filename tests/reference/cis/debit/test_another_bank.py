"""A bank of another kind is an adapter alone: it names no batch, answers by position, and wants no acknowledgement."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime

import pytest
from cis_support import ADAPTERS, Cis, Partners, bill, settings

from reference.cis import create_app
from reference.cis.adapter import Adapter
from reference.cis.messages import (
    AskedDebit,
    Batch,
    BatchReference,
    DebitOutcome,
    DebitResult,
    DebitSettlement,
    FileOutcome,
    FileRefused,
    OutgoingFile,
    Reason,
    ReceivedFile,
)

OWNERS = ("12345678", "87654321")


class ByPosition:
    """The day of the debit, then a line for each debit: its amount, and in the answer whether it was paid."""

    def write_batch(self, batch: Batch) -> OutgoingFile:
        lines = [f"{batch.dates.effective:%Y%m%d}", *(str(debit.amount) for debit in batch.debits)]
        return OutgoingFile(f"{batch.number}.txt", "\n".join(lines).encode())

    def batch_of(self, file: ReceivedFile) -> BatchReference:
        day = file.data.split(b"\n")[0].decode()
        if not day.isdigit():
            raise FileRefused(FileOutcome.FRAME, "no day")
        return BatchReference(None, date.fromisoformat(day))

    def read_result(self, file: ReceivedFile, asked: Sequence[AskedDebit]) -> DebitResult:
        answers = file.data.decode().split("\n")[1:]
        return DebitResult(
            [
                DebitOutcome(debit.place, debit.amount, debit.amount)
                if answer == "Y"
                else DebitOutcome(debit.place, debit.amount, debit.amount, Reason.UNKNOWN, problem="unreadable")
                if answer == "?"
                else DebitOutcome(debit.place, debit.amount, 0, Reason.INSUFFICIENT_FUNDS, answer)
                for debit, answer in zip(asked, answers, strict=False)
            ]
        )

    def write_acknowledgement(self, file: ReceivedFile, settlement: DebitSettlement, now: datetime) -> None:
        return None


@pytest.fixture
def cis(request: pytest.FixtureRequest) -> Iterator[Cis]:
    adapter = Adapter(needs=("agent_code",), debit_files=lambda link: ByPosition())
    bank = {"agent_code": "OTHER", "sftp_home": "other_bank"} | getattr(request, "param", {})
    app = create_app(settings({"other_bank": bank}), adapters=ADAPTERS | {"other_bank": adapter})
    system = Cis(app, Partners())
    system.clock("2026-11-23 09:00")
    for number, owner in enumerate(OWNERS, 1):
        mandate = {"bank": "other_bank", "number": f"9800000000000{number}", "instrument": "account"}
        system.seed(
            bill(due="2026-11-24", owner=owner), registration=owner, mandate=mandate | {"debited": "0001234567"}
        )
    system.job("make_debits")
    yield system
    app.extensions["cis"].db.close()


def leave(cis: Cis) -> None:
    """As if the drop-off had taken the files."""
    with cis.app.extensions["cis"].db.write() as db:
        db.exec_driver_sql("UPDATE debit_batch SET state = 'sent'")


def take(cis: Cis, data: bytes, name: str = "result.txt") -> dict[str, object]:
    assert cis.app.extensions["cis"].files.take("other_bank", name, data).answer is None
    return cis.show("file", name)


def test_a_result_by_position_settles_each_debit(cis: Cis) -> None:
    leave(cis)
    assert take(cis, b"20261124\nY\nN1")["outcome"] == "settled"
    assert cis.books()["by_agent"] == {"OTHER": {"received": 10079, "reversed": 0}}
    (debit,) = cis.show("mandate", "98000000000002")["debits"]
    assert (debit["state"], debit["reason"], debit["code"], debit["next_step"]) == (
        "rejected", "insufficient_funds", "N1", "retry",
    )  # fmt: skip


def test_the_same_result_again_is_recognised_without_an_answer(cis: Cis) -> None:
    leave(cis)
    take(cis, b"20261124\nY\nY")
    take(cis, b"20261124\nY\nY")
    assert cis.books()["received"] == 2 * 10079
    assert take(cis, b"20261124\nY\nY", "again.txt")["outcome"] == "received_before"


@pytest.mark.parametrize(
    ("data", "outcome"),
    [(b"20261125\nY\nY", "not_asked"), (b"20261124\nY", "not_exact"), (b"no day", "frame")],
)
def test_what_is_not_what_was_asked_is_refused(cis: Cis, data: bytes, outcome: str) -> None:
    leave(cis)
    assert take(cis, data)["outcome"] == outcome
    assert cis.books()["received"] == 0


def test_two_batches_of_one_day_are_never_guessed_at(cis: Cis) -> None:
    cis.seed(bill("2026-11", due="2026-11-24", owner="12345678"))
    cis.job("make_debits")
    leave(cis)
    assert take(cis, b"20261124\nY\nY")["outcome"] == "not_asked"


def test_before_the_file_has_left_there_is_no_answer(cis: Cis) -> None:
    assert take(cis, b"20261124\nY\nY")["outcome"] == "not_asked"


def test_a_record_that_cannot_be_used_refuses_its_file_unless_agreed_otherwise(cis: Cis) -> None:
    leave(cis)
    assert take(cis, b"20261124\nY\n?")["outcome"] == "unreadable"
    assert cis.books()["received"] == 0


@pytest.mark.parametrize("cis", [{"bad_record": "settle_others"}], indirect=True)
def test_a_record_that_cannot_be_used_is_parked_and_its_money_shown_as_missing(cis: Cis) -> None:
    leave(cis)
    assert take(cis, b"20261124\nY\n?")["outcome"] == "settled"
    assert cis.books()["received"] == 10079
    (debit,) = cis.show("mandate", "98000000000002")["debits"]
    assert (debit["reason"], debit["next_step"]) == ("unknown", "park")
    (sheet,) = cis.show("reconciliation", "OTHER@2026-11-24")["sheets"]
    (difference,) = sheet["differences"]
    assert (difference["kind"], difference["ours"], difference["theirs"]) == ("missing_here", 10079, 20158)
