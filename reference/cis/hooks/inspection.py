"""Views into the CIS for tests: accounts, requests, payments, batches, disclosures."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from sqlalchemy import BindParameter, Connection, Select, Table, bindparam, or_, select

from reference.cis import accounts, bill_codes
from reference.cis.debit import outcomes
from reference.cis.file_formats import EMPTY_FILE
from reference.cis.messages import ISO_20022
from reference.cis.money import billing, ledger, tariff
from reference.cis.money.reconciliation.reconciliation import day_sheets
from reference.cis.money.welfare_support import welfare_support
from reference.cis.numbers import baht
from reference.cis.personal_data.holdings import holdings
from reference.cis.proofs import records as proofs
from reference.cis.service_requests import e_document
from reference.cis.system import System
from reference.cis.tables import (
    agent_day_total,
    agent_transaction,
    charge,
    debit_batch,
    debit_entry,
    disclosure,
    line,
    mandate,
    material,
    material_reading,
    paper_order,
    payment,
    received_file,
    received_record,
    register_lookup,
    request,
    request_check,
    request_step,
    requisition_item,
    requisition_slip,
    welfare_check,
    welfare_right,
)
from reference.cis.usage.audit_log import AUDIT_LOG
from reference.common.hooks import Inspector, Shown
from reference.common.outbox import messages_about

_KEY: BindParameter[str] = bindparam("key")
_REQUEST = select(request).where(or_(request.c.id == _KEY, request.c.origin_number == _KEY))
_STEPS = select(request_step).where(request_step.c.request_id == _KEY).order_by(*request_step.primary_key.columns)
_DEBITS = (
    select(debit_batch.c.number.label("batch"), debit_batch.c.state.label("batch_state"), debit_entry)
    .join(debit_batch, debit_batch.c.id == debit_entry.c.batch_id)
    .order_by(debit_entry.c.id)
)
_CHECKS = select(request_check).where(request_check.c.request_id == _KEY)


def _request(system: System, db: Connection, key: str) -> Shown:
    """By the CIS's number or by its origin's."""
    row = db.execute(_REQUEST, {"key": key}).first()
    if row is None:
        return None
    steps = [dict(step._mapping) for step in db.execute(_STEPS, {"key": row.id})]
    lookups = _rows(db, _of(register_lookup, register_lookup.c.request_id, row.id))
    checks = [dict(check._mapping) for check in db.execute(_CHECKS, {"key": row.id})]
    shown = {"steps": steps, "waiting": checks, "looked_up": lookups}
    return dict(row._mapping) | shown | proofs.of_subject(db, row.id)


def _account(system: System, db: Connection, key: str) -> Shown:
    """By registration number, or by reference 1."""
    row = accounts.find(db, key)
    if row is None:
        return None
    number = row.registration
    charges = _rows(db, _of(charge, charge.c.registration, number))
    lines = _rows(db, _of(line, line.c.registration, number))
    deposit = sum(each["amount"] for each in lines if each["bucket"] == ledger.DEPOSITS)
    debtor = billing.debtor(db, number)
    asked = billing.asked_for(debtor.charges if debtor else [], system.clock.today().isoformat())
    total = baht(sum(item.amount for item in asked))
    shown = {"charges": charges, "lines": lines, "deposit": deposit, "total": total}
    welfare = {"welfare": _welfare(db, number, charges)}
    return dict(row._mapping) | shown | welfare | proofs.of_subject(db, number)


def _welfare(db: Connection, registration: str, charges: list[dict[str, Any]]) -> dict[str, Any]:
    """Whether the state supports the account, what it pays of each bill, and each time its register was asked."""
    right = _first(db, _of(welfare_right, welfare_right.c.registration, registration))
    bills = [each for each in charges if right and each["item_type"] == billing.WATER_BILL]
    parts = {each["month"]: baht(welfare_support(each["amount"])) for each in bills}
    checks = _rows(db, _of(welfare_check, welfare_check.c.registration, registration))
    return {"since": right and right["since"], "supported": parts, "looked_up": checks}


def _bill(system: System, db: Connection, key: str) -> Shown:
    """A month's bill by its invoice, as it is printed: its lines, and the codes to pay it by."""
    found = _first(db, select(charge).where(charge.c.invoice == key, charge.c.item_type == billing.WATER_BILL))
    if found is None:
        return None
    owner = accounts.find(db, found["registration"])
    reference1, amount = f"{owner.branch}{owner.registration}", found["amount"]
    return found | {
        "lines": tariff.bill_lines(found["usage"], owner.account_class, owner.meter_size),
        "barcode": bill_codes.barcode(reference1, key, amount),
        "qr": bill_codes.qr_text(reference1, key, amount),
    }


def _payment(system: System, db: Connection, key: str) -> Shown:
    """By receipt number, or by an agent's transaction number."""
    known = select(agent_transaction.c.receipt).where(agent_transaction.c.number == key)
    found = _first(db, select(payment).where(or_(payment.c.receipt == key, payment.c.receipt.in_(known))))
    if found is None:
        return None
    told = _rows(db, _of(agent_transaction, agent_transaction.c.receipt, found["receipt"]))
    agent = [row | {"marks": json.loads(row["marks"])} for row in told]
    return found | {"lines": _rows(db, _of(line, line.c.receipt, found["receipt"])), "transactions": agent}


def _day_total(system: System, db: Connection, key: str) -> Shown:
    """What an agent told of a day, by its code and the day (`BIGC@2026-11-23`), the newest last."""
    agent, _, day = key.partition("@")
    query = select(agent_day_total).where(agent_day_total.c.agent == agent, agent_day_total.c.day == day)
    totals = _rows(db, query.order_by(agent_day_total.c.id))
    return {"totals": [row | {"differences": json.loads(row["differences"])} for row in totals]} if totals else None


def _reconciliation(system: System, db: Connection, key: str) -> Shown:
    """Of an agent and a day (`BIGC@2026-11-23`), or `all`: our books beside what it reports, and what differs."""
    daily = [each.agent for each in system.file_partners.values() if each.empty_day == EMPTY_FILE]
    sheets = [
        sheet_key._asdict() | asdict(sheet)
        for sheet_key, sheet in day_sheets(db, system.clock.today(), system.settings.holidays, daily).items()
        if key in ("all", f"{sheet_key.agent}@{sheet_key.day}")
    ]
    return {"sheets": sheets}


def _file(system: System, db: Connection, key: str) -> Shown:
    """By name; of several with that name the last."""
    by_name = select(received_file).where(received_file.c.name == key).order_by(received_file.c.id.desc())
    found = _first(db, by_name)
    if found is None:
        return None
    del found["answer_name"]
    return found | {"lines": _rows(db, _of(received_record, received_record.c.file_id, found["id"]))}


def _material(system: System, db: Connection, key: str) -> Shown:
    """By its number without leading zeros."""
    return _first(db, select(material).where(material.c.number == key))


def _material_readings(system: System, db: Connection, key: str) -> Shown:
    """Each reading of the list, with why it failed."""
    return {"readings": _rows(db, select(material_reading).order_by(material_reading.c.id))}


def _requisition_slip(system: System, db: Connection, key: str) -> Shown:
    """The last slip of a request, or that of a number, with its items."""
    which = or_(requisition_slip.c.request_id == key, requisition_slip.c.number == key)
    found = _first(db, select(requisition_slip).where(which).order_by(requisition_slip.c.number.desc()))
    return found and found | {"items": _rows(db, _of(requisition_item, requisition_item.c.slip, found["number"]))}


def _mandate(system: System, db: Connection, key: str) -> Shown:
    """By its number, with every debit asked for by it and the batch that each went in."""
    found = _first(db, select(mandate).where(mandate.c.number == key))
    if found is None:
        return None
    return found | {"debits": _debits(db, debit_entry.c.mandate == key)}


def _parked_debits(system: System, db: Connection, key: str) -> Shown:
    """The debits of a bank that wait for a person: rejected for a reason that we do not know."""
    return {"debits": _debits(db, debit_entry.c.next_step == outcomes.PARK, debit_batch.c.bank == key)}


def _debits(db: Connection, *where: Any) -> list[dict[str, Any]]:
    """Debits with what became of them; beside our reason that of ISO 20022, if it has one."""
    rows = _rows(db, _DEBITS.where(*where))
    return [row | {"iso_reason": ISO_20022.get(row["reason"])} for row in rows]


def _outbox(system: System, db: Connection, key: str) -> Shown:
    """The messages for a request; without a number, all."""
    return {"messages": messages_about(db, key)}


def _disclosures(system: System, db: Connection, key: str) -> Shown:
    """What was asked by an office, or about a person or an account; `all`, whatever was asked."""
    query = select(disclosure).order_by(disclosure.c.id)
    if key != "all":
        query = query.where(or_(disclosure.c.office == key, disclosure.c.subject == key))
    return {"disclosures": [row | {"told": json.loads(row["told"])} for row in _rows(db, query)]}


def _audit_log(system: System, db: Connection, key: str) -> Shown:
    """How many look-ups the record has, and the head of its hash chain."""
    return {"entries": AUDIT_LOG.count(db), "head": AUDIT_LOG.head(db)}


def _person(system: System, db: Connection, key: str) -> Shown:
    """All rows about the holder of these 13 digits, by table."""
    return dict(holdings(db, key)) or None


def _papers(system: System, db: Connection, key: str) -> Shown:
    """The papers that e-Document keeps about a request or a party's agreement; `all`, every one."""
    orders = _rows(db, _of(paper_order, paper_order.c.request_id, key))
    return {"papers": e_document.papers(db, key), "attached": orders}


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
    "bill": _bill,
    "payment": _payment,
    "day_total": _day_total,
    "reconciliation": _reconciliation,
    "file": _file,
    "mandate": _mandate,
    "material": _material,
    "material_readings": _material_readings,
    "requisition_slip": _requisition_slip,
    "parked_debits": _parked_debits,
    "outbox": _outbox,
    "disclosures": _disclosures,
    "audit_log": _audit_log,
    "person": _person,
    "papers": _papers,
}
