"""A finding drawn under the line it is about, with carets where the wrong bytes stand."""

from __future__ import annotations

import unicodedata

from partnerlab.contract.files.file_findings import FileFinding

_AROUND = 20
_WIDEST = 72
_COMBINING = ("Mn", "Me", "Cf")


def ruler(finding: FileFinding, line: bytes, encoding: str = "cp874") -> str:
    """Several lines of plain text: the place, the part of `line` around it, carets, expected and seen.

    `line` is shown as it is given: mask it first where it may hold personal data.
    """
    rows = [f"{finding.where}: {finding.rule}"]
    rows += [f"  {row}" for row in drawing(finding, line, encoding)]
    rows += [f"  expected  {finding.expected}", f"  seen      {finding.seen}"]
    return "\n".join(rows)


def drawing(finding: FileFinding, line: bytes, encoding: str = "cp874") -> list[str]:
    """The first wrong column, the line around it, and the carets; nothing for a finding without a place in a line."""
    if finding.place is None:
        return []
    first, last = finding.place.wrong or (finding.place.start, finding.place.end)
    return _drawing(first - 1, last, line.rstrip(b"\r\n"), encoding)


def _drawing(start: int, end: int, line: bytes, encoding: str) -> list[str]:
    """The scale, the line and the carets; a column beyond the end of the line is drawn as well."""
    left = max(0, start - _AROUND)
    right = min(max(len(line), end), left + _WIDEST, end + _AROUND)
    before, after = "…" if left else "", "…" if right < len(line) else ""
    shown, at = line[left:right].ljust(right - left), (start - left, min(end, right) - left)
    good, wrong, rest = (_text(part, encoding) for part in (shown[: at[0]], shown[at[0] : at[1]], shown[at[1] :]))
    if unicodedata.category(wrong[:1] or " ") in _COMBINING:
        wrong = "\u25cc" + wrong  # a mark of its own cell, for it would stand over what is right
    indent = " " * (len(before) + _width(good))
    return [
        f"{indent}{start + 1}",
        f"{before}{good}{wrong}{rest}{after}",
        f"{indent}{'^' * max(1, _width(wrong))}",
    ]


def _text(raw: bytes, encoding: str) -> str:
    """One character a byte: what the encoding lacks, and what would move the cursor, becomes a replacement sign."""
    return "".join(_char(bytes([byte]), encoding) for byte in raw)


def _char(byte: bytes, encoding: str) -> str:
    char = byte.decode(encoding, "replace")
    return "\ufffd" if unicodedata.category(char) == "Cc" else char


def _width(text: str) -> int:
    """Cells on a terminal: Thai vowels and tone marks above and below take none."""
    return sum(unicodedata.category(char) not in _COMBINING for char in text)
