"""Every layout judges the year and the month of every date in it, also of one that is a part of a number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from partnerlab.contract.files import Layout
from partnerlab.contract.files.delimited.delimited_layout import Delimited
from partnerlab.contract.files.layout_model import Field, RecordType
from partnerlab.lab.partners.registry import Registry

_LOOKS_DATED = re.compile("(?:19|20|25)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")


class Case(NamedTuple):
    name: str
    layout: Layout

    @property
    def sample(self) -> bytes:
        file = Path(self.layout.model.file)
        (sample,) = file.parent.glob(f"{file.name.partition('.')[0]}.sample.*")
        return sample.read_bytes()


CASES = [
    Case(f"{partner.name}.{operation}", layout)
    for partner in Registry().partners.values()
    for operation, layout in partner.layouts.items()
]
RECORDS = [case for case in CASES if not isinstance(case.layout, Delimited)]
every_case = pytest.mark.parametrize("case", RECORDS, ids=lambda case: case.name)


def format_of(field: Field) -> str:
    """`DDMMYYYY`, or `YYMM########` of digits that begin with a date; "" of what is no date."""
    return field.format if field.kind == "date" else field.date.format if field.date else ""


def wrong_dates(text: str, form: str) -> Iterator[str]:
    """The same with a month there is not, and with a year that is none of the era."""
    month = form.index("MM")
    yield from (text[:month] + wrong + text[month + 2 :] for wrong in ("00", "13"))
    if "YYYY" in form:
        year = form.index("YYYY")
        other = int(text[year : year + 4])
        other += -543 if other > 2400 else 543
        yield from (text[:year] + wrong + text[year + 4 :] for wrong in (str(other), "1849", "0000"))
    elif form.startswith("YYMM#"):
        yield "10" + text[2:]


@every_case
def test_a_year_and_a_month_that_cannot_be_are_told_in_every_field(case: Case) -> None:
    layout, lines = case.layout, case.sample.splitlines(keepends=True)
    assert layout.judge(case.sample).ok
    seen: set[RecordType] = set()
    for number, line in enumerate(lines, 1):
        role = record_type(layout, line)
        if role is None or role in seen:
            continue
        seen.add(role)
        for field in layout.model.records[role].fields:
            start, end = layout.columns(line, field.name)
            text = line[start:end].decode("cp874").strip()
            if (form := format_of(field)) and text:
                for wrong in wrong_dates(text, form):
                    spoilt = line[:start] + wrong.encode().ljust(end - start) + line[end:]
                    found = layout.judge(b"".join([*lines[: number - 1], spoilt, *lines[number:]])).findings
                    assert field.name in {f.place.field for f in found if f.place}, (role, field.name, wrong)
    assert seen == layout.model.records.keys()


def record_type(layout: Layout, line: bytes) -> RecordType | None:
    """Which record of its layout a line is."""
    fitting = [record for record in layout.model.records.values() if record.marks(line)]
    return max(fitting, key=lambda record: len(record.marker)).role if fitting else None


@every_case
def test_what_looks_like_a_date_says_so(case: Case) -> None:
    for record in case.layout.each(case.sample):
        for name, value in record[1].items():
            field = case.layout.model.records[record[0]].named(name)
            if field.kind == "digits" and _LOOKS_DATED.match(str(value)):
                assert field.date, f"{record[0]}.{name} holds {value}"


@pytest.mark.parametrize("case", [case for case in CASES if case not in RECORDS], ids=lambda case: case.name)
def test_cells_with_another_era_are_told(case: Case) -> None:
    (day,) = {date.fromisoformat(found.decode()) for found in re.findall(rb"2026-[0-9]{2}-[0-9]{2}", case.sample)}
    for wrong in (f"{day.year + 543}{day:-%m-%d}", f"1849{day:-%m-%d}", f"{day:%Y-13-%d}", f"{day:%Y-00-%d}"):
        verdict = case.layout.judge(case.sample.replace(str(day).encode(), wrong.encode(), 1))
        assert {finding.rule for finding in verdict.findings} & {"era", "range", "time", "date"}, wrong
