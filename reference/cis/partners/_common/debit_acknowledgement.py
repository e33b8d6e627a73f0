"""What a bank hears of its result file: whether it stands, and what became of each debit. 200 bytes a record."""

from __future__ import annotations

from datetime import datetime

from reference.cis.messages import DebitSettlement, DebitTaken, FileOutcome, SettledDebit
from reference.cis.partners._common.fixed_width import padded
from reference.common.codes import Codes

_FILE_CODES = Codes(
    FileOutcome,
    {
        FileOutcome.SETTLED: "00",
        FileOutcome.FIRST_NUMBER: "01",
        FileOutcome.FRAME: "02",
        FileOutcome.ENCODING: "03",
        FileOutcome.TOTALS: "04",
        FileOutcome.RECEIVED_BEFORE: "05",
        FileOutcome.NAME: "06",
        FileOutcome.UNREADABLE: "07",
        FileOutcome.NOT_ASKED: "08",
        FileOutcome.NOT_EXACT: "09",
    },
    otherwise="99",
)
_NOTED = "3"
_LENGTH = 200
_CODES = Codes(DebitTaken, {DebitTaken.PAID: "1", DebitTaken.DEPOSITED: "2"}, otherwise=_NOTED)


def acknowledgement_name(name: str) -> str:
    """SCB_MWA_RS_20261116_01.txt is acknowledged by SCB_MWA_RS_20261116_01_ACK.txt."""
    return f"{name.removesuffix('.txt')}_ACK.txt"


def write(bank_code: str, batch: str, name: str, settlement: DebitSettlement, now: datetime) -> bytes:
    """The acknowledgement of the result `name`, for the batch that it says it answers (empty when unreadable)."""
    start = bank_code.encode() + padded(batch, 10)
    outcome = _FILE_CODES[settlement.outcome].encode() + padded(settlement.reason, 80)
    records = [b"H000001" + start + outcome + padded(name, 40) + f"{now:%d%m%Y%H%M%S}".encode()]
    records += [b"D%06d" % place + start + _detail(debit) for place, debit in enumerate(settlement.debits, 2)]
    booked = [debit.outcome.paid for debit in settlement.debits if _CODES[debit.taken] != _NOTED]
    totals = b"%06d%06d%015d" % (len(settlement.debits), len(booked), sum(booked))
    records.append(b"T%06d" % (len(settlement.debits) + 2) + start + totals)
    return b"".join(record.ljust(_LENGTH) + b"\r\n" for record in records)


def _detail(debit: SettledDebit) -> bytes:
    """Columns 21 to 80."""
    asked, taken = debit.asked, _CODES[debit.taken]
    return f"{asked.mandate}{asked.invoice}{debit.outcome.paid:013d}{taken}{debit.receipt:<20}".encode()
