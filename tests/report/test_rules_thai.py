"""Everything that a record file can be told is told in Thai as well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from record_files import ROOT, payments, put

from partnerlab.contract.records import Layout, RecordFinding
from partnerlab.contract.records.kinds import type_of
from partnerlab.contract.records.thai import RULES, in_thai, said

THAI = re.compile("[\u0e00-\u0e7f]")
FILES = sorted((ROOT / "contracts").glob("*/files/*.layout.yaml"))
SAME = re.compile(r"'.*'|[0-9]+|CRLF|LF|cp874|[A-Za-z0-9_]+\.[a-z]+")
RECORDS = ROOT / "partnerlab" / "contract" / "records"


def spoilt(payment: Layout) -> Iterator[tuple[str, bytes]]:
    """Every way in which a file of payments can be wrong, with a name for it."""
    good = payments(payment)
    lines = good.split(b"\r\n")
    names = "MWA_TMN_231126_001.txt"
    yield names, b""
    yield names, good[:100]
    yield names, b"\xef\xbb\xbf" + good
    yield names, good.replace(b"\r\n", b"\n")
    yield names, good[:-2]
    yield names, good + b"\x1a"
    yield names, good.decode("cp874").encode()
    yield names, b"\r\n".join([lines[0], b"", *lines[1:]])
    yield names, b"\r\n".join([lines[0], b"Z" + lines[1][1:], *lines[2:]])
    yield names, b"\r\n".join([*lines[1:], lines[0]])
    yield names, b"\r\n".join([lines[0], lines[0], *lines[1:]])
    yield names, b"\r\n".join([*lines[:-1], lines[2], b""])
    yield "payments.txt", good
    yield "MWA_TMN_241126_0x1.txt", good
    for line in range(1, len(lines)):
        for column in range(2, payment.length + 1, 3):
            for what in (b"x", b" ", "๐".encode("cp874"), b"\x07"):
                yield names, put(good, line, column, what)
    yield names, put(good, 2, 21, b"31022026")
    yield names, put(good, 2, 21, b"23112569")
    yield names, put(good, 5, 60, b"9")


def all_findings(payment: Layout) -> dict[tuple[str, str, str], RecordFinding]:
    found = (finding for name, data in spoilt(payment) for finding in payment.judge(data, name).findings)
    return {(one.rule, one.expected, one.seen): one for one in found}


def test_every_finding_has_a_thai_form(payment: Layout) -> None:
    found = all_findings(payment)
    assert {one.rule for one in found.values()} >= {"total", "calendar", "era", "encoding", "order", "file name"}
    for one in found.values():
        told = in_thai(one)
        assert THAI.search(told.where), one
        assert THAI.search(told.rule), one
        assert THAI.search(told.expected) or SAME.fullmatch(told.expected), one
        assert THAI.search(told.seen) or SAME.fullmatch(told.seen), one


def test_what_a_thai_form_quotes_is_what_the_file_holds(payment: Layout) -> None:
    (finding,) = payment.judge(put(payments(payment), 3, 170, b"x")).findings
    told = in_thai(finding)
    assert told.where == "บรรทัด 3 คอลัมน์ 164-176 (amount)"
    assert told.expected == "ตัวเลข 0-9 จำนวน 13 หลัก โดย 2 หลักท้ายเป็นทศนิยมของบาท"
    assert told.seen == finding.seen


def test_a_name_says_what_its_parts_are(payment: Layout) -> None:
    (finding,) = payment.judge(payments(payment), "payments.txt").findings
    assert finding.expected.startswith(payment.name_pattern + ", with {date} a date ")
    assert "{date} วันที่ตามรูปแบบ" in in_thai(finding).expected


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parents[1].name}/{file.name}")
def test_every_field_can_say_in_thai_what_it_wants(file: Path) -> None:
    layout = Layout.load(file)
    for record in layout.model.records.values():
        for one in record.fields:
            expected = type_of(one, layout.encoding).expectation()
            assert said(expected), f"{record.role}.{one.name}: no Thai for {expected!r}"


def test_every_rule_that_the_code_knows_has_a_thai_name() -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in RECORDS.glob("*.py") if file.name != "thai.py")
    told = set(re.findall(r'(?:Misfit|\.name)\("([^"{]+)",', code)) | set(re.findall(r'_file\(.*?, "([^"]+)",', code))
    writing = {"width", "type", "range", "precision"}
    assert told - writing <= RULES.keys(), "told when a file is read, and in English alone"
