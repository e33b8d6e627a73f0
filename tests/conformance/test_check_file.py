"""`partnerlab check-file` as a partner meets it: what it prints, what it writes, and with which code it leaves."""

from __future__ import annotations

import json
import os
import re
import tracemalloc
import xml.etree.ElementTree as ET
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from partnerlab.__main__ import main
from partnerlab.conformance.record_file.file_check import check
from partnerlab.conformance.record_file.file_check_events import file_check_events
from partnerlab.contract.files import Layout
from partnerlab.lab.partners.registry import Registry
from partnerlab.report.file_check_text import file_text
from partnerlab.report.finding_words import file_rules
from partnerlab.world.identifiers import with_check_digit

LAYOUT = "truemoney_offline/payment_file"
THAI = re.compile("[\u0e00-\u0e7f]")
NAME = "MWA_TMN_20261123_01.txt"


@pytest.fixture(scope="module")
def sample() -> bytes:
    return (Registry().root / "contracts/truemoney_offline/files/payment_file.sample.txt").read_bytes()


@pytest.fixture
def good(tmp_path: Path, sample: bytes) -> Path:
    file = tmp_path / NAME
    file.write_bytes(sample)
    return file


def test_a_good_file_passes_with_its_totals(lab: Any, good: Path) -> None:
    left = lab("check-file", LAYOUT, good)
    assert (left.code, left.err) == (0, "")
    assert left.out.startswith(f"Pass  {LAYOUT}/{NAME}")
    assert "5 lines, 1,290 bytes (header 1, detail 3, trailer 1)" in left.out
    assert "total_credit_amount 903.29, total_credit_count 3" in left.out


def test_one_line_is_no_lines(lab: Any, good: Path, sample: bytes) -> None:
    good.write_bytes(sample.splitlines(keepends=True)[0])
    assert "Records: 1 line, 258 bytes" in lab("check-file", LAYOUT, good).out


@pytest.mark.parametrize(("language", "unit"), [("en", "baht"), ("th", "บาท")])
def test_a_wrong_total_is_told_in_baht(lab: Any, good: Path, sample: bytes, language: str, unit: str) -> None:
    good.write_bytes(sample.replace(b"0000000090329", b"0000000090330"))
    printed = lab("check-file", LAYOUT, good, "--lang", language).out
    assert f"903.29 {unit}" in printed
    assert f"903.30 {unit}" in printed


def test_a_bad_file_fails_with_a_ruler_under_the_wrong_bytes(lab: Any, good: Path, sample: bytes) -> None:
    good.write_bytes(sample.replace(b"0000000010079", b"00000000100x9"))
    left = lab("check-file", LAYOUT, good)
    assert left.code == 1
    lines = left.out.splitlines()
    at = lines.index("line 2, columns 164-176 (amount): Digits")
    column, row, carets, expected, seen = lines[at + 1 : at + 6]
    assert column.split() == ["175"]
    assert row[carets.index("^") : carets.rindex("^") + 1] == "x"
    assert expected == "  Expected: 13 digits 0-9, the last 2 of them decimals of a baht, above zero"
    assert seen == "  Seen: '00000000100x9'"


def test_the_same_is_said_in_thai(lab: Any, good: Path, sample: bytes) -> None:
    good.write_bytes(sample.replace(b"0000000010079", b"00000000100x9"))
    left = lab("check-file", LAYOUT, good, "--lang", "th")
    assert left.code == 1
    assert left.out.startswith("ไม่ผ่าน")
    for words in (
        "บรรทัดที่ 2 คอลัมน์ 164-176 (amount): ตัวเลข",
        "ที่คาดไว้: ตัวเลข 0-9 จำนวน 13 หลัก",
        "ที่พบจริง:",
        "ต้นเหตุ: หน่วยงานคู่เชื่อมโยง",
    ):
        assert words in left.out


def test_what_any_field_expects_is_said_in_thai() -> None:
    """A value alone, such as a constant in quotes, is the same in every language."""
    phrases = {kind.expectation() for each in _layouts() for one in each._records.values() for _, kind in one.fields}
    assert len(phrases) > 15
    assert not [
        text
        for text in phrases
        if not text.startswith("'") and not THAI.search(file_rules.translate_expectation(text, "th"))
    ]


def _layouts() -> list[Layout]:
    return [layout for partner in Registry().partners.values() for layout in partner.layouts.values()]


def test_no_personal_data_is_shown_or_written(lab: Any, good: Path, sample: bytes, tmp_path: Path) -> None:
    good.write_bytes(sample.replace(b"D000002TMN", b"D000002XXX"))
    left = lab("check-file", LAYOUT, good, "--report", tmp_path / "report")
    written = "".join(file.read_text(encoding="utf-8") for file in (tmp_path / "report").iterdir())
    assert left.code == 1 and "D000002XXX" in left.out and "D000002XXX" in written
    for secret in ("ตัวอย่าง", "น้ำใส", "0199000001", "691099000001"):
        assert secret not in left.out + written


def test_a_file_of_ours_is_held_against_us(lab: Any, good: Path) -> None:
    left = lab("check-file", "truemoney_offline/response_file", good)
    assert left.code == 1
    assert "[Whose fault: system under test]" in left.out


def test_its_name_may_be_told_beside_it(lab: Any, good: Path) -> None:
    other = good.rename(good.with_name("from_the_mail.txt"))
    assert lab("check-file", LAYOUT, other).code == 1
    assert lab("check-file", LAYOUT, other, "--name", NAME).code == 0


def test_what_a_wrong_call_says(lab: Any, good: Path, tmp_path: Path) -> None:
    left = lab("check-file", "truemoney_offline/payments", good)
    assert (left.code, left.out) == (2, "")
    assert (
        "there is no layout 'truemoney_offline/payments' (did you mean 'truemoney_offline/payment_file'?); there are: "
        in left.err
    )
    assert f" {LAYOUT}," in left.err
    assert lab("check-file", "nobody", good).code == 2
    folder = lab("check-file", LAYOUT, tmp_path)
    assert (folder.code, folder.err) == (2, f"{tmp_path}: is a folder; give one file\n")
    missing = lab("check-file", LAYOUT, tmp_path / "not_there.txt")
    assert (missing.code, missing.err) == (2, f"{tmp_path / 'not_there.txt'}: No such file or directory\n")
    assert lab("check-file", LAYOUT).code == 2


def test_a_mistake_of_the_lab_leaves_with_3(lab: Any, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from partnerlab.conformance.record_file import file_check

    monkeypatch.setattr(file_check, "_strays", lambda *_: 1 / 0)
    left = lab("check-file", LAYOUT, good)
    assert left.code == 3 and "Please report it" in left.err


def test_the_reports_say_what_the_terminal_says(lab: Any, good: Path, sample: bytes, tmp_path: Path) -> None:
    good.write_bytes(sample.replace(b"0000000010079", b"00000000100x9"))
    lab("check-file", LAYOUT, good, "--report", tmp_path / "report")
    case = ET.parse(tmp_path / "report/junit.xml").find(".//testcase")
    assert case is not None and case.get("name") == NAME
    failure = case.find("failure")
    assert failure is not None and "^" in (failure.text or "")
    events = [json.loads(line) for line in (tmp_path / "report/events.jsonl").read_text().splitlines()]
    assert [event["event"] for event in events if event["event"].startswith("run")] == ["run_started", "run_finished"]
    assert events[-1]["exit_code"] == 1
    assert "columns 164-176 (amount)" in (tmp_path / "report/report.html").read_text(encoding="utf-8")


def test_the_junit_of_a_file_is_said_in_thai(lab: Any, good: Path, sample: bytes, tmp_path: Path) -> None:
    good.write_bytes(sample.replace(b"0000000010079", b"00000000100x9"))
    lab("check-file", LAYOUT, good, "--report", tmp_path / "report", "--lang", "th")
    failure = ET.parse(tmp_path / "report/junit.xml").find(".//failure")
    assert failure is not None and failure.text is not None
    assert "บรรทัดที่ 2 คอลัมน์ 164-176 (amount): ตัวเลข: ที่คาดไว้ ตัวเลข 0-9 จำนวน 13 หลัก" in failure.text


def test_personal_data_that_the_agreement_does_not_allow_fails(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kit = Registry()
    monkeypatch.setitem(kit.partner("truemoney_offline").agreement["data"]["payment_file"], "file", ["identity"])
    checked = check(kit, LAYOUT, good)
    assert checked.verdict.ok and not checked.passed
    assert [finding.rule for finding in checked.outside_data_scope] == ["outside the agreed data"] * 2
    assert "customer_name" in checked.outside_data_scope[0].where


def long_file(folder: Path, count: int, bad: set[int]) -> Path:
    """A file of so many details, some without an amount that can be read."""
    layout = Registry().partner("truemoney_offline").layouts["payment_file"]
    day = date(2026, 11, 23)
    header = {"bank_code": "TMN", "company_account": "0" * 10, "company_name": "x", "service_code": "water"}
    detail = {
        "bank_code": "TMN", "company_account": "0" * 10, "payment_date": day, "payment_time": "09:00:00",
        "ref1": "0199000001", "ref2": "691099000001", "branch": "0001", "teller": "0001", "kind": "C",
        "transaction_code": "CSH", "amount": 100,
    }  # fmt: skip
    file = folder / NAME
    with file.open("wb") as out:
        for number, line in enumerate(layout.lines(header | {"effective_date": day}, (detail for _ in range(count)))):
            out.write(line.replace(b"0000000000100", b"00000000001xx") if number in bad else line)
    return file


def test_findings_are_bounded_and_the_rest_is_counted(tmp_path: Path) -> None:
    checked = check(Registry(), LAYOUT, long_file(tmp_path, 1000, set(range(1, 901))), limit=3)
    text = file_text(file_check_events(checked))
    assert text.count(" ^^\n") == 3
    assert checked.finding_count == 900 and "and 897 more that are not told here" in text
    exchange = next(event for event in file_check_events(checked) if event["event"] == "exchange")
    assert exchange["request"]["lines"] == [1, 2, 3, 4, 1002]
    assert exchange["request"]["body"].count("\n") == 5


@pytest.mark.slow
@pytest.mark.slow
def test_a_large_file_takes_little_memory(tmp_path: Path) -> None:
    file = long_file(tmp_path, 60_000, {30_000})
    assert file.stat().st_size > 15_000_000
    kit = Registry()
    kit.partner("truemoney_offline").layouts.keys()
    tracemalloc.start()
    try:
        text = file_text(file_check_events(check(kit, LAYOUT, file)))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "line 30001, columns 164-176 (amount)" in text
    assert peak < 6_000_000, "a file is read in pieces, whatever its size"


@pytest.mark.parametrize("language", ["en", "th"])
def test_a_file_of_carriage_returns_alone_is_told_so(
    lab: Any, good: Path, sample: bytes, tmp_path: Path, language: str
) -> None:
    good.write_bytes(sample.replace(b"\r\n", b"\r"))
    printed = lab("check-file", LAYOUT, good, "--lang", language).out
    assert "CR, here first" in printed if language == "en" else "CR พบที่บรรทัดนี้เป็นแห่งแรก" in printed
    table = tmp_path / "RTN_S1_20261110.csv"
    table.write_bytes(_tide_table().replace(b"\n", b"\r"))
    left = lab("check-file", "hydrographic/tide_table", table, "--lang", language)
    assert left.code == 1 and len(left.out) < 2000
    assert "CR, here first" in left.out if language == "en" else "CR พบที่บรรทัดนี้เป็นแห่งแรก" in left.out


def test_a_wrong_line_end_of_a_table_is_told_once(lab: Any, tmp_path: Path) -> None:
    table = tmp_path / "RTN_S1_20261110.csv"
    table.write_bytes(_tide_table().replace(b"\n", b"\r\n"))
    left = lab("check-file", "hydrographic/tide_table", table)
    assert left.code == 1 and "1 against the contract" in left.out and "CRLF, here first" in left.out


def test_a_large_table_takes_little_memory(tmp_path: Path) -> None:
    names, *lines = _tide_table().splitlines(keepends=True)
    table, kit = tmp_path / "RTN_S1_20261110.csv", Registry()
    table.write_bytes(names + b"".join(lines))
    check(kit, "hydrographic/tide_table", table)  # what is made once is not the file's
    table.write_bytes(names + b"".join(lines) * 100 + b"," * 3_000_000)
    tracemalloc.start()
    try:
        checked = check(kit, "hydrographic/tide_table", table, limit=3)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert checked.verdict.bytes == table.stat().st_size > 3_000_000
    assert peak < 1_500_000, "a file is read in pieces, whatever its size"


def _tide_table() -> bytes:
    return (Registry().root / "contracts/hydrographic/files/tide_table.sample.csv").read_bytes()


def test_our_side_is_the_system_with_which_the_agreement_is(tmp_path: Path) -> None:
    table = tmp_path / "RTN_S1_20261110.csv"
    table.write_bytes(_tide_table())
    exchange = next(
        e for e in file_check_events(check(Registry(), "hydrographic/tide_table", table)) if e["event"] == "exchange"
    )
    assert (exchange["sender"], exchange["receiver"]) == ("hydrographic", "rwc")


def _with_reference(sample: bytes, number: str) -> bytes:
    """The first detail with another number in a column for which the layout marks no personal data."""
    layout = Registry().partner("truemoney_offline").layouts["payment_file"]
    line = sample.splitlines(keepends=True)[1]
    fields = [one for one in layout.model.records["detail"].fields if not one.personal and one.kind == "text"]
    wide = max(fields, key=lambda one: one.width)
    text = number.encode().ljust(wide.width)[: wide.width]
    return sample.replace(line, line[: wide.start] + text + line[wide.end :])


@pytest.mark.parametrize(("twelve", "code"), [("345670000012", 0), ("398000000012", 1)])
def test_a_citizen_number_in_a_column_that_marks_none(
    lab: Any, good: Path, sample: bytes, tmp_path: Path, twelve: str, code: int
) -> None:
    """A foreign one is a notice, one of the population fails; neither is shown anywhere."""
    number = with_check_digit(twelve)
    good.write_bytes(_with_reference(sample, number))
    left = lab("check-file", LAYOUT, good, "--report", tmp_path / "out")
    assert left.code == code, left.out
    assert ("Notice, line 2" in left.out) == (code == 0)
    assert ("Unmarked personal data" in left.out) == (code == 1)
    written = [file for file in (tmp_path / "out").rglob("*") if file.is_file()]
    assert written
    assert number not in left.out + "".join(file.read_text(errors="replace") for file in written)


def test_a_pipe_and_a_device_are_told_and_never_waited_for(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    os.mkfifo(tmp_path / "MWA_TMN_20261123_01.txt")
    for file in (str(tmp_path / "MWA_TMN_20261123_01.txt"), "/dev/zero", "/dev/null"):
        with pytest.raises(SystemExit) as ended:
            main(["check-file", "truemoney_offline/payment_file", file])
        assert ended.value.code == 2
        assert f"{file}: is a pipe or a device, which is read only once" in capfd.readouterr().err
