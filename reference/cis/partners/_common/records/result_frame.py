"""The records of a bank's result: of the right types, in order, and each as its columns say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reference.cis.messages import FileOutcome, FileRefused, ReceivedFile
from reference.cis.partners._common.fixed_width import is_text, lines_of, looks_utf8
from reference.cis.partners._common.record_table import Record
from reference.cis.partners._common.records.debit_form import DebitForm
from reference.common.file_channels.file_content import text_end

PROBLEM = "problem"
"""Under this name stands what is wrong with a record; empty if nothing is."""
_ORDERING = {"marker", "line", "running"}
"""Without these it is not known whether all records are there."""
_NEEDED = {"invoice", "amount", "paid", "status", "short"}
"""Without these it is not known which debit a record is about, or whether the totals are right."""
_REPEATED = ("batch", "batch_place", "effective", "company_id")
"""What a detail and a trailer say as the header does, where they have it."""
_PROBLEM = "problem"


def framed(form: DebitForm, file: ReceivedFile) -> list[tuple[dict[str, Any], str]]:
    """Every record's values, header, details, and the trailer where there is one, and what is wrong with each.

    What makes the order of the records doubtful, or the header, refuses the file.
    """
    lines = lines_of(file.data)
    _require_text(form, file.data, lines)
    found: list[tuple[dict[str, Any], str]] = []
    for number, line in enumerate(lines, 1):
        last = form.result_trailer if number == len(lines) else None
        record = form.result_header if number == 1 else last or form.result_detail
        _require_frame(form, record, line, number)
        values, problem = record.read_what_can_be(line, f"ระเบียน {number}")
        if problem and (number == 1 or not values.keys() >= _columns(record) & _ORDERING):
            raise FileRefused(FileOutcome.UNREADABLE, problem)
        _require_numbers(values, number)
        header = found[0][0] if found else values
        found.append((values, problem or _unlike(values, header, number) or _reasonless(form, values, number)))
    return found


def usable(form: DebitForm, framed: Sequence[tuple[dict[str, Any], str]]) -> list[dict[str, Any]]:
    """The values of records of which enough can be read to know what each is about, with what is wrong with it."""
    for number, (values, problem) in enumerate(framed, 1):
        is_detail = number > 1 and not (form.result_trailer and number == len(framed))
        if problem and not (is_detail and values.keys() >= _columns(form.result_detail) & _NEEDED):
            raise FileRefused(FileOutcome.UNREADABLE, problem)
    return [values | {PROBLEM: problem} for values, problem in framed]


def _require_text(form: DebitForm, data: bytes, lines: Sequence[bytes]) -> None:
    if len(lines) < (2 if form.result_trailer else 1):
        raise FileRefused(FileOutcome.FRAME, "ไฟล์ต้องมีระเบียนหัวและระเบียนท้ายตามที่ตกลง")
    if b"\r" in lines[-1] and not data[: text_end(data)].endswith(b"\n"):
        raise FileRefused(FileOutcome.FRAME, "บรรทัดต้องจบด้วย CRLF หรือ LF พบ CR")
    if looks_utf8([data]):
        raise FileRefused(FileOutcome.ENCODING, "ไฟล์ต้องเข้ารหัส cp874 พบ UTF-8")


def _require_frame(form: DebitForm, record: Record, line: bytes, number: int) -> None:
    """A line must be a record of the type that its place demands, and as long."""
    if not is_text(line, 1, len(line)):
        raise FileRefused(FileOutcome.ENCODING, f"ระเบียน {number} ไม่ใช่ข้อความ cp874")
    if not record.fits(line):
        raise FileRefused(FileOutcome.FRAME, f"ระเบียน {number} ยาวไม่ถูกต้อง")
    if form.type_of(line) is not record:
        raise FileRefused(FileOutcome.FRAME, f"ระเบียน {number} เป็นระเบียนผิดชนิด")


def _unlike(values: Mapping[str, Any], header: Mapping[str, Any], number: int) -> str:
    """What a record says otherwise than the header."""
    for name in _REPEATED:
        if name in values and name in header and values[name] != header[name]:
            return f"ระเบียน {number} {name} ไม่ตรงกับระเบียนหัว"
    return ""


def _reasonless(form: DebitForm, values: Mapping[str, Any], number: int) -> str:
    """Where a reason stands beside the status, a rejection has one, and a debit that was collected has none."""
    if form.reason_in == "status" or not {"status", form.reason_in} <= values.keys():
        return ""
    if form.collects(values) != bool(values[form.reason_in]):
        return ""
    return f"ระเบียน {number} ต้องมีเหตุผลเมื่อหักไม่ได้ และว่างเมื่อหักได้"


def _columns(record: Record) -> set[str]:
    return {column.name for column in record.columns}


def _require_numbers(values: Mapping[str, Any], number: int) -> None:
    for name, right in (("line", number), ("running", number - 1)):
        if values.get(name, right) != right:
            outcome = FileOutcome.FIRST_NUMBER if number == 1 else FileOutcome.FRAME
            raise FileRefused(outcome, f"ระเบียน {number} ลำดับต้องเป็น {right} พบ {values[name]}")
