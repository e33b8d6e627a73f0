"""The file of bills to debit: 200 bytes a record, header H, details D, trailer T, in cp874."""

from __future__ import annotations

from reference.cis.messages import Batch, Debit, Instrument
from reference.cis.partners._common.fixed_width import padded

LENGTH = 200
COMPANY_ID = b"000000000001"
_COMPANY = "การประปานครหลวง"


def file_name(bank: str, number: str) -> str:
    """The file of batch 2026111601 for the bank whose code is SCBDD."""
    return f"MWA_{letters(bank)}_DD_{number[:8]}_{number[8:]}.txt"


def letters(bank: str) -> str:
    """The bank's letters in file names: SCB, from our code SCBDD."""
    return bank.removesuffix("DD")


def write(bank_code: str, batch: Batch) -> bytes:
    start = f"{bank_code}{batch.number}".encode()
    days = batch.dates
    dates = f"{days.cut:%d%m%Y}{days.effective:%d%m%Y}{days.answer_by:%d%m%Y}".encode()
    records = [b"H000001" + start + COMPANY_ID + padded(_COMPANY, 40) + dates]
    records += [b"D%06d" % place + start + _detail(debit) for place, debit in enumerate(batch.debits, 2)]
    total = b"%06d%015d" % (len(batch.debits), sum(debit.amount for debit in batch.debits))
    records.append(b"T%06d" % (len(batch.debits) + 2) + start + total)
    return b"".join(record.ljust(LENGTH) + b"\r\n" for record in records)


def _detail(debit: Debit) -> bytes:
    """Columns 21 to 144."""
    instrument = "A" if debit.instrument is Instrument.ACCOUNT else "C"
    reference1 = debit.branch + debit.registration
    return (
        f"{debit.mandate}{instrument}{debit.account_number:<16}".encode()
        + padded(debit.name, 50)
        + f"{reference1}{debit.invoice}{debit.due:%d%m%Y}{debit.amount:013d}".encode()
    )
