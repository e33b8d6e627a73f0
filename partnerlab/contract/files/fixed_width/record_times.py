"""Times in a record file: when it says it was made, and dates in it that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta, timezone

from partnerlab.contract.files.field_types.field_type import FieldError
from partnerlab.contract.files.fixed_width.record_format import RecordFormat, record_type_of
from partnerlab.contract.files.fixed_width.record_reader import content
from partnerlab.contract.files.layout_model import Field, LayoutModel, RecordType, Value
from partnerlab.contract.files.line_stream import Data
from partnerlab.contract.message_time import StatedTime, day_span

_BANGKOK = timezone(timedelta(hours=7))


def stated_times(model: LayoutModel, records: dict[RecordType, RecordFormat], data: Data) -> Iterator[StatedTime]:
    """What the marked fields of a file state; what is no date is a finding of its own, and none here."""
    timed = {role: [one for one in record.fields if one.message_time] for role, record in model.records.items()}
    if not any(timed.values()):
        return
    for line in content(data):
        role = record_type_of(model, line.raw)
        for one in timed[role] if role is not None else ():
            if stated := _stated(records[role], one, line.raw, str(line.of(one))):  # type: ignore[index]
                yield stated


def _stated(record: RecordFormat, one: Field, raw: bytes, where: str) -> StatedTime | None:
    assert one.message_time is not None
    day, beside = _value(record, one.name, raw), one.message_time.time
    moment = _value(record, beside, raw) if beside else None
    if not isinstance(day, date):
        return None
    start = datetime(day.year, day.month, day.day, tzinfo=_BANGKOK)
    span = day_span(start, moment.isoformat() if isinstance(moment, time) else None)
    written = " ".join(str(part) for part in (day, moment) if part is not None)
    return StatedTime(where, *span, written, one.message_time)


def _value(record: RecordFormat, name: str, raw: bytes) -> Value:
    try:
        return record.types[name].decode(record.record.named(name).of(raw))
    except FieldError:
        return None
