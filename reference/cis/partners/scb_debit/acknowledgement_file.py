"""What the bank hears of its result file: whether it stands, and what became of each debit. 200 bytes a record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from reference.cis.partners._common.bill_payment_256 import FileOutcome
from reference.cis.partners.scb_debit.outstanding_file import LENGTH, padded
from reference.cis.partners.scb_debit.result_file import Answer


class Taken(IntEnum):
    """What became of one answer."""

    PAID = 1
    DEPOSITED = 2
    NOTED = 3


@dataclass(frozen=True, slots=True)
class Told:
    """One answer, what became of it, and the receipt of its money (empty when none came)."""

    answer: Answer
    taken: Taken
    receipt: str


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A result file's outcome; a refused file has nothing `told` of."""

    bank_code: str
    batch: str
    name: str
    outcome: FileOutcome
    reason: str
    told: Sequence[Told]


def acknowledgement_name(name: str) -> str:
    """SCB_MWA_RS_20261116_01.txt is acknowledged by SCB_MWA_RS_20261116_01_ACK.txt."""
    return f"{name.removesuffix('.txt')}_ACK.txt"


def write(file: Acknowledged, now: datetime) -> bytes:
    start = file.bank_code.encode() + padded(file.batch, 10)
    header = file.outcome.encode() + padded(file.reason, 80) + padded(file.name, 40) + f"{now:%d%m%Y%H%M%S}".encode()
    records = [b"H000001" + start + header]
    records += [b"D%06d" % place + start + _detail(each) for place, each in enumerate(file.told, 2)]
    booked = [each.answer.paid for each in file.told if each.taken is not Taken.NOTED]
    totals = b"%06d%06d%015d" % (len(file.told), len(booked), sum(booked))
    records.append(b"T%06d" % (len(file.told) + 2) + start + totals)
    return b"".join(record.ljust(LENGTH) + b"\r\n" for record in records)


def _detail(told: Told) -> bytes:
    """Columns 21 to 80."""
    answer = told.answer
    return f"{answer.mandate}{answer.invoice}{answer.paid:013d}{told.taken:d}{told.receipt:<20}".encode()
