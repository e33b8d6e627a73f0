"""For every layout of a file that our side reads: the judge and the reference take and refuse the same files.

Each example breaks a good file in one or two places. Where the reference refuses single records of a file, the judge
refuses these lines alone; where the judge refuses a file, so does the reference. Of a file whose lines the judge
refuses alone the reference may refuse all: whether the others stand is a matter of business.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerlab.contract.files import Layout
from partnerlab.contract.files.delimited.delimited_layout import Delimited
from partnerlab.contract.files.field_types.field_type import WriteError
from partnerlab.contract.files.fixed_width.record_reader import ReadError
from partnerlab.contract.files.layout_model import Field
from partnerlab.lab.partners.registry import Registry
from reference.cis.debit.result_settlement import _exactly
from reference.cis.messages import AskedDebit, FileRefused, ReceivedFile
from reference.common.link import Link
from reference.rwc.messages import FileRefused as ReadingsRefused
from reference.rwc.messages import ReceivedFile as ReceivedReadings

KIT = Registry()
EXAMPLES = int(os.environ.get("PARTNERLAB_AGREEING_FILES", "40"))
STEP = max(1, 200 // EXAMPLES)
"""Of what may stand in a field each so-manieth is tried."""


class Said(NamedTuple):
    """What one side makes of a file: refused as a whole, or these records of it alone, counted from 1."""

    whole: bool
    records: tuple[int, ...] = ()

    @property
    def takes(self) -> bool:
        return not self.whole and not self.records


REFUSED = Said(True)
Reader = Callable[[Layout, str, bytes], Said]


class _Clock:
    def now(self) -> datetime:
        return datetime(2026, 11, 23, 12)


def _link(partner: str) -> Link:
    codes = {name: str(value) for name, value in KIT.partner(partner).agreement.get("codes", {}).items()}
    return Link(partner, codes, requests.Session(), _Clock())  # type: ignore[arg-type]


def _adapter(partner: str) -> Any:
    return import_module(f"reference.cis.partners.{partner}").ADAPTER


def payments(partner: str) -> Reader:
    """Our side takes a payment file, but for some of its records."""
    form = _adapter(partner).payment_file(_link(partner))
    agent = _link(partner)["agent_code"]

    def read(layout: Layout, name: str, data: bytes) -> Said:
        try:
            records = list(form.read(ReceivedFile(agent, name, data)).records)
        except FileRefused:
            return REFUSED
        return Said(False, tuple(record.sequence for record in records if record.problem))

    return read


def results(partner: str) -> Reader:
    """Our side takes a bank's result, if what it answers is what was asked."""
    files = _adapter(partner).debit_files(_link(partner))
    agent = _link(partner)["agent_code"]

    def read(layout: Layout, name: str, data: bytes) -> Said:
        file = ReceivedFile(agent, name, data)
        try:
            asked = _asked(layout, data)
            files.batch_of(file)
            outcomes = files.read_result(file, asked).outcomes
            _exactly(list(enumerate(asked)), outcomes)
        except FileRefused:
            return REFUSED
        return Said(False, tuple(number for number, outcome in enumerate(outcomes, 2) if outcome.problem))

    return read


def _asked(layout: Layout, data: bytes) -> list[AskedDebit]:
    """The debits that a result answers, each once, as far as they can be read."""
    found: dict[tuple[str, ...], int] = {}
    with suppress(ReadError):
        for role, detail in layout.each(data):
            if role == "detail":
                keys = (detail.get("mandate", ""), detail.get("ref1", "0" * 10), detail["invoice"])
                found[tuple(map(str, keys))] = int(str(detail["amount"]))
    return [
        AskedDebit(place, mandate, ref1[:4], ref1[4:], invoice, amount)
        for place, ((mandate, ref1, invoice), amount) in enumerate(found.items(), 1)
    ]


def readings(partner: str) -> Reader:
    """Our side takes a file of levels whole, or not at all."""
    read_file = import_module(f"reference.rwc.partners.{partner}").read

    def read(layout: Layout, name: str, data: bytes) -> Said:
        try:
            read_file(ReceivedReadings(partner, name, data))
        except ReadingsRefused:
            return REFUSED
        return Said(False)

    return read


def judged(layout: Layout, name: str, data: bytes) -> Said:
    """What the judge makes of a file; blank lines are no records."""
    verdict = layout.judge(data, name)
    if verdict.file_refused:
        return REFUSED
    blank = [number for number, line in enumerate(data.split(b"\n"), 1) if not line.rstrip(b"\r")]
    refused = (line - sum(number < line for number in blank) for line in verdict.refused_lines)
    assert verdict.ok == (not verdict.refused_lines), verdict.findings
    return Said(False, tuple(refused))


class Case(NamedTuple):
    """A file that our side reads: whose, which, and by what."""

    partner: str
    operation: str
    read: Reader

    @property
    def layout(self) -> Layout:
        return KIT.partner(self.partner).layouts[self.operation]

    @property
    def sample(self) -> bytes:
        (file,) = Path(self.layout.model.file).parent.glob(f"{self.operation}.sample.*")
        return file.read_bytes()

    def agree(self, name: str, data: bytes) -> None:
        """Both sides say the same of a file."""
        said, read = judged(self.layout, name, data), self.read(self.layout, name, data)
        if read.whole:
            assert not said.takes, f"the reference refuses {name} in which the judge finds nothing: {data!r}"
        else:
            findings = [(f.where, f.rule, f.expected, f.seen) for f in self.layout.judge(data, name).findings]
            assert said == read, f"{name}: the judge says {findings} of {data!r}"


READERS = {"payment_file": payments, "result": results, "tide_table": readings, "tide_summary": readings}
CASES = [
    Case(partner.name, operation, reader(partner.name))
    for partner in KIT.partners.values()
    for operation in sorted(partner.sends & partner.layouts.keys())
    for kind, reader in READERS.items()
    if operation.startswith(kind)
]
RECORDS = [case for case in CASES if not isinstance(case.layout, Delimited)]
CELLS = [case for case in CASES if isinstance(case.layout, Delimited)]
RESULTS = [case for case in CASES if case.operation.startswith("result")]


def label(case: Case) -> str:
    return f"{case.partner}-{case.operation}"


def test_every_layout_that_we_read_is_tried() -> None:
    sent = {(p.name, operation) for p in KIT.partners.values() for operation in p.sends & p.layouts.keys()}
    assert {(case.partner, case.operation) for case in CASES} == sent


def name_of(case: Case) -> str:
    """A name that fits the sample."""
    header = case.layout.read(case.sample).header or {}
    parts: dict[str, Any] = {}
    model = case.layout.model.name
    assert model is not None
    for part, field in model.parts.items():
        if part in model.equals:
            parts[part] = header[model.equals[part]]
        else:
            parts[part] = date(2026, 11, 10) if field.kind == "date" else 1
    return case.layout.file_name(**parts)


PIECES = [
    b"", b" ", b"0", b"9", b"X", b"-", "ก".encode("cp874"), b"\xff", b"\t", b"\x00", b"\xa0", b"2569", b"00000000",
    b"99999999", b"  ", b"\r", b"\x1a", "กก".encode(), b"~", b",",
]  # fmt: skip


def broken(lines: list[bytes], edits: list[tuple[int, int, int, bytes]]) -> list[bytes]:
    """The lines of a file with each edit made: which line, what is done to it, where, and with what."""
    lines = list(lines)
    for line, act, at, piece in edits:
        if not lines:
            break
        place = line % len(lines)
        text = lines[place]
        column = at % max(len(text), 1)
        if act == 0:  # written over
            lines[place] = text[:column] + piece + text[column + len(piece) :]
        elif act == 1:
            lines.insert(place, text)
        elif act == 2:
            del lines[place]
        elif act == 3:
            lines[place] = text[:column] + piece + text[column:]
        elif act == 4:
            lines.append(lines.pop(place))
        else:
            lines[place] = text[:column]
    return lines


ACTS = st.sampled_from([0] * 6 + [1, 2, 3, 4, 5])
EDIT = st.tuples(st.integers(0, 40), ACTS, st.integers(0, 600), st.sampled_from(PIECES))
EDITS = st.lists(EDIT, max_size=2)
ENDS = [b"\r\n", b"\n", b"\r\n\r\n"]
LAST = [b"\r\n", b"\n", b"", b"\r\n\x1a", b"\x1a\r\n", b"\r", b"\n\n", b"\r\n\r\n\x1a"]


@pytest.mark.parametrize("case", CASES, ids=label)
def test_the_judge_and_the_reference_agree_on_broken_files(case: Case) -> None:
    layout, name = case.layout, name_of(case)
    lines = case.sample.replace(b"\r\n", b"\n").rstrip(b"\n").split(b"\n")
    usual = case.sample[len(case.sample.rstrip(b"\r\n")) :]
    assert layout.judge(case.sample, name).ok, layout.judge(case.sample, name).findings
    assert case.read(layout, name, case.sample).takes
    frames = st.tuples(st.sampled_from(ENDS), st.sampled_from(LAST))

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(EDITS, st.one_of(st.just((usual, usual)), frames))
    def agree(edits: list[tuple[int, int, int, bytes]], frame: tuple[bytes, bytes]) -> None:
        case.agree(name, frame[0].join(broken(lines, edits)) + frame[1])

    agree()


TEXTS = [
    b"31022026", b"01011849", b"31122151", b"23112569", b"23112099", b"20261123", b"690112345678", b"421112345678",
    b"2026130101", b"2569111301", b"2026111399", b"691312345678", b"240000", b"C", b"D", b"1001", b"AM04",
]  # fmt: skip


def contents(field: Field) -> Iterator[bytes]:
    """What may stand in a field, right or wrong, of its width."""
    for piece in (b" ", b"0", b"9", b"X", b"\t", b"\xa0", b"\xff", "ก".encode("cp874"), b"a", b"*"):
        yield from (piece * field.width, piece.ljust(field.width), piece.rjust(field.width))
    for text in TEXTS:
        if len(text) <= field.width:
            yield from (text.ljust(field.width), text.rjust(field.width, b"0"))


@pytest.mark.parametrize("case", RECORDS, ids=label)
def test_they_agree_on_every_field_whatever_stands_in_it(case: Case) -> None:
    """Totals count what is written, so that nothing but the field is wrong."""
    layout, name, file = case.layout, name_of(case), case.layout.read(case.sample)
    model = layout.model
    counted = {total.field for total in model.totals} | {model.sequence_field}
    rows = [file.header or {}, *file.details, *([file.trailer] if file.trailer else [])]
    plain = [{name: value for name, value in row.items() if name not in counted} for row in rows]
    places = {"header": 0, "detail": 1, "trailer": -1}
    for role, record in model.records.items():
        for field in record.fields:
            for raw in list(contents(field))[field.start % STEP :: STEP]:
                spoilt: list[dict[str, Any]] = list(plain)
                spoilt[places[role]] = plain[places[role]] | {field.name: raw}
                trailer = spoilt.pop() if file.trailer else None
                with suppress(WriteError):  # a total that its field cannot hold
                    case.agree(name, layout.write(spoilt[0], spoilt[1:], trailer))


CELL_TEXTS = [
    "", " ", "0", "9.99", "-0.10", "1.5", "S1", "N02", "X", "ก", "\t", "\x00", "\xa0", "24:00", "09:59", "MSL", "LLW",
    "2026-11-10", "2026-11-10 00:30", "2569-11-10 00:00", '"a"', "123456789012.00", "1234567890123.00",
]  # fmt: skip


@pytest.mark.parametrize("case", CELLS, ids=label)
def test_they_agree_on_every_cell_whatever_stands_in_it(case: Case) -> None:
    lines, name = case.sample.split(b"\n")[:-1], name_of(case)
    for place in (0, 1, len(lines) // 2, len(lines) - 1):
        cells = lines[place].split(b",")
        for index in range(len(cells)):
            for text in CELL_TEXTS:
                row = b",".join([*cells[:index], text.encode(), *cells[index + 1 :]])
                case.agree(name, b"\n".join([*lines[:place], row, *lines[place + 1 :], b""]))


@pytest.mark.parametrize("case", CASES, ids=label)
def test_they_agree_on_every_name(case: Case) -> None:
    name = name_of(case)
    day = re.search("2026[0-9]{4}", name)
    assert day is not None
    days = ["20261131", "25691110", "20270101", "2026111", "202611100", "2026111x", "00000000", "18491110"]
    names = [name.replace(day[0], other) for other in days]
    names += [name.lower(), name.upper(), f"{name}\n", f" {name}", f"{name}.tmp", f"X{name}", name[:-4], ""]
    names += [name.replace("_01.", other) for other in ("_00.", "_99.", "_1.", "_0a.", "_01_RESULT.", ".")]
    names += [name.replace(old, new) for old, new in (("TMN", "XYZ"), ("_RS_", "_RX_"), ("S1", "S2"), (".", "_"))]
    for other in names:
        case.agree(other, case.sample)


@pytest.mark.parametrize("case", RESULTS, ids=label)
def test_neither_takes_a_result_that_answers_a_debit_twice(case: Case) -> None:
    layout, name = case.layout, name_of(case)
    lines = case.sample.split(b"\r\n")
    data = b"\r\n".join([*lines[:2], lines[1], *lines[2:]])
    assert "unique" in {finding.rule for finding in layout.judge(data, name).findings}
    assert case.read(layout, name, data) == REFUSED
