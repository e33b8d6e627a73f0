"""All sheets, put together from our books and from what the agents report."""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import date

from sqlalchemy import Connection

from reference.cis.money.reconciliation.booked import add_booked
from reference.cis.money.reconciliation.day_sheet import DaySheet, Difference, Kind, Sheets
from reference.cis.money.reconciliation.file_reports import add_file_reports
from reference.cis.money.reconciliation.missing_files import add_missing_files
from reference.cis.money.reconciliation.till_reports import add_till_reports


def day_sheets(db: Connection, today: date, days_off: Set[date], daily: Iterable[str]) -> Sheets:
    """Every agent's sheets, by agent, way and day; of the agents `daily` a file was agreed for each business day."""
    sheets: Sheets = {}
    add_booked(db, sheets)
    add_file_reports(db, sheets)
    add_till_reports(db, sheets)
    add_missing_files(db, sheets, daily, days_off, today)
    for sheet in sheets.values():
        sheet.differences += _unexplained(sheet)
    return dict(sorted(sheets.items()))


def _unexplained(sheet: DaySheet) -> list[Difference]:
    """What differs between the sums and is no single thing of those found: a till that reports nothing, say."""
    if sheet.reported is None:
        return []
    explained = sum(difference.missing for difference in sheet.differences)
    ours, theirs = sheet.booked.amount, sheet.reported.amount - explained
    if ours == theirs:
        return []
    return [Difference(Kind.MISSING_THERE if ours > theirs else Kind.MISSING_HERE, "", ours, theirs)]
