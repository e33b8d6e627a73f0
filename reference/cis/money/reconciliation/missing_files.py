"""Days without a file of an agent that agreed to leave one each business day, also when it took nothing."""

from __future__ import annotations

from collections.abc import Iterable, Set
from datetime import date, timedelta

from sqlalchemy import Connection, select

from reference.cis.money.reconciliation.day_sheet import Difference, Kind, Sheets, Way, sheet_of
from reference.cis.tables import received_file
from reference.common.dates import is_business_day


def add_missing_files(db: Connection, sheets: Sheets, daily: Iterable[str], days_off: Set[date], today: date) -> None:
    """Enter each such business day into the sheets, from the agent's first file until yesterday."""
    for agent in daily:
        days = set(db.execute(select(received_file.c.day).where(received_file.c.agent == agent)).scalars())
        day = date.fromisoformat(min(days)) if days else today
        while day < today:
            if day.isoformat() not in days and is_business_day(day, days_off):
                sheet = sheet_of(sheets, agent, Way.PAYMENT_FILES, day.isoformat())
                sheet.differences.append(Difference(Kind.FILE_MISSING, "", 0, None))
            day += timedelta(days=1)
