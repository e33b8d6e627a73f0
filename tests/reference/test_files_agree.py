"""For every layout of a file that our side reads: what the judge takes, the reference takes.

Each example breaks a good file in one or two places. The other way round the reference is more lenient: it does not
look at what it does not use, such as filler columns or the name of the company.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import requests
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from partnerlab.contract.files import Layout
from partnerlab.lab.partners.registry import Registry
from reference.cis.debit.result_settlement import _exactly
from reference.cis.messages import AskedDebit, FileRefused, ReceivedFile
from reference.common.link import Link
from reference.rwc.messages import FileRefused as ReadingsRefused
from reference.rwc.messages import ReceivedFile as ReceivedReadings

KIT = Registry()
EXAMPLES = int(os.environ.get("PARTNERLAB_AGREEING_FILES", "40"))

Reader = Callable[[Layout, str, bytes], bool]


class _Clock:
    def now(self) -> datetime:
        return datetime(2026, 11, 23, 12)


def _link(partner: str) -> Link:
    codes = {name: str(value) for name, value in KIT.partner(partner).agreement.get("codes", {}).items()}
    return Link(partner, codes, requests.Session(), _Clock())  # type: ignore[arg-type]


def _adapter(partner: str) -> Any:
    return import_module(f"reference.cis.partners.{partner}").ADAPTER


def payments(partner: str) -> Reader:
    """Our side takes a payment file with each of its records."""
    form = _adapter(partner).payment_file(_link(partner))
    agent = _link(partner)["agent_code"]

    def takes(layout: Layout, name: str, data: bytes) -> bool:
        try:
            return all(record.problem is None for record in form.read(ReceivedFile(agent, name, data)).records)
        except FileRefused:
            return False

    return takes


def results(partner: str) -> Reader:
    """Our side takes a bank's result, if what it answers is what was asked."""
    files = _adapter(partner).debit_files(_link(partner))
    agent = _link(partner)["agent_code"]

    def takes(layout: Layout, name: str, data: bytes) -> bool:
        file = ReceivedFile(agent, name, data)
        try:
            asked = _asked(layout, data)
            files.batch_of(file)
            _exactly(list(enumerate(asked)), files.read_result(file, asked).outcomes)
        except FileRefused:
            return False
        return True

    return takes


def _asked(layout: Layout, data: bytes) -> list[AskedDebit]:
    """The debits that a result answers, each once; none where it cannot be read."""
    try:
        details = layout.read(data).details
        found = {
            (detail.get("mandate", ""), detail.get("ref1", "0" * 10), detail["invoice"]): detail["amount"]
            for detail in details
        }
        return [
            AskedDebit(place, str(mandate), str(ref1)[:4], str(ref1)[4:], str(invoice), int(amount))
            for place, ((mandate, ref1, invoice), amount) in enumerate(found.items(), 1)
        ]
    except Exception:  # whatever is broken about it, then nothing was asked
        return []


def readings(partner: str) -> Reader:
    read = import_module(f"reference.rwc.partners.{partner}").read

    def takes(layout: Layout, name: str, data: bytes) -> bool:
        try:
            read(ReceivedReadings(partner, name, data))
        except ReadingsRefused:
            return False
        return True

    return takes


class Case(NamedTuple):
    """A file that our side reads: whose, which, and by what."""

    partner: str
    operation: str
    reader: Callable[[str], Reader]

    @property
    def layout(self) -> Layout:
        return KIT.partner(self.partner).layouts[self.operation]

    @property
    def sample(self) -> bytes:
        (file,) = Path(self.layout.model.file).parent.glob(f"{self.operation}.sample.*")
        return file.read_bytes()


READERS = {"payment_file": payments, "result": results, "tide_table": readings, "tide_summary": readings}
CASES = [
    Case(partner.name, operation, reader)
    for partner in KIT.partners.values()
    for operation in sorted(partner.sends & partner.layouts.keys())
    for kind, reader in READERS.items()
    if operation.startswith(kind)
]


def name_of(case: Case) -> str:
    """A name that fits the sample."""
    header = case.layout.read(case.sample).header or {}
    parts: dict[str, Any] = {}
    model = case.layout.model.name
    assert model is not None
    for part, field in model.parts.items():
        if part in model.equals:
            parts[part] = header[model.equals[part]]
        elif field.kind == "date":
            parts[part] = (
                next((value for value in header.values() if hasattr(value, "year")), None) or DAYS[case.operation]
            )
        else:
            parts[part] = 1
    return case.layout.file_name(**parts)


DAYS = {"tide_table": datetime(2026, 11, 10).date(), "tide_summary": datetime(2026, 11, 10).date()}

PIECES = [
    b"",
    b" ",
    b"0",
    b"9",
    b"X",
    b"-",
    "ก".encode("cp874"),
    b"\xff",
    b"\t",
    b"2569",
    b"00000000",
    b"99999999",
    b"  ",
]


def broken(lines: list[bytes], edits: list[tuple[int, int, int, bytes]]) -> bytes:
    """A file with each edit made: which line, what is done to it, where, and with what."""
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
    return b"\r\n".join(lines) + b"\r\n"


ACTS = st.sampled_from([0] * 6 + [1, 2, 3, 4, 5])
EDIT = st.tuples(st.integers(0, 40), ACTS, st.integers(0, 600), st.sampled_from(PIECES))
EDITS = st.lists(EDIT, max_size=2)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.partner}-{case.operation}")
def test_the_reference_takes_what_the_judge_takes(case: Case) -> None:
    layout, name, takes = case.layout, name_of(case), case.reader(case.partner)
    lines = case.sample.replace(b"\r\n", b"\n").rstrip(b"\n").split(b"\n")
    assert layout.judge(case.sample, name).ok, layout.judge(case.sample, name).findings
    assert takes(layout, name, case.sample)

    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(EDITS)
    @example([])
    def agree(edits: list[tuple[int, int, int, bytes]]) -> None:
        data = broken(lines, edits)
        if layout.judge(data, name).ok:
            assert takes(layout, name, data), "the judge finds nothing"

    agree()


@pytest.mark.parametrize("case", [case for case in CASES if case.reader is results], ids=lambda case: case.partner)
def test_neither_takes_a_result_that_answers_a_debit_twice(case: Case) -> None:
    layout, name = case.layout, name_of(case)
    lines = case.sample.split(b"\r\n")
    data = b"\r\n".join([*lines[:2], lines[1], *lines[2:]])
    assert "unique" in {finding.rule for finding in layout.judge(data, name).findings}
    assert not case.reader(case.partner)(layout, name, data)
