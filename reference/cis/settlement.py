"""Settling a payment file exactly once: all of it in one transaction, or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from reference.cis import file256, ledger, posting
from reference.cis.known import Known
from reference.cis.settling import Decision, Settling
from reference.cis.tables import file_record, payment_file

_NAME = re.compile(r"MWA_([A-Z0-9]{3})_([0-9]{8})_[0-9]{2}\.txt\Z")
_SETTLED_BY_DIGEST = select(payment_file).where(
    payment_file.c.digest == bindparam("digest"), payment_file.c.state == "settled"
)
_SETTLED_BY_NAME = select(payment_file).where(
    payment_file.c.name == bindparam("name"), payment_file.c.state == "settled"
)
_ADD_FILE = insert(payment_file)
_ADD_RECORDS = insert(file_record)


class Refused(Exception):
    """The file as a whole is not settled; the text is for the sender."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A file and whether it was settled now (`new`), had been before, or is refused (`reason`)."""

    file_id: int
    new: bool
    reason: str | None = None


def settle(db: Connection, agent: str, name: str, data: bytes, at: str) -> Settled:
    """Settle a file, refuse it, or recognise it.

    The same content under the same name is the same file sent again (or a run that broke off before the
    answer was written): nothing is booked and the first answer stands. The same content under a new name,
    or new content under a name that is settled, is refused.
    """
    digest = file256.digest(data)
    try:
        known = _known(db, name, digest)
        if known is not None:
            return Settled(known, new=False)
        content = _read(agent, name, data)
    except (Refused, file256.WholeFileWrong) as wrong:
        reason = str(wrong)
        return Settled(_enter(db, agent, name, digest, at, reason, []), new=True, reason=reason)
    decisions = Settling(Known(db, content.details)).decide(content.details)
    file_id = _enter(db, agent, name, digest, at, None, decisions)
    _book(db, agent, file_id, decisions, at)
    return Settled(file_id, new=True)


def _known(db: Connection, name: str, digest: str) -> int | None:
    """The settled file that this one is, if it is; refuses what only looks like it."""
    same = db.execute(_SETTLED_BY_DIGEST, {"digest": digest}).first()
    if same is not None:
        if same.name != name:
            raise Refused(f"already settled as {same.name}")
        return int(same.id)
    if db.execute(_SETTLED_BY_NAME, {"name": name}).first() is not None:
        raise Refused("another file was settled under this name")
    return None


def _read(agent: str, name: str, data: bytes) -> file256.PaymentFile:
    """The content, which must agree with the name."""
    parts = _NAME.match(name)
    if parts is None or parts[1] != agent:
        raise Refused(f"file name: expected MWA_{agent}_YYYYMMDD_NN.txt, seen {name}")
    content = file256.read(data, agent)
    effective = content.header.effective
    if parts[2] != f"{effective:%Y%m%d}":
        raise Refused(
            f"record 1, columns 61-68: the effective date is {effective:%d%m%Y}, the name has {parts[2]}"
        )
    return content


def _enter(
    db: Connection,
    agent: str,
    name: str,
    digest: str,
    at: str,
    reason: str | None,
    decisions: Sequence[Decision],
) -> int:
    row = {
        "digest": digest,
        "agent": agent,
        "name": name,
        "state": "refused" if reason else "settled",
        "reason": reason,
        "taken_at": at,
        "records": len(decisions),
        "amount": sum(each.booking.amount for each in decisions if each.booking),
    }
    key = db.execute(_ADD_FILE, row).inserted_primary_key
    return int(key[0]) if key else 0


def _book(db: Connection, agent: str, file_id: int, decisions: Sequence[Decision], at: str) -> None:
    """Money, bills and records of a file."""
    booked = [(each, each.booking) for each in decisions if each.booking]
    receipts = ledger.receive(db, agent, [booking for _, booking in booked], at) if booked else []
    items = [(booking.registration or "", each.item) for each, booking in booked if each.item]
    posting.settle(db, items, at)
    by_sequence = {each.detail.sequence: receipt for (each, _), receipt in zip(booked, receipts, strict=True)}
    rows = [_record(file_id, each, by_sequence.get(each.detail.sequence)) for each in decisions]
    if rows:
        db.execute(_ADD_RECORDS, rows)


def _record(file_id: int, decision: Decision, receipt: str | None) -> dict[str, Any]:
    detail = decision.detail
    return {
        "file_id": file_id,
        "sequence": detail.sequence,
        "slip": detail.slip,
        "reference1": detail.reference1,
        "reference2": detail.reference2,
        "amount": detail.amount,
        "outcome": int(decision.outcome),
        "note": decision.note,
        "receipt": receipt,
    }
