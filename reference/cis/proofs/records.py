"""Proofs as the store keeps them, one of each matter for an account or a request."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from reference.cis.proofs.proof import DECIDED, Proof
from reference.cis.service_requests.register_lookups import RegisterLookup
from reference.cis.tables import proof, proof_lookup

_OF = select(proof).where(proof.c.subject == bindparam("about")).order_by(proof.c.matter)
_ONE = _OF.where(proof.c.matter == bindparam("what"))
_LOOKUPS = select(proof_lookup).where(proof_lookup.c.subject == bindparam("about")).order_by(proof_lookup.c.id)
_DROP = delete(proof).where(proof.c.subject == bindparam("about"), proof.c.matter == bindparam("what"))
_ADD, _ADD_LOOKUP = insert(proof), insert(proof_lookup)


def standing(db: Connection, subject: str, matter: str) -> str | None:
    """How the proof stands; None while nothing was asked."""
    row = db.execute(_ONE, {"about": subject, "what": matter}).first()
    return None if row is None else str(row.standing)


def is_decided(db: Connection, subject: str, matter: str) -> bool:
    """Whether a register or a paper copy has decided it already."""
    return standing(db, subject, matter) in DECIDED


def store(db: Connection, subject: str, matter: str, found: Proof, at: str) -> None:
    """Keep a proof in place of the one before."""
    db.execute(_DROP, {"about": subject, "what": matter})
    facts = json.dumps(dict(found.facts), ensure_ascii=False)
    row = {"standing": found.standing.value, "at": at, "reason": found.reason, "facts": facts}
    db.execute(_ADD, {"subject": subject, "matter": matter, **row})


def store_lookups(db: Connection, subject: str, lookups: Sequence[RegisterLookup], at: str) -> None:
    """Keep that registers were asked."""
    if lookups:
        db.execute(_ADD_LOOKUP, [{"subject": subject, "at": at} | asdict(lookup) for lookup in lookups])


def of_subject(db: Connection, subject: str) -> dict[str, Any]:
    """Every proof by its matter, and each look-up."""
    rows = [dict(row) for row in db.execute(_OF, {"about": subject}).mappings()]
    proofs = {row["matter"]: row | {"facts": json.loads(row["facts"])} for row in rows}
    lookups = [dict(row) for row in db.execute(_LOOKUPS, {"about": subject}).mappings()]
    return {"proofs": proofs, "asked_for_proofs": lookups}
