"""Tells an office what its agreement allows, and records every look-up, also one that was refused."""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, func, select

from reference.cis.messages import (
    MOST_MONTHS,
    AccountUsage,
    Disclosure,
    ServiceHours,
    UsageQuery,
    UsageRefusal,
    UsageTerms,
)
from reference.cis.tables import disclosure
from reference.cis.usage.audit_log import AUDIT_LOG
from reference.cis.usage.statistics import usage_of
from reference.common.clock import Clock, stamp
from reference.common.database import Database
from reference.common.dates import is_business_day

TOLD, NOTHING = "told", "nothing"
_ASKED_TODAY = (
    select(func.count())
    .select_from(disclosure)
    .where(
        disclosure.c.office == bindparam("which"),
        disclosure.c.at >= bindparam("day"),
        disclosure.c.outcome.in_((TOLD, NOTHING)),
    )
)
_LONGEST = 40
"""Of what a caller says of itself, so many characters are kept."""


class Disclosures:
    """Look-ups of usage by other offices; `terms` are those of each office, by its number."""

    def __init__(self, db: Database, clock: Clock, terms: Mapping[str, UsageTerms], holidays: Set[date]) -> None:
        self._db = db
        self._clock = clock
        self._terms = terms
        self._holidays = holidays

    def has_agreement(self, office: str) -> bool:
        """Whether an office of this number may ask at all."""
        return office in self._terms

    def ask_record(self) -> None:
        """Read the record of look-ups, without which there is no disclosure; raises if the store is lost."""
        with self._db.read() as db:
            db.execute(select(disclosure.c.at).limit(1)).first()

    def look_up(self, query: UsageQuery) -> Disclosure:
        """Answer an office's look-up; it is recorded before the answer is given."""
        now = self._clock.now()
        with self._db.write() as db:
            terms = self._terms.get(query.office)
            refusal = self._refusal(db, terms, query, now)
            if terms is None or refusal is not None:
                found = Disclosure(refusal)
            else:
                months = min(terms.months, MOST_MONTHS)
                found = Disclosure(None, usage_of(db, query.kind, query.subject, terms.facts, now.date(), months))
            AUDIT_LOG.append(db, _entry(query, found, stamp(now)))
        return found

    def _refusal(
        self, db: Connection, terms: UsageTerms | None, query: UsageQuery, now: datetime
    ) -> UsageRefusal | None:
        if terms is None:
            return UsageRefusal.NO_AGREEMENT
        if terms.hours and not self._is_open(terms.hours, now):
            return UsageRefusal.OUT_OF_HOURS
        if query.kind not in terms.subjects:
            return UsageRefusal.OUT_OF_SCOPE
        if terms.needs_reference and not (query.reference or "").strip():
            return UsageRefusal.NO_REFERENCE
        asked = db.execute(_ASKED_TODAY, {"which": query.office, "day": now.date().isoformat()}).scalar_one()
        return UsageRefusal.QUOTA_USED_UP if asked >= terms.quota else None

    def _is_open(self, hours: ServiceHours, now: datetime) -> bool:
        on_this_day = hours.every_day or is_business_day(now.date(), self._holidays)
        return on_this_day and hours.opens <= now.time() < hours.closes


def _entry(query: UsageQuery, found: Disclosure, at: str) -> dict[str, str | None]:
    """The columns of the record: which accounts and months were told, and never what was used in them."""
    return {
        "at": at,
        "service": query.service,
        "office": query.office[:_LONGEST],
        "officer": query.officer[:_LONGEST],
        "kind": query.kind.value,
        "subject": query.subject,
        "reference": query.reference,
        "outcome": found.refusal.value if found.refusal else TOLD if found.accounts else NOTHING,
        "told": json.dumps(_told(found.accounts)),
    }


def _told(accounts: tuple[AccountUsage, ...]) -> dict[str, list[str]]:
    return {account.registration: [month.month for month in account.months] for account in accounts}
