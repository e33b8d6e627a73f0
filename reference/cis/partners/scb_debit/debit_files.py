"""The three files between us and the bank."""

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
from reference.cis.partners.scb_debit import acknowledgement_file, outstanding_file, result_file


class ScbDebitFiles:
    """Writes the bills to debit, reads the result, writes its acknowledgement."""

    def __init__(self, link: Link) -> None:
        self._agent, self._bank_code = link["agent_code"], link["bank_code"]

    def write_batch(self, batch: Batch) -> OutgoingFile:
        name = outstanding_file.file_name(self._agent, batch.number)
        return OutgoingFile(name, outstanding_file.write(self._bank_code, batch))

    def batch_of(self, file: ReceivedFile) -> BatchReference:
        return result_file.read_header(file, self._bank_code)

    def read_result(self, file: ReceivedFile, asked: Sequence[AskedDebit]) -> DebitResult:
        return result_file.read_answers(file, asked)

    def write_acknowledgement(self, file: ReceivedFile, settlement: DebitSettlement, now: datetime) -> OutgoingFile:
        batch = result_file.batch_of(file.data)
        data = acknowledgement_file.write(self._bank_code, batch, file.name, settlement, now)
        return OutgoingFile(acknowledgement_file.acknowledgement_name(file.name), data)
