"""How the core reads and writes partners' files; adapters fulfil it. A format knows no channel and no store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from reference.cis.messages import (
    AskedDebit,
    Batch,
    BatchReference,
    DebitResult,
    DebitSettlement,
    DebitTerms,
    FileResult,
    OutgoingFile,
    PaymentFile,
    ReceivedFile,
)

EMPTY_FILE, NO_FILE = "empty_file", "no_file"
"""What an agent leaves on a business day on which it took nothing: a file without records, or no file."""


class PaymentFileFormat(Protocol):
    """A file of payments and the answer to it."""

    def read(self, file: ReceivedFile) -> PaymentFile:
        """The content; raises `FileRefused` when the file cannot be trusted as a whole."""
        ...

    def write_answer(self, file: ReceivedFile, result: FileResult, now: datetime) -> OutgoingFile | None:
        """The answer, also to a file that could not be read; None where the partner wants none."""
        ...


class DebitFiles(Protocol):
    """The files between us and a bank that debits by mandate."""

    def write_batch(self, batch: Batch) -> OutgoingFile:
        """The file of bills to debit."""
        ...

    def batch_of(self, file: ReceivedFile) -> BatchReference:
        """Which batch a result answers; raises `FileRefused` when shape or name are wrong."""
        ...

    def read_result(self, file: ReceivedFile, asked: Sequence[AskedDebit]) -> DebitResult:
        """The bank's answers, each with the place of the debit that it is about; raises `FileRefused`."""
        ...

    def write_acknowledgement(
        self, file: ReceivedFile, settlement: DebitSettlement, now: datetime
    ) -> OutgoingFile | None:
        """The acknowledgement of a bank's result, also of an unreadable one; None if the bank wants none."""
        ...


@dataclass(frozen=True, slots=True)
class DebitBank:
    """A bank that debits: its files, and what was agreed with it.

    `settles_others`: a record of a result that cannot be used leaves the others alone; else nothing is booked.
    """

    files: DebitFiles
    terms: DebitTerms = field(default_factory=DebitTerms)
    settles_others: bool = False


@dataclass(frozen=True, slots=True)
class FilePartner:
    """A partner that exchanges files with us: its name in the books, its formats.

    `settles_others`: a record that cannot be read leaves the others of its payment file alone; else nothing is booked.
    `empty_day` says what was agreed for a day on which it took nothing, if anything was.
    """

    partner: str
    agent: str
    payment_file: PaymentFileFormat | None = None
    debit_bank: DebitBank | None = None
    settles_others: bool = True
    empty_day: str = ""
