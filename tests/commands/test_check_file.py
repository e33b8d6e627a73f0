"""`partnerlab check-file`, as the engineer of an agent uses it: verdict, totals, rulers, reports, exit code."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from partnerlab.__main__ import main
from partnerlab.lab.registry import Kit, default_root

KIND = "truemoney_offline/payment_file"
SAMPLE = default_root() / "contracts" / "truemoney_offline" / "files" / "payment_file.sample.txt"
NAME = "MWA_TMN_20261123_01.txt"
SECRETS = ("ตัวอย่าง หนึ่ง", "0199000001", "691099000001")


def command(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as left:
        main(["check-file", *(str(argument) for argument in arguments)])
    told = capsys.readouterr()
    return int(left.value.code or 0), told.out, told.err


@pytest.fixture
def good(tmp_path: Path) -> Path:
    file = tmp_path / NAME
    file.write_bytes(SAMPLE.read_bytes())
    return file


@pytest.fixture
def bad(good: Path) -> Path:
    """The second payment says 31 November, and its amount has a letter in it."""
    text = good.read_bytes().replace(b"23112026101530", b"31112026101530").replace(b"0000000021400", b"00000x0021400")
    good.write_bytes(text)
    return good


def test_a_good_file_passes_with_its_totals(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = command(capsys, KIND, good)
    assert code == 0
    assert out.startswith(f"Pass  {KIND}  {NAME}\n")
    assert "5 lines, 1,290 bytes: header 1, details 3, trailer 1" in out
    assert "the details add up to total_credit_amount: 903.29 baht" in out
    assert "the details add up to total_credit_count: 3" in out


def test_a_ruler_stands_under_each_wrong_byte(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = command(capsys, KIND, bad)
    assert code == 1
    assert out.startswith(f"Fail  {KIND}  {NAME}: 2 findings; 1 of its records would be refused\n")
    assert "line 3, columns 21-28 (payment_date): calendar" in out
    lines = out.splitlines()
    shown = next(number for number, line in enumerate(lines) if "00000x0021400" in line)
    assert lines[shown].index("00000x0021400") == lines[shown + 1].index("^")
    assert lines[shown + 1].strip() == "^" * 13
    assert not [secret for secret in SECRETS if secret in out]


def test_the_same_in_thai(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = command(capsys, KIND, bad, "--lang", "th")
    assert code == 1
    assert "บรรทัด 3 คอลัมน์ 164-176 (amount): ตัวเลข" in out
    assert "ที่คาดไว้  ตัวเลข 0-9 จำนวน 13 หลัก โดย 2 หลักท้ายเป็นทศนิยมของบาท" in out
    assert "1 ระเบียนในไฟล์จะถูกปฏิเสธ" in out


def test_reports_tell_the_same_to_a_pipeline(bad: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, _ = command(capsys, KIND, bad, "--report", tmp_path / "report")
    (failure,) = ET.parse(tmp_path / "report" / "junit.xml").iter("failure")
    events = [json.loads(line) for line in (tmp_path / "report" / "events.jsonl").read_text("utf-8").splitlines()]
    page = (tmp_path / "report" / "report.html").read_text("utf-8")
    assert code == 1
    assert "line 3, columns 164-176 (amount): digits" in (failure.text or "")
    assert [event["event"] for event in events] == [
        "run_started", "scenario_started", "step_started", "step_finished", "scenario_finished", "run_finished",
    ]  # fmt: skip
    assert (events[-2]["verdict"], events[-2]["blame"], events[-1]["exit_code"]) == ("fail", "partner", 1)
    assert "^^^^^^^^^^^^^" in page
    assert not [secret for secret in SECRETS if secret in page]


def test_all_findings_are_counted_and_some_drawn(bad: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = command(capsys, KIND, bad, "--limit", 1)
    assert "2 findings" in out
    assert [line.strip() for line in out.splitlines() if "^" in line] == ["^" * 8]
    assert "… and 1 more; --limit draws more of them" in out


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "empty file"),
        (SAMPLE.read_bytes().decode("cp874").encode(), "Thai text in UTF-8, three bytes a character"),
        (SAMPLE.read_bytes()[:600], "record length"),
        (b"\x00\xff" * 50_000, "record type"),
    ],
    ids=["empty", "utf-8", "cut short", "no text at all"],
)
def test_a_file_of_another_kind_is_told_what_it_is(
    tmp_path: Path, data: bytes, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / NAME
    file.write_bytes(data)
    code, out, _ = command(capsys, KIND, file)
    assert code == 1
    assert told in out


def test_a_file_under_another_name_says_what_names_there_are(good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = good.rename(good.with_name("payments.txt"))
    code, out, _ = command(capsys, KIND, other)
    assert code == 1
    assert "expected  MWA_TMN_{date}_{sequence}.txt, with {date} a date YYYYMMDD" in out
    assert command(capsys, KIND, other, "--any-name")[0] == 0


@pytest.mark.parametrize("kind", ["truemoney_offline", "truemoney_offline/payments", "nobody/payment_file"])
def test_an_unknown_layout_is_told_which_there_are(kind: str, good: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = command(capsys, kind, good)
    assert code == 2
    assert f"there is no layout '{kind}'; there are: " in err
    assert KIND in err


@pytest.mark.parametrize("what", ["missing", "folder"])
def test_what_is_no_file_is_said_so(what: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path if what == "folder" else tmp_path / "nothing.txt"
    code, _, err = command(capsys, KIND, file)
    assert code == 2
    assert ("is a directory" if what == "folder" else "does not exist") in err


def test_every_layouts_own_sample_passes(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    checked: list[Any] = []
    for partner in Kit().partners.values():
        for layout in partner.layouts:
            (sample,) = partner.contracts.glob(f"files/{layout}.sample.*")
            checked.append((layout, command(capsys, f"{partner.name}/{layout}", sample, "--any-name")[0]))
    assert checked
    assert {code for _, code in checked} == {0}
