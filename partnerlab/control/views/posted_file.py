"""A file that is sent to be checked: judged as `check-file` judges one on disk, and told with every wrong byte."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from partnerlab.conformance.record_file.file_check import FileCheck, check
from partnerlab.conformance.record_file.file_check_events import file_check_events
from partnerlab.conformance.record_file.file_excerpt import read_line, select_lines
from partnerlab.contract.files import FileFinding, Place
from partnerlab.control.control_errors import BAD_REQUEST, NOT_FOUND, ControlError
from partnerlab.lab.partners.partner import RegistryError
from partnerlab.lab.partners.registry import Registry
from partnerlab.temporary_folder import TemporaryFolder

LIMIT = 100
"""Findings that are told."""

_LISTS = "GET /__lab/layouts lists them"
_WIDEST = 64
"""Bytes of a finding that are told in hexadecimal."""


def layouts(kit: Registry) -> dict[str, Any]:
    """Every layout by which a file can be checked."""
    found = [
        {
            "partner": partner.name,
            "layout": name,
            "title": {language: layout.model.title[language] for language in ("en", "th")},
            "file": layout.name_pattern,
            "encoding": layout.encoding,
            "direction": partner.agreement["files"][name]["direction"],
        }
        for partner in kit.partners.values()
        for name, layout in partner.layouts.items()
        if name in (partner.agreement.get("files") or {})
    ]
    return {"layouts": found}


def check_posted_file(kit: Registry, partner: str, layout: str, name: str, data: bytes, shown: bool) -> dict[str, Any]:
    """The bytes held against a layout; personal data is x unless it is to be shown."""
    if "/" in name or "\\" in name or not name.strip("."):
        raise ControlError(BAD_REQUEST, "a file's name has no folder", "send the last part alone", "a name", name)
    with TemporaryFolder() as folder:
        path = Path(str(folder)) / "posted"
        path.write_bytes(data)
        try:
            checked = check(kit, f"{partner}/{layout}", path, name, LIMIT)
        except RegistryError as bad:
            raise ControlError(NOT_FOUND, str(bad), _LISTS, None, f"{partner}/{layout}") from None
        return _described(checked, shown)


def _described(checked: FileCheck, shown: bool) -> dict[str, Any]:
    """The events of the check, in one object."""
    events = list(file_check_events(checked))
    exchange = next(event for event in events if event["event"] == "exchange")
    ended = next(event for event in events if event["event"] == "scenario_finished")
    return {
        "partner": checked.partner.name,
        "layout": checked.operation,
        "title": {language: checked.layout.model.title[language] for language in ("en", "th")},
        "name": exchange["request"]["line"],
        "verdict": ended["verdict"],
        "blame": ended["blame"],
        "reason": ended["reason"],
        "records": [event["text"] for event in events if event["event"] == "step_started"],
        "size": exchange["request"]["size"],
        "lines": _lines(checked, shown),
        "findings": [
            _finding(checked, finding, told, shown)
            for finding, told in zip(checked.findings, exchange["findings"], strict=True)
        ],
        "untold": exchange["untold"],
    }


def _lines(checked: FileCheck, shown: bool) -> list[dict[str, Any]]:
    """All lines of a short file; of a long one the first, the last and those with findings."""
    placed = [*checked.verdict.findings, *checked.unmarked_data]
    chosen = select_lines(checked.path, checked.verdict.lines, placed)
    return [{"line": number, "text": _text(checked, raw, shown)} for number, raw in chosen.items()]


def _text(checked: FileCheck, raw: bytes, shown: bool) -> str:
    line = raw.rstrip(b"\r\n")
    return line.decode(checked.layout.encoding, "replace") if shown else checked.layout.mask(line)


def _finding(checked: FileCheck, finding: Any, told: dict[str, Any], shown: bool) -> dict[str, Any]:
    place = finding.place if isinstance(finding, FileFinding) else None
    return {
        "where": told["where"],
        "rule": told["rule"],
        "expected": told["expected"],
        "seen": told["seen"],
        "notice": told["notice"],
        "blame": told["blame"],
        "drawing": told.get("drawing", []),
        "place": _place(checked, place, shown) if place else None,
    }


def _place(checked: FileCheck, place: Place, shown: bool) -> dict[str, Any]:
    """Line, columns and bytes (hexadecimal) of each finding; bytes of personal data are replaced by those of `x`."""
    first, last = place.wrong or (place.start, place.end)
    line = read_line(checked.path, place)
    seen = line if shown else checked.layout.masked_line(line)
    return {
        "line": place.line,
        "first": first,
        "last": last,
        "field": place.field,
        "offset": place.offset + first - place.start,
        "hex": seen[first - 1 : min(last, first - 1 + _WIDEST)].hex(" "),
    }
