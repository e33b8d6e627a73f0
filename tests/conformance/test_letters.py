"""The letters of the procedure: which is due, what stands in it, and that a reader gets back each mark of its Thai."""

from __future__ import annotations

import io
import json
import re
import sys
import unicodedata
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pypdf
import pytest

from partnerlab.conformance.agreements.letters import letter_page, thai_words
from partnerlab.conformance.agreements.letters.letter import BLANK, due_letter
from partnerlab.conformance.agreements.letters.letter_page import as_pdf
from partnerlab.conformance.agreements.letters.thai_lines import lines_of
from partnerlab.errors import InputError
from partnerlab.lab.partners.registry import Registry
from partnerlab.schemas.validation import schema

MARKS = re.compile("[\u0e31\u0e33-\u0e3a\u0e45\u0e47-\u0e4e]")
"""Vowels and tones that stand behind, above or below a letter; none begins a line."""


def read_back(pdf: bytes) -> str:
    """Its text as a reader of PDFs gives it, without the ends of lines, which Thai text may have anywhere."""
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return unicodedata.normalize("NFC", "".join("".join(page.extract_text().split()) for page in pages))


def packed(text: str) -> str:
    return unicodedata.normalize("NFC", "".join(text.split()))


def record(*outcomes: tuple[int, str], known: bool = True) -> list[dict[str, Any]]:
    return [
        {"step": step, "date": f"2027-0{step}-11" if known else None, "decided_by": "x", "outcome": outcome,
         "document": f"MADE-UP {step}/2570" if known else None}
        for step, outcome in outcomes
    ]  # fmt: skip


@pytest.fixture
def agreement() -> Callable[..., Mapping[str, Any]]:
    """That of the register of land, at another step."""

    def at(step: int, state: str, steps: list[dict[str, Any]]) -> Mapping[str, Any]:
        changed = {"procedure": {"step": step, "state": state, "record": steps}}
        return Registry().partner("dol_land").agreement | changed

    return at


def test_a_refusal_is_told_in_the_form_of_an_outside_letter(agreement: Any) -> None:
    steps = record((1, "purpose_stated"), (2, "not_allowed"), (3, "refused_by_letter"))
    text = read_back(as_pdf(due_letter("dol_land", agreement(3, "refused", steps))))
    parts = (
        "ที่ MADE-UP 3/2570", "วันที่ 11 มีนาคม 2570", "เรื่อง แจ้งผลการพิจารณา", f"เรียน {BLANK} (กรมที่ดิน",
        "อ้างถึง หนังสือกรมที่ดิน", "ที่ MADE-UP 1/2570 ลงวันที่ 11 มกราคม 2570", "คณะกรรมการธรรมาภิบาลข้อมูล",
        "มาตรา 22, 24(3) และ 39", "ตามมติ ที่ MADE-UP 2/2570", f"เนื่องจาก {BLANK}", "จึงเรียนมาเพื่อโปรดทราบ",
        "ขอแสดงความนับถือ", "ตำแหน่ง", "โทร.",
    )  # fmt: skip
    places = [text.find(packed(part)) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)
    assert "สิ่งที่ส่งมาด้วย" not in text


def test_what_is_not_known_stays_a_blank(agreement: Any) -> None:
    steps = record((1, "purpose_stated"), (2, "not_allowed"), known=False)
    text = read_back(as_pdf(due_letter("dol_land", agreement(3, "in_progress", steps))))
    assert packed(f"ที่ {BLANK} การประปานครหลวง วันที่ {BLANK}") in text
    assert packed(f"ที่ {BLANK} ลงวันที่ {BLANK} ตามหนังสือที่อ้างถึง") in text
    assert "None" not in text and packed("แล้ว เห็นว่าไม่เป็นไปตามกฎหมาย") in text


def test_the_governor_is_informed_by_a_memorandum(agreement: Any) -> None:
    steps = record((1, "purpose_stated"), (2, "allowed"), (4, "form_agreed"))
    text = read_back(as_pdf(due_letter("dol_land", agreement(4, "done", steps))))
    for part in (
        "บันทึกข้อความ ส่วนงาน", f"ที่ {BLANK} วันที่ {BLANK}", "เรียน ผวก.", "ฉบับที่ 1.0", "ฝพท. และ ฝยศ. กำหนดรูปแบบ",
        "ตามเอกสาร ที่ MADE-UP 4/2570 ลงวันที่ 11 เมษายน 2570", "เลขประจำตัว และที่อยู่", "โดยไม่เรียกสำเนาโฉนด",
    ):  # fmt: skip
        assert packed(part) in text, part
    assert "ขอแสดงความนับถือ" not in text


def test_each_mark_of_every_letter_is_read_back() -> None:
    """Of all agreements, whose purposes use what Thai has: a lost or moved mark would make another word."""
    kit, page = Registry(), letter_page._Page("all")
    letters = [due_letter(name, kit.partner(name).agreement) for name in kit.partners]
    texts = dict.fromkeys(text for letter in letters for text in (letter.subject, *letter.paragraphs))
    for text in texts:
        page.paragraph(text)
    read = read_back(page.finished())
    assert [text for text in texts if packed(text) not in read] == []


def test_marks_that_shaping_moves_are_read_back() -> None:
    words = "น้ำ ป้า ปู่ ปั๊ม ฝั่ง ญี่ปุ่น ฐานข้อมูล กตัญญู ที่ ค่ำ ทำ จำนำ ผู้ซื้อ เก๋ง กฎ ฤๅษี ก๊ก 24(3) ISO/IEC"
    page = letter_page._Page("x")
    page.paragraph(words)
    assert read_back(page.finished()) == packed(words)


def test_a_letter_that_the_font_has_not_is_told() -> None:
    told = "the letter's font has no '漢', which stands in the agreement: 'กรม 漢'"
    with closing(letter_page._Page("x")) as page, pytest.raises(InputError, match=told):
        page.paragraph("กรม 漢")


def test_the_same_letter_gives_the_same_bytes() -> None:
    letter = due_letter("dol_land", Registry().partner("dol_land").agreement)
    assert as_pdf(letter) == as_pdf(letter)


@pytest.mark.parametrize("width", [4, 9, 17, 40])
def test_a_line_ends_where_thai_may_end(width: int) -> None:
    text = "คณะกรรมการธรรมาภิบาลข้อมูลได้พิจารณา การเชื่อมโยงอิเล็กทรอนิกส์ กับกรมที่ดินแล้ว ................"
    lines = lines_of(text, lambda number: width - (2 if number == 0 else 0), len)
    assert packed("".join(lines)) == packed(text)
    assert max(map(len, lines)) <= width and len(lines[0]) <= width - 2
    assert not [line for line in lines if MARKS.match(line)]
    assert width < 17 or any("เชื่อมโยง" in line for line in lines)


def test_every_word_of_an_agreement_has_its_thai() -> None:
    agreement = schema("agreement")["properties"]
    assert set(thai_words.LAWS) == set(agreement["legal_basis"]["items"]["properties"]["law"]["enum"])
    assert set(thai_words.CHANNELS) == set(agreement["channels"]["items"]["properties"]["kind"]["enum"])
    assert set(thai_words.CATEGORIES) == set(schema("agreement", "categories")["items"]["enum"])


def test_the_command_writes_the_letter_and_names_its_file(lab: Any, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    left = lab("agreements", "--letter", "dol_land")
    assert (left.code, left.out) == (0, "dol_land-letter.pdf\n")
    assert packed("เรียน ผวก.") in read_back((tmp_path / "dol_land-letter.pdf").read_bytes())
    assert lab("agreements", "--letter", "dol_land", "--to", tmp_path / "other.pdf").code == 0
    assert (tmp_path / "other.pdf").read_bytes() == (tmp_path / "dol_land-letter.pdf").read_bytes()


def test_where_no_letter_is_due_it_says_so(lab: Any, tmp_path: Path, monkeypatch: Any) -> None:
    root = tmp_path / "kit"
    for part in ("contracts", "simulators"):
        (root / part / "diggers").mkdir(parents=True)
    agreement = Registry().partner("rid_dams").agreement | {"procedure": {"step": 2, "state": "in_progress"}}
    (root / "contracts" / "diggers" / "agreement.yaml").write_text(json.dumps(agreement), encoding="utf-8")
    monkeypatch.setattr("partnerlab.lab.partners.registry.default_root", lambda: root)
    left = lab("agreements", "--letter", "diggers", "--to", tmp_path / "x.pdf")
    assert (left.code, (tmp_path / "x.pdf").exists()) == (2, False)
    assert "diggers: no letter is due at step 2 (weighed against the law): step 3 has the letter of refusal" in left.err


@pytest.mark.parametrize("package", ["fpdf", "uharfbuzz"])
def test_without_the_packages_for_letters_it_says_what_to_install(lab: Any, monkeypatch: Any, package: str) -> None:
    monkeypatch.delitem(sys.modules, letter_page.__name__)
    monkeypatch.setitem(sys.modules, package, None)
    left = lab("agreements", "--letter", "dol_land")
    assert left.code == 2
    assert f"the Python package '{package}' is not installed" in left.err and "letters]'" in left.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--letter", "dol_land", "--matrix", "m.csv"], "give one of --matrix, --diff and --letter"),
        (["--to", "x.pdf"], "--to needs --letter"),
        (["--letter", "dol_lands"], "dol_land"),
        (["--letter", "dol_land", "--to", "no/folder/x.pdf"], "no/folder/x.pdf"),
    ],
)
def test_wrong_usage_is_told(lab: Any, arguments: list[str], told: str) -> None:
    left = lab("agreements", *arguments)
    assert left.code == 2 and told in left.err


def test_the_font_comes_with_its_licence() -> None:
    licence = (Path(letter_page.__file__).parent / "fonts" / "Sarabun.LICENSE.txt").read_text(encoding="utf-8")
    assert "SIL Open Font License, Version 1.1" in licence
