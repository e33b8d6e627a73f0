"""The files between us and the bank: of 200 columns, and of 80 up to the day of the change."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from reference.cis.adapter import Link
from reference.cis.messages import (
    AskedDebit,
    Batch,
    BatchReference,
    DebitResult,
    DebitSettlement,
    OutgoingFile,
    ReceivedFile,
)
from reference.cis.partners._common import debit_acknowledgement
from reference.cis.partners._common.debit_bank import TableDebitFiles
from reference.cis.partners.scb_debit import outstanding_file, result_file
from reference.cis.partners.scb_debit.older_form import FORM


class ScbDebitFiles:
    """Writes the bills to debit, reads the result, writes its acknowledgement."""

    def __init__(self, link: Link) -> None:
        self._agent, self._bank_code = link["agent_code"], link["bank_code"]
        self._older = TableDebitFiles(link, FORM)

    def write_batch(self, batch: Batch) -> OutgoingFile:
        if self._older.is_former(batch.dates.effective):
            return self._older.write_batch(batch)
        name = outstanding_file.file_name(self._agent, batch.number)
        return OutgoingFile(name, outstanding_file.write(self._bank_code, batch))

    def batch_of(self, file: ReceivedFile) -> BatchReference:
        if self._older.answers(file.name):
            return self._older.batch_of(file)
        return result_file.read_header(file, self._bank_code)

    def read_result(self, file: ReceivedFile, asked: Sequence[AskedDebit]) -> DebitResult:
        if self._older.answers(file.name):
            return self._older.read_result(file, asked)
        return result_file.read_answers(file, asked)

    def write_acknowledgement(self, file: ReceivedFile, settlement: DebitSettlement, now: datetime) -> OutgoingFile:
        if self._older.answers(file.name):
            return self._older.write_acknowledgement(file, settlement, now)
        batch = result_file.batch_of(file.data)
        data = debit_acknowledgement.write(self._bank_code, batch, file.name, settlement, now)
        return OutgoingFile(debit_acknowledgement.acknowledgement_name(file.name), data)
