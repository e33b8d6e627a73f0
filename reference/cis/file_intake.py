"""Takes up the files that partners have sent: reads, settles and answers each in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection

from reference.cis import received_files
from reference.cis.debit import result_settlement
from reference.cis.file_formats import NO_FILE, DebitBank, FilePartner, PaymentFileFormat
from reference.cis.messages import (
    DebitSettlement,
    FileOutcome,
    FileRefused,
    FileResult,
    OutgoingFile,
    PaymentFile,
    ReceivedFile,
    Sum,
)
from reference.cis.money.allocation import Allocation
from reference.cis.money.file_settlement import Books, FileSettlement
from reference.cis.received_files import Summary
from reference.common.clock import Clock, stamp
from reference.common.database import Database
from reference.common.file_channels.channel import Handled
from reference.common.file_channels.file_content import FileContent
from reference.common.file_channels.partner_channels import PartnerChannels
from reference.common.storage.collector import resting_collector

_ROWS_FOR_A_BYTE = 6
"""A record of 256 bytes leads to about 1.3 kB in the store: payment, lines, record, answer."""


class FileIntake:
    """Takes up payment files of all agents that pay by file, and the results of all banks that debit."""

    def __init__(
        self,
        db: Database,
        clock: Clock,
        allocation: Allocation,
        partners: Mapping[str, FilePartner],
        channels: PartnerChannels,
    ) -> None:
        self._db = db
        self._clock = clock
        self._allocation = allocation
        self._partners = partners
        self._channels = channels

    def run(self) -> int:
        """One round; how many files were found. Raises ChannelUnavailable when a channel fails.

        A bank is left alone while its service is closed: its files wait until it opens.
        """
        now = self._clock.now()
        return self._channels.visit(
            {name: ".txt" for name, sender in self._partners.items() if _is_open(sender, now)}, self.take
        )

    def take(self, partner: str, name: str, content: bytes | FileContent) -> Handled:
        """Settle a file, refuse it, or find that it was taken before; its answer is kept in the same transaction."""
        sender, now = self._partners[partner], self._clock.now()
        file = ReceivedFile(sender.agent, name, content)
        with self._db.write(expected=file.content.size * _ROWS_FOR_A_BYTE) as db:
            if sender.debit_bank is not None:
                return Handled(answer=self._take_result(db, sender.debit_bank, file, now))
            assert sender.payment_file is not None  # else it would not be a partner that sends files
            return Handled(answer=self._take_payments(db, sender, sender.payment_file, file, now))

    def _take_payments(
        self, db: Connection, sender: FilePartner, form: PaymentFileFormat, file: ReceivedFile, now: datetime
    ) -> OutgoingFile | None:
        digest = received_files.digest_of(file.content)
        try:
            if earlier := received_files.find_earlier(db, file, digest):
                return earlier.answer
            if not sender.settles_others:
                _require_good_records(form.read(file))
            content = form.read(file)
            if sender.empty_day == NO_FILE and content.stated.count == 0:
                _require_records(form.read(file))
        except FileRefused as refusal:
            answer = form.write_answer(file, FileResult(refusal.outcome, str(refusal)), now)
            file_id = received_files.store(db, file, Summary(digest, refusal.outcome, str(refusal)), now)
            received_files.store_answer(db, file_id, answer)
            return answer
        summary = Summary(digest, FileOutcome.SETTLED, day=content.effective, stated=content.stated)
        file_id = received_files.store(db, file, summary, now)
        books = Books(db, self._allocation, file.agent, file_id, stamp(now))
        settlement = FileSettlement(books, content.records)
        result = FileResult(FileOutcome.SETTLED, effective=content.effective, records=settlement)
        with resting_collector():
            answer = form.write_answer(file, result, now)
            settlement.finish()
        received_files.store_answer(db, file_id, answer, records=settlement.records, amount=settlement.amount)
        return answer

    def _take_result(self, db: Connection, bank: DebitBank, file: ReceivedFile, now: datetime) -> OutgoingFile | None:
        digest = received_files.digest_of(file.content)
        try:
            if earlier := received_files.find_earlier(db, file, digest):
                return earlier.answer
            settlement = result_settlement.settle(db, self._allocation, bank, file, now)
        except FileRefused as refusal:
            settlement = DebitSettlement(refusal.outcome, str(refusal))
        answer = bank.files.write_acknowledgement(file, settlement, now)
        amount = sum(debit.outcome.paid for debit in settlement.debits if debit.receipt)
        collected = [debit.outcome.paid for debit in settlement.debits if debit.outcome.paid]
        stated = Sum(len(collected), sum(collected))  # also what a record says that could not be used
        summary = Summary(
            digest, settlement.outcome, settlement.reason, len(settlement.debits), amount, settlement.effective, stated
        )
        received_files.store_answer(db, received_files.store(db, file, summary, now), answer)
        return answer


def _require_records(content: PaymentFile) -> None:
    """Refuse a file without records: on a day without payments no file was agreed, so something is lost."""
    if next(iter(content.records), None) is None:
        raise FileRefused(FileOutcome.FRAME, "ไฟล์ไม่มีรายการ ตกลงกันว่าวันที่ไม่มีการรับชำระไม่ต้องส่งไฟล์")


def _is_open(sender: FilePartner, now: datetime) -> bool:
    return sender.debit_bank is None or sender.debit_bank.terms.next_opening(now) is None


def _require_good_records(content: PaymentFile) -> None:
    """Refuse a file with a record that cannot be used."""
    for record in content.records:
        if record.problem or record.amount is None:
            raise FileRefused(FileOutcome.RECORD, f"ลำดับ {record.sequence}: {record.problem or 'จำนวนเงินอ่านไม่ได้'}")
