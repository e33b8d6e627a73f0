"""The papers that an applicant attached: fetched from where the request came from, judged, and kept in e-Document.

A paper that cannot be had now is tried again; one that must not be taken is refused, with the reason, and the request
goes on without it. What is sent of a kind is read off its first bytes, not off its name.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import Connection, bindparam, insert, select, update

from reference.cis.messages import Paper, PaperOffer, PaperRefused, Request, SourceUnavailable
from reference.cis.service_requests import e_document
from reference.cis.tables import paper_order
from reference.common.clock import stamp
from reference.common.database import Database
from reference.common.retry import next_try

WAITING, KEPT, REFUSED = "waiting", "kept", "refused"
LARGEST = 5_000_000
"""Bytes of a paper that we take."""

_TRIES = 6
_BEGINNINGS = {"application/pdf": b"%PDF-", "image/jpeg": b"\xff\xd8\xff", "image/png": b"\x89PNG\r\n\x1a\n"}
"""The kinds that we take, and the bytes with which they begin."""

_NEXT = select(paper_order).where(paper_order.c.state == WAITING).order_by(paper_order.c.due, paper_order.c.id).limit(1)
_SET = update(paper_order).where(paper_order.c.id == bindparam("which"))


class PaperSource(Protocol):
    """The client of an origin that keeps the papers of its requests."""

    def fetch(self, origin_number: str, offer: PaperOffer, largest: int) -> Paper:
        """The paper; SourceUnavailable while it cannot be had, PaperRefused if it never can."""
        ...


def order(db: Connection, number: str, request: Request, at: str) -> None:
    """Fetch the papers of a new request, from now on."""
    for offer in request.papers:
        facts = {"reference": offer.reference, "media": offer.media, "title": offer.title}
        waiting = {"state": WAITING, "due": at, "attempts": 0, "reason": None}
        origin = {"request_id": number, "origin": request.origin, "origin_number": request.origin_number}
        db.execute(insert(paper_order), origin | facts | waiting)


class PaperIntake:
    """Fetches each paper that waits; `sources` by the origin of the request."""

    waits = select(paper_order.c.id).where(paper_order.c.state == WAITING)

    def __init__(self, db: Database, sources: Mapping[str, PaperSource]) -> None:
        self._db = db
        self._sources = sources

    def first(self, db: Connection) -> Any:
        """The paper that is due first."""
        return db.execute(_NEXT).first()

    def run(self, row: Any, now: datetime) -> None:
        """Fetch a paper and keep it, or say why not. No transaction is open while the origin is asked."""
        try:
            paper = self._fetch(row)
        except SourceUnavailable as failure:
            self._put_off(row, failure, now)
        except PaperRefused as refused:
            self._refuse(row, refused.reason)
        else:
            with self._db.write() as db:
                text = f"data:{paper.media};base64,{b64encode(paper.content).decode()}"
                e_document.keep(db, e_document.PAPER, row.request_id, text, stamp(now))
                db.execute(_SET.values(state=KEPT, reason=None), {"which": row.id})

    def _fetch(self, row: Any) -> Paper:
        if row.media not in _BEGINNINGS:
            raise PaperRefused("ชนิดเอกสารไม่ถูกต้อง")
        source = self._sources.get(row.origin)
        if source is None:
            raise SourceUnavailable(f"{row.origin} is not connected")
        paper = source.fetch(row.origin_number, PaperOffer(row.reference, row.media, row.title), LARGEST)
        if len(paper.content) > LARGEST:
            raise PaperRefused("เอกสารมีขนาดเกินกำหนด")
        if paper.media != row.media or not paper.content.startswith(_BEGINNINGS[row.media]):
            raise PaperRefused("เนื้อหาไม่ตรงกับชนิดเอกสาร")
        return paper

    def _put_off(self, row: Any, failure: SourceUnavailable, now: datetime) -> None:
        if row.attempts + 1 >= _TRIES:
            self._refuse(row, f"ไม่สามารถรับเอกสารได้ ({failure.reason})")
            return
        due = stamp(next_try(now, row.attempts, failure.retry_after))
        with self._db.write() as db:
            db.execute(_SET.values(due=due, attempts=row.attempts + 1, reason=failure.reason), {"which": row.id})

    def _refuse(self, row: Any, reason: str) -> None:
        with self._db.write() as db:
            db.execute(_SET.values(state=REFUSED, reason=reason), {"which": row.id})
