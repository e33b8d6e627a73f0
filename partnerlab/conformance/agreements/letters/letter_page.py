"""A letter as a PDF: an A4 page in Sarabun, shaped, so that each vowel and tone mark stands in its place.

The sheet follows the Prime Minister's Office regulation on correspondence: an outside letter has its number at the
left, the office at the right and the day in the middle; a memorandum has its heading and the office's line.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import uharfbuzz  # type: ignore[import-untyped]  # noqa: F401 -- fpdf2 shapes by it; so its absence is told here
from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import TTFFont

from partnerlab.conformance.agreements.letters.letter import BLANK, Letter
from partnerlab.conformance.agreements.letters.thai_lines import lines_of
from partnerlab.errors import InputError

_FONTS = Path(__file__).parent / "fonts"
_SIZE, _LINE = 12, 7.0
"""Points and millimetres: as large as the 16 points of the narrower faces in which offices write."""

_LEFT, _RIGHT, _TOP, _BOTTOM = 30.0, 20.0, 25.0, 20.0
_WIDTH = 210 - _LEFT - _RIGHT
_INDENT, _LABEL, _HALF = 25.0, 24.0, _WIDTH / 2


_MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""In each file alike: no clock is read, and the same letter gives the same bytes."""


class _NoLetters(int):
    """A glyph that means no character of the text, where fpdf2 asks for one.

    Shaping makes two glyphs of ำ, and fpdf2 gives the second no entry, which readers take for a letter of their own.
    """

    def __format__(self, specification: str) -> str:
        return ""


def as_pdf(letter: Letter) -> bytes:
    """The whole file."""
    with closing(_Page(letter.subject)) as page:
        _memorandum_head(page, letter) if letter.memorandum else _outside_head(page, letter)
        page.labelled("เรียน", letter.addressee)
        if letter.reference:
            page.labelled("อ้างถึง", letter.reference)
        if letter.enclosures:
            page.labelled("สิ่งที่ส่งมาด้วย", "  ".join(letter.enclosures))
        for paragraph in letter.paragraphs:
            page.gap()
            page.paragraph(paragraph)
        _signature(page, letter)
        return page.finished()


def _outside_head(page: _Page, letter: Letter) -> None:
    page.beside(f"ที่  {letter.number}", "การประปานครหลวง")
    page.gap()
    page.line(f"วันที่  {letter.day}", _HALF)
    page.gap()
    page.labelled("เรื่อง", letter.subject)


def _memorandum_head(page: _Page, letter: Letter) -> None:
    page.heading("บันทึกข้อความ")
    page.labelled("ส่วนงาน", letter.writer)
    page.beside(f"ที่  {letter.number}", f"วันที่  {letter.day}")
    page.labelled("เรื่อง", letter.subject)


def _signature(page: _Page, letter: Letter) -> None:
    lines = ["", "", f"({BLANK})", f"ตำแหน่ง {BLANK}"]
    page.keep_together(len(lines) + 6)
    page.gap()
    for line in lines if letter.memorandum else ["ขอแสดงความนับถือ", *lines]:
        page.line(line, _HALF)
    if not letter.memorandum:
        page.gap()
        for line in (letter.writer, f"โทร. {BLANK}", f"ไปรษณีย์อิเล็กทรอนิกส์ {BLANK}"):
            page.line(line)


class _Page:
    """The paper, written from the top downwards."""

    def __init__(self, title: str) -> None:
        self.pdf = FPDF(format="A4")
        self.pdf.set_title(title)
        self.pdf.set_lang("th")
        self.pdf.set_creation_date(_MADE)
        self.pdf.set_margins(_LEFT, _TOP, _RIGHT)
        self.pdf.set_auto_page_break(True, _BOTTOM)
        for style, file in (("", "Sarabun-Regular.ttf"), ("B", "Sarabun-Bold.ttf")):
            self.pdf.add_font("Sarabun", style, _FONTS / file)
        self.pdf.set_font("Sarabun", size=_SIZE)
        self.pdf.set_text_shaping(True, direction="ltr", script="thai", language="tha")
        self.pdf.add_page()

    def heading(self, text: str) -> None:
        self.pdf.set_font("Sarabun", "B", 2 * _SIZE)
        self._write(0, text, height=2 * _LINE, align="C")
        self.pdf.set_font("Sarabun", "", _SIZE)

    def line(self, text: str, indent: float = 0) -> None:
        self.pdf.set_x(_LEFT + indent)
        self._write(0, text)

    def beside(self, left: str, right: str) -> None:
        """Two texts on one line, the second from the middle."""
        self._write(_HALF, left, ends_line=False)
        self._write(0, right)

    def labelled(self, label: str, text: str) -> None:
        """A text of one or more lines behind its label in bold."""
        width = max(_LABEL, self._bold(label) + 3)
        for line in self._lines(text, lambda _: _WIDTH - width):
            self.line(line, width)
        self.pdf.ln(1)

    def paragraph(self, text: str) -> None:
        for number, line in enumerate(self._lines(text, lambda number: _WIDTH - (0 if number else _INDENT))):
            self.line(line, 0 if number else _INDENT)

    def gap(self) -> None:
        self.pdf.ln(_LINE / 2)

    def keep_together(self, lines: int) -> None:
        """A new page, unless so many lines have room on this one."""
        if self.pdf.will_page_break(lines * _LINE):
            self.pdf.add_page()

    def finished(self) -> bytes:
        for font in self.pdf.fonts.values():
            if isinstance(font, TTFFont):
                for glyph, _ in font.subset.items():
                    if glyph and not glyph.unicode:
                        glyph.unicode = (_NoLetters(),)
        return bytes(self.pdf.output())

    def close(self) -> None:
        """Close the files of the fonts."""
        for font in self.pdf.fonts.values():
            if isinstance(font, TTFFont):
                font.ttfont.close()

    def _bold(self, label: str) -> float:
        """Write a label where the line begins, and give its width."""
        self.pdf.set_font(style="B")
        width = self.pdf.get_string_width(label)
        self._write(width, label, ends_line=False)
        self.pdf.set_font(style="")
        return width

    def _write(
        self, width: float, text: str, *, height: float = _LINE, align: str = "L", ends_line: bool = True
    ) -> None:
        """Text from here on. `ActualText` says it to readers that would guess at the order of marks above a letter."""
        self._require_glyphs(text)
        said = "FEFF" + text.encode("utf-16-be").hex().upper()
        self.pdf._out(f"/Span <</ActualText <{said}>>> BDC")
        new_x, new_y = (XPos.LMARGIN, YPos.NEXT) if ends_line else (XPos.RIGHT, YPos.TOP)
        self.pdf.cell(width, height, text, align=align, new_x=new_x, new_y=new_y)
        self.pdf._out("EMC")

    def _require_glyphs(self, text: str) -> None:
        """A letter that the font has not would be left out without a word."""
        font = self.pdf.current_font
        missing = {letter for letter in text if isinstance(font, TTFFont) and ord(letter) not in font.cmap}
        if missing:
            told = ", ".join(f"{letter!r}" for letter in sorted(missing))
            raise InputError(f"the letter's font has no {told}, which stands in the agreement: '{text}'")

    def _lines(self, text: str, widths: Callable[[int], float]) -> list[str]:
        return lines_of(text, widths, self.pdf.get_string_width)
