"""What the system has inside, for a rehearsal to look at."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, Table, bindparam, or_, select

from reference.cis.money import billing, ledger
from reference.cis.numbers import baht
from reference.cis.system import System
from reference.cis.tables import (
    account,
    agent_transaction,
    charge,
    debit_batch,
    debit_entry,
    file_record,
    line,
    look_up,
    mandate,
    payment,
    payment_file,
    request,
    request_step,
    work,
)
from reference.common.hooks import Inspector, Shown
from reference.common.outbox import messages_about

_KEY: BindParameter[str] = bindparam("key")
_REQUEST = select(request).where(or_(request.c.id == _KEY, request.c.portal_id == _KEY))
_STEPS = select(request_step).where(request_step.c.request_id == _KEY).order_by(*request_step.primary_key.columns)
_DEBITS = (
    select(debit_batch.c.number.label("batch"), debit_batch.c.state.label("batch_state"), debit_entry)
    .join(debit_batch, debit_batch.c.id == debit_entry.c.batch_id)
    .order_by(debit_entry.c.id)
)
_WAITS = select(work).where(work.c.subject == _KEY)


def _request(system: System, db: Connection, key: str) -> Shown:
    """By the CIS's number or by the portal's."""
    row = db.execute(_REQUEST, {"key": key}).first()
    if row is None:
        return None
    found = dict(row._mapping)
    form = found.pop("form")
    steps = [dict(step._mapping) for step in db.execute(_STEPS, {"key": found["id"]})]
    asked = _rows(db, _of(look_up, look_up.c.request_id, found["id"]))
    waits = [dict(wait._mapping) for wait in db.execute(_WAITS, {"key": found["id"]})]
    return found | {"form": json.loads(form), "steps": steps, "waiting": waits, "looked_up": asked}


def _account(system: System, db: Connection, key: str) -> Shown:
    """By registration number, or by reference 1."""
    found = _first(db, select(account).where(account.c.registration == key[-8:]))
    if found is None or (len(key) == 10 and key[:2] != found["branch"]):
        return None
    number = found["registration"]
    charges = _rows(db, _of(charge, charge.c.registration, number))
    lines = _rows(db, _of(line, line.c.registration, number))
    deposit = sum(each["amount"] for each in lines if each["bucket"] == ledger.DEPOSITS)
    debtor = billing.debtor(db, number)
    asked = billing.asked_for(debtor.charges if debtor else [], system.clock.today().isoformat())
    total = baht(sum(item.amount for item in asked))
    return found | {"charges": charges, "lines": lines, "deposit": deposit, "total": total}


def _payment(system: System, db: Connection, key: str) -> Shown:
    """By receipt number, or by an agent's transaction number."""
    known = select(agent_transaction.c.receipt).where(agent_transaction.c.transaction_id == key)
    found = _first(db, select(payment).where(or_(payment.c.receipt == key, payment.c.receipt.in_(known))))
    if found is None:
        return None
    return found | {"lines": _rows(db, _of(line, line.c.receipt, found["receipt"]))}


def _file(system: System, db: Connection, key: str) -> Shown:
    """By name; of several with that name the last."""
    by_name = select(payment_file).where(payment_file.c.name == key).order_by(payment_file.c.id.desc())
    found = _first(db, by_name)
    if found is None:
        return None
    del found["answer"]
    return found | {"lines": _rows(db, _of(file_record, file_record.c.file_id, found["id"]))}


def _mandate(system: System, db: Connection, key: str) -> Shown:
    """By its number, with every debit asked for by it and the batch that each went in."""
    found = _first(db, select(mandate).where(mandate.c.number == key))
    if found is None:
        return None
    return found | {"debits": _rows(db, _DEBITS.where(debit_entry.c.mandate == key))}


def _outbox(system: System, db: Connection, key: str) -> Shown:
    """The messages for a request; without a number, all."""
    return {"messages": messages_about(db, key)}


def _of(table: Table, column: Any, key: Any) -> Select[Any]:
    return select(table).where(column == key).order_by(*table.primary_key.columns)


def _first(db: Connection, query: Select[Any]) -> Shown:
    row = db.execute(query).mappings().first()
    return None if row is None else dict(row)


def _rows(db: Connection, query: Select[Any]) -> list[dict[str, Any]]:
    return [dict(row) for row in db.execute(query).mappings()]


THINGS: dict[str, Inspector[System]] = {
    "request": _request,
    "account": _account,
    "payment": _payment,
    "file": _file,
    "mandate": _mandate,
    "outbox": _outbox,
}
