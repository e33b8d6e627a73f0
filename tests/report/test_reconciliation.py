"""The page that reconciles agents' money: differences first, totals per agent and channel, in both languages."""

from __future__ import annotations

from typing import Any

from partnerlab.report.html.page import from_events
from tests.report.reading import Node, read


def day(partner: str, satang: int, **told: Any) -> dict[str, Any]:
    sums = {name: {"count": 1, "amount": satang} for name in ("handed_over", "booked")}
    plain = {"partner": partner, "way": "messages", "day": "2026-11-05", "agrees": True, "differences": []}
    return plain | sums | {"reversed": {"count": 0, "amount": 0}, "reported": None} | told


def page(*days: dict[str, Any]) -> Node:
    party = {"name": "bank", "title": {"en": "A bank", "th": "ธนาคาร"}, "kind": "partner"}
    started = {"event": "scenario_started", "scenario": "money/one", "title": "One", "parties": [party]}
    told = {"event": "reconciliation", "scenario": "money/one", "days": list(days)}
    return read(
        from_events([started, told, {"event": "scenario_finished", "scenario": "money/one", "verdict": "pass"}])
    )


def cells(table: Node, language: str) -> list[list[str]]:
    rows = table.one("tbody").all("tr")
    return [[cell.text(language).strip() for cell in row.all() if cell.tag in ("td", "th")] for row in rows]


def test_what_differs_comes_first_with_its_amounts() -> None:
    difference = {"kind": "reversed_but_reported", "reference": "T-1", "ours": 0, "theirs": 123456, "file": "A.txt"}
    odd = day("bank", 500, reported={"count": 2, "amount": 123956}, differences=[difference])
    differences, totals, days = page(day("shop", 100), odd).one(id="reconciliation").all("table")
    (line,) = cells(differences, "en")
    assert line[0] == "A bank" and line[3:] == ["Reversed, but reported", "T-1 · A.txt", "0.00", "1,234.56", "1,234.56"]
    assert cells(differences, "th")[0][0] == "ธนาคาร" and cells(differences, "th")[0][2].endswith("2569")
    assert [row[0] for row in cells(totals, "en")] == ["A bank", "shop"]
    assert [row[0] for row in cells(days, "en")] == ["A bank", "shop"]


def test_the_last_line_is_the_total_of_all() -> None:
    reports = day("shop", 100, reported={"count": 2, "amount": 300})
    totals, _ = page(day("bank", 500), reports).one(id="reconciliation").all("table")
    sums = [cell.text("en").strip() for cell in totals.one("tfoot").all("td")]
    assert sums == ["6.00 (2)", "0.00", "6.00 (2)", "0.00 (0)", "3.00 (2)", "0"]


def test_without_a_report_the_third_term_is_a_dash() -> None:
    totals, _ = page(day("bank", 500)).one(id="reconciliation").all("table")
    assert cells(totals, "en")[0][2:] == ["5.00 (1)", "0.00", "5.00 (1)", "0.00 (0)", "—", "0"]


def test_what_was_handed_over_and_not_booked_is_a_difference() -> None:
    differences, *_ = page(day("bank", 500, booked={"count": 0, "amount": 0}, agrees=False)).all("table", "sums")
    assert cells(differences, "en")[0][3:] == ["Handed over, not booked as such", "—", "0.00", "5.00", "5.00"]


def test_a_report_that_is_not_known_has_no_amount() -> None:
    refused = {"kind": "file_refused", "reference": "", "ours": 0, "theirs": None, "file": "A.txt"}
    differences, *_ = page(day("bank", 0, differences=[refused])).all("table", "sums")
    assert cells(differences, "en")[0][3:] == ["File refused, nothing booked", "A.txt", "0.00", "—", "—"]


def test_a_run_in_which_no_money_moved_has_no_such_page() -> None:
    assert not page().all(id="reconciliation")
