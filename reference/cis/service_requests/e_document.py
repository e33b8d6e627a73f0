"""The e-Document store: papers of requests and signed agreements, each with its day and digest, kept unaltered."""

from __future__ import annotations

import hashlib
from base64 import b64decode
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from reference.cis.messages import RequestStatus, StatusChanged
from reference.cis.tables import document
from reference.common.storage.hash_chain import ChainBroken, HashChain

CHAIN = HashChain(document, free=frozenset(("text",)))
"""The text may be erased one day; what was kept, and when, stays provable by its digest."""

REQUEST, DECISION, PAPER, AGREEMENT = "request", "decision", "paper", "agreement"
_DECIDED = (RequestStatus.REJECTED, RequestStatus.ESTIMATED, RequestStatus.ACTIVE)
_ALL = select(document).order_by(document.c.id)
_ABOUT = _ALL.where(document.c.about == bindparam("subject"))
_ERASE = (
    update(document).where(document.c.about == bindparam("subject"), document.c.text.is_not(None)).values(text=None)
)


def keep(db: Connection, kind: str, about: str, text: str, at: str) -> None:
    """Keep a paper about a request, or a party's signed agreement; what is no text as a `data:` URL (RFC 2397)."""
    CHAIN.append(db, {"at": at, "kind": kind, "about": about, "digest": _digest(text), "text": text})


def on_status_changed(db: Connection, change: StatusChanged) -> None:
    """The request itself becomes a paper when it is received, and each decision on it when it is made."""
    if change.status is RequestStatus.RECEIVED:
        keep(db, REQUEST, change.number, change.request.original, change.at)
    elif change.status in _DECIDED:
        keep(db, DECISION, change.number, f"{change.status}: {change.note}", change.at)


def papers(db: Connection, about: str) -> list[dict[str, Any]]:
    """The papers about a request or a party, in their order (`all`: every one); whether each is still what was kept."""
    rows = db.execute(_ALL) if about == "all" else db.execute(_ABOUT, {"subject": about})
    return [dict(row) | {"unaltered": _is_unaltered(row)} for row in rows.mappings()]


def erase(db: Connection, about: str) -> int:
    """Erase the texts about a request; how many. That there were papers, and their digests, stay."""
    return db.execute(_ERASE, {"subject": about}).rowcount


def verify(db: Connection) -> int:
    """How many papers stand as they were kept; ChainBroken where one does not."""
    count = CHAIN.verify(db)
    for row in db.execute(_ALL).mappings():
        if not _is_unaltered(row):
            raise ChainBroken(f"paper {row['id']} of {row['at']}: its text is not what was kept")
    return count


def _is_unaltered(row: Any) -> bool:
    return row["text"] is None or _digest(row["text"]) == row["digest"]


def _digest(text: str) -> str:
    """The digest of a document: of the file inside if the text is a data URL, else of the text."""
    _, is_file, content = text.partition(";base64,") if text.startswith("data:") else ("", "", "")
    return hashlib.sha256(b64decode(content) if is_file else text.encode()).hexdigest()
