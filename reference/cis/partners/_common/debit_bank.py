"""Files of a debit bank, described by tables: the columns of each record, and the meaning of each code.

A column takes its value by its name, so that a bank is the order and the width of its columns.

| name | of the header and trailer | of a detail |
|---|---|---|
| `batch` | our number of the file | the same |
| `batch_place` | its place among the files of the debit day | the same |
| `cut`, `effective`, `answer_by` | the dates of the batch | the same |
| `company_id`, `company`, `company_account` | who asks | the same |
| `count`, `amount`, `hash` | how many, their sum, the sum of the numbers debited | `amount` of the bill |
| `line`, `running` | number of the line, number of the detail | the same |
| `mandate`, `ref1`, `invoice`, `name`, `due` | | whose bill it is |
| `instrument` | | A or C |
| `debited`, `account`, `card`, `short` | | what is debited: either, one of both, or the digits of either |
| `status`, `paid`, `reference` | | of a result: the code, the amount collected, the bank's reference |
| `collected_count`, `collected_amount` | of a result | |
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from reference.cis.adapter import Link
from reference.cis.messages import (
    AskedDebit,
    Batch,
    BatchReference,
    Debit,
    DebitOutcome,
    DebitResult,
    DebitSettlement,
    FileOutcome,
    FileRefused,
    Instrument,
    OutgoingFile,
    Reason,
    ReceivedFile,
)
from reference.cis.partners._common import debit_acknowledgement
from reference.cis.partners._common.fixed_width import lines_of
from reference.cis.partners._common.record_table import Record
from reference.cis.partners._common.records.debit_form import DebitForm
from reference.cis.partners._common.records.result_frame import PROBLEM, framed, usable

COMPANY = {"company_id": "000000000001", "company": "การประปานครหลวง", "company_account": "0000000001"}
_KEYS = ("mandate", "ref1", "invoice")


class TableDebitFiles:
    """The files of one bank: asks in the form of the day, reads results in any form that it ever had."""

    def __init__(self, link: Link, form: DebitForm, former: DebitForm | None = None) -> None:
        """`former`: the form up to and including the debit day of the setting `former_form_until`."""
        self._bank_code = link["bank_code"]
        self._form, self._former = form, former
        until = link.settings.get("former_form_until")
        self._until = date.fromisoformat(until) if until else date.min

    def is_former(self, day: date) -> bool:
        """Whether bills of a debit day still go out in the former form."""
        return day <= self._until

    def answers(self, name: str) -> bool:
        """Whether a file of that name is a result in one of these forms."""
        return any(form.answers(name) for form in self._forms)

    @property
    def _forms(self) -> list[DebitForm]:
        return [form for form in (self._form, self._former) if form]

    def write_batch(self, batch: Batch) -> OutgoingFile:
        day = batch.dates.effective
        form = self._former if self._former and self.is_former(day) else self._form
        name = f"MWA_{form.bank}_{form.asks}_{day:%Y%m%d}_{batch.number[8:]}.txt"
        return OutgoingFile(name, _written(form, batch))

    def batch_of(self, file: ReceivedFile) -> BatchReference:
        form = self._of(file)
        header, _ = framed(form, file)[0]
        _require_day(header, file.name)
        return BatchReference(_number(header), header.get("effective"))

    def read_result(self, file: ReceivedFile, asked: Sequence[AskedDebit]) -> DebitResult:
        form = self._of(file)
        header, *details = usable(form, framed(form, file))
        trailer = details.pop() if form.result_trailer else {}
        for told in (header, trailer):
            _require_totals(form, told, details)
        places = {debit.invoice: debit for debit in asked}
        return DebitResult([_outcome(form, detail, places.get(detail["invoice"])) for detail in details])

    def write_acknowledgement(self, file: ReceivedFile, settlement: DebitSettlement, now: datetime) -> OutgoingFile:
        data = debit_acknowledgement.write(self._bank_code, self._batch(file), file.name, settlement, now)
        return OutgoingFile(debit_acknowledgement.acknowledgement_name(file.name), data)

    def _of(self, file: ReceivedFile) -> DebitForm:
        found = next((form for form in self._forms if form.answers(file.name)), None)
        if found is None:
            names = " หรือ ".join(f"{form.bank}_MWA_{form.tells}_YYYYMMDD_NN.txt" for form in self._forms)
            raise FileRefused(FileOutcome.NAME, f"ชื่อไฟล์ต้องเป็น {names}")
        return found

    def _batch(self, file: ReceivedFile) -> str:
        """The batch that a file says it answers, however broken; empty where that cannot be read, or is not said."""
        header = next((form.result_header for form in self._forms if form.answers(file.name)), None)
        lines = lines_of(file.data)
        if header is None or not lines or not header.fits(lines[0]):
            return ""
        return _number(header.read_what_can_be(lines[0], "")[0]) or ""


def _require_day(header: Mapping[str, Any], name: str) -> None:
    """A result is named by the day on which it was made, where its header tells it, else by that of the debit."""
    day = header.get("processed") or header["effective"]
    if f"{day:%Y%m%d}" != name.removesuffix(".txt").split("_")[3]:
        raise FileRefused(FileOutcome.NAME, f"วันที่ {day:%d%m%Y} ในระเบียนหัวไม่ตรงกับชื่อไฟล์")


def _number(header: Mapping[str, Any]) -> str | None:
    """Our number of the batch, from itself or from its place in the day."""
    if "batch" in header:
        return str(header["batch"])
    if "batch_place" in header and "effective" in header:
        return f"{header['effective']:%Y%m%d}{header['batch_place']:02d}"
    return None


def _written(form: DebitForm, batch: Batch) -> bytes:
    days = batch.dates
    frame = COMPANY | {"batch": batch.number, "batch_place": int(batch.number[8:])}
    frame |= {"cut": days.cut, "effective": days.effective, "answer_by": days.answer_by}
    details = [frame | _values(debit) for debit in batch.debits]
    frame |= {"count": len(details), "amount": sum(debit.amount for debit in batch.debits)}
    numbers = sum(int(_digits(debit.account_number)) for debit in batch.debits)
    records = [form.header.write(frame | {"line": 1, "hash": numbers % _modulus(form.header)})]
    for running, values in enumerate(details, 1):
        records.append(form.detail.write(values | {"line": running + 1, "running": running}))
    if form.trailer:
        records.append(form.trailer.write(frame | {"line": len(details) + 2}))
    return b"".join(record + b"\r\n" for record in records)


def _values(debit: Debit) -> dict[str, Any]:
    """What may be said of a debit."""
    by_card = debit.instrument is Instrument.CARD
    return {
        "mandate": debit.mandate,
        "ref1": debit.branch + debit.registration,
        "invoice": debit.invoice,
        "name": debit.name,
        "due": debit.due,
        "amount": debit.amount,
        "instrument": "C" if by_card else "A",
        "debited": debit.account_number,
        "account": "" if by_card else debit.account_number,
        "card": debit.account_number if by_card else "",
        "short": _digits(debit.account_number),
    }


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter in "0123456789")


def _modulus(record: Record) -> int:
    """Of a hash: as many digits as its column holds."""
    width = next((column.width for column in record.columns if column.name == "hash"), 1)
    return int(10**width)


def _require_totals(form: DebitForm, told: Mapping[str, Any], details: Sequence[Mapping[str, Any]]) -> None:
    """Every total that the file tells is what its details add up to."""
    collected = [detail.get("paid", detail["amount"]) for detail in details if form.collects(detail)]
    rejected = [detail["amount"] for detail in details if not form.collects(detail)]
    right = {
        "count": len(details),
        "amount": sum(detail["amount"] for detail in details),
        "hash": sum(int(_digits(detail.get("short") or detail.get("debited", "")) or "0") for detail in details)
        % _modulus(form.result_header),
        "collected_count": len(collected),
        "collected_amount": sum(collected),
        "rejected_count": len(rejected),
        "rejected_amount": sum(rejected),
    }
    for name, value in right.items():
        if told.get(name, value) != value:
            raise FileRefused(FileOutcome.TOTALS, f"ยอด {name} ในไฟล์ {told[name]} รวมได้ {value}")


def _outcome(form: DebitForm, detail: Mapping[str, Any], asked: AskedDebit | None) -> DebitOutcome:
    """What the bank says of one debit; a code outside the table is `unknown`, and parks its line alone."""
    code = detail.get(form.reason_in, "")
    reason = None if form.collects(detail) else form.reasons.get(code, Reason.UNKNOWN)
    paid = detail.get("paid", 0 if reason else detail["amount"])
    place = asked.place if asked and _same(detail, asked) else None
    if problem := detail[PROBLEM]:
        return DebitOutcome(place, detail["amount"], paid, Reason.UNKNOWN, code, problem)
    return DebitOutcome(place, detail["amount"], paid, reason, "" if reason is None else code)


def _same(detail: Mapping[str, Any], asked: AskedDebit) -> bool:
    keys = {"mandate": asked.mandate, "ref1": asked.branch + asked.registration, "invoice": asked.invoice}
    return all(detail.get(name, keys[name]) == keys[name] for name in _KEYS)
