"""The money that a record file moves, counted by the layout's columns in its bytes.

Not by the values read: one bad date makes a whole file unreadable, while the system rightly books its other lines, and
keeps that line's money in suspense.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from partnerlab.contract.files.field_types.date_types import Date
from partnerlab.contract.files.field_types.field_type import FieldError
from partnerlab.contract.files.field_types.number_types import Amount
from partnerlab.contract.files.fixed_width.record_format import record_type_of
from partnerlab.contract.files.fixed_width.record_reader import content
from partnerlab.contract.files.layout_model import Field, LayoutModel, Record, RecordType
from partnerlab.contract.files.line_stream import Data

Key = tuple[bytes, ...]


def payments(model: LayoutModel, data: Data) -> Iterator[tuple[Key, int, int]]:
    """Each record that hands money over: its key, how manieth of that key it is in the file, and its satang."""
    money, detail = model.money, model.records["detail"]
    if money is None or money.takes is None:
        return
    amount = Amount(detail.named(money.takes), model.lines.encoding)
    once = [detail.named(name) for name in money.once]
    places: Counter[Key] = Counter()
    for line in _lines(model, data, "detail"):
        satang = _satang(amount, line) if _holds(detail, line, money.where, model.lines.encoding) else None
        if satang:
            key = _key(once, line)
            places[key] += 1
            yield key, places[key], satang


def keys(model: LayoutModel, data: Data, names: tuple[str, ...]) -> Iterator[Key]:
    """What each record that moves money holds in these fields."""
    money, detail = model.money, model.records["detail"]
    fields = [detail.named(name) for name in names]
    where = money.where if money else {}
    for line in _lines(model, data, "detail"):
        if _holds(detail, line, where, model.lines.encoding):
            yield _key(fields, line)


def records(model: LayoutModel, data: Data, names: tuple[str, ...]) -> Iterator[tuple[Key, bool]]:
    """What each detail holds in these fields; of a file that answers another, whether it need not come again."""
    detail = model.records["detail"]
    fields = [detail.named(name) for name in names]
    booked = model.money.booked if model.money else {}
    for line in _lines(model, data, "detail"):
        yield _key(fields, line), _holds(detail, line, booked, model.lines.encoding)


def day(model: LayoutModel, data: Data) -> str:
    """The day of the payments as YYYY-MM-DD; empty where the file says none that can be read."""
    header = model.records.get("header")
    line = next(_lines(model, data, "header"), None)
    if model.money is None or model.money.day is None or header is None or line is None:
        return ""
    field = header.named(model.money.day)
    try:
        return str(Date(field, model.lines.encoding).decode(field.of(line)) or "")
    except FieldError:
        return ""


def answered_file(model: LayoutModel, data: Data) -> tuple[str, bool] | None:
    """Of a file that answers another: the name of that one, and whether it was taken up; None where it says neither."""
    money, header = model.money, model.records.get("header")
    line = next(_lines(model, data, "header"), None)
    if money is None or money.answers is None or header is None or line is None:
        return None
    encoding = model.lines.encoding
    return _text(header.named(money.answers), line, encoding), _holds(header, line, money.accepted, encoding)


def _lines(model: LayoutModel, data: Data, role: RecordType) -> Iterator[bytes]:
    return (line.raw for line in content(data) if record_type_of(model, line.raw) == role)


def _holds(record: Record, line: bytes, where: Mapping[str, tuple[str, ...]], encoding: str) -> bool:
    return all(_text(record.named(name), line, encoding) in codes for name, codes in where.items())


def _text(field: Field, line: bytes, encoding: str) -> str:
    return field.of(line).decode(encoding, "replace").strip(" ")


def _key(fields: list[Field], line: bytes) -> Key:
    """Without its padding: files of one partner may hold the same in columns of other widths."""
    return tuple(field.of(line).strip(b" ") for field in fields)


def _satang(amount: Amount, line: bytes) -> int | None:
    """The amount in these columns, in satang; None if it cannot be read."""
    raw = amount.field.of(line)
    return amount.satang(int(raw)) if raw.isdigit() and len(raw) == amount.field.width else None
