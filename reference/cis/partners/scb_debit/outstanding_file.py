"""The file of bills to debit: 200 bytes a record, header H, details D, trailer T, in cp874."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reference.cis.partners._common.bill_payment_256 import CHARSET

LENGTH = 200
COMPANY_ID = b"000000000001"
_COMPANY = "การประปานครหลวง"


@dataclass(frozen=True, slots=True)
class Debit:
    """One bill to debit: `amount` in satang, `instrument` A (account) or C (card)."""

    mandate: str
    instrument: str
    debited: str
    name: str
    registration: str
    reference1: str
    invoice: str
    due: date
    amount: int


@dataclass(frozen=True, slots=True)
class Days:
    """When a file was made, when the bank debits, and the day of its answer."""

    cut: date
    effective: date
    answer_by: date


def file_name(bank: str, number: str) -> str:
    """The file of batch 2026111601 for the bank whose code is SCBDD."""
    return f"MWA_{letters(bank)}_DD_{number[:8]}_{number[8:]}.txt"


def letters(bank: str) -> str:
    """What names of files call a bank: SCB, of our code SCBDD."""
    return bank.removesuffix("DD")


def write(bank_code: str, number: str, days: Days, debits: Sequence[Debit]) -> bytes:
    start = f"{bank_code}{number}".encode()
    dates = f"{days.cut:%d%m%Y}{days.effective:%d%m%Y}{days.answer_by:%d%m%Y}".encode()
    records = [b"H000001" + start + COMPANY_ID + padded(_COMPANY, 40) + dates]
    records += [b"D%06d" % place + start + _detail(each) for place, each in enumerate(debits, 2)]
    total = b"%06d%015d" % (len(debits), sum(each.amount for each in debits))
    records.append(b"T%06d" % (len(debits) + 2) + start + total)
    return b"".join(record.ljust(LENGTH) + b"\r\n" for record in records)


def _detail(debit: Debit) -> bytes:
    """Columns 21 to 144."""
    return (
        f"{debit.mandate}{debit.instrument}{debit.debited:<16}".encode()
        + padded(debit.name, 50)
        + f"{debit.reference1}{debit.invoice}{debit.due:%d%m%Y}{debit.amount:013d}".encode()
    )


def padded(value: str, width: int) -> bytes:
    """Text in so many columns; what cp874 does not know shows as `?`."""
    return value.encode(CHARSET, "replace")[:width].ljust(width)
