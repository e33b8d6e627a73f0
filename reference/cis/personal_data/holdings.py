"""All data that the system holds about one person or company: the answer to a request for access (PDPA s. 30)."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, or_, select

from reference.cis.personal_data.columns import is_about, log_in_names, registrations_of
from reference.cis.tables import (
    account,
    agent_transaction,
    approval,
    charge,
    debit_entry,
    disclosure,
    document,
    line,
    log_in,
    mandate,
    one_time_password,
    outbox,
    paper_order,
    payment,
    proof,
    proof_lookup,
    received_record,
    register_lookup,
    request,
    request_step,
    welfare_check,
    welfare_right,
)

Rows = list[dict[str, Any]]


def holdings(db: Connection, number: str) -> dict[str, Rows]:
    """The rows about the holder of these 13 digits, by table, in the order in which they were written."""
    accounts = registrations_of(db, number)
    requests = list(db.execute(select(request.c.id).where(is_about(number))).scalars())
    names = log_in_names(db, number)
    held = {table.name: _rows(db, table, table.c.registration.in_(accounts)) for table in _BY_ACCOUNT}
    held |= {table.name: _rows(db, table, table.c.request_id.in_(requests)) for table in _BY_REQUEST}
    held |= {
        request.name: _rows(db, request, is_about(number)),
        document.name: _rows(db, document, document.c.about.in_(requests)),
        outbox.name: _rows(db, outbox, outbox.c.subject.in_(requests)),
        welfare_right.name: _rows(
            db, welfare_right, or_(welfare_right.c.holder == number, welfare_right.c.registration.in_(accounts))
        ),
        proof.name: _rows(db, proof, proof.c.subject.in_([*accounts, *requests])),
        proof_lookup.name: _rows(db, proof_lookup, proof_lookup.c.subject.in_([*accounts, *requests])),
        log_in.name: _rows(db, log_in, log_in.c.name.in_(names)),
        one_time_password.name: _rows(db, one_time_password, one_time_password.c.name.in_(names)),
        disclosure.name: _rows(db, disclosure, disclosure.c.subject.in_([number, *accounts])),
    }
    return {name: rows for name, rows in held.items() if rows}


_BY_ACCOUNT = (
    account, charge, payment, line, agent_transaction, approval, mandate, debit_entry, received_record, welfare_check,
)  # fmt: skip
_BY_REQUEST = (request_step, register_lookup, paper_order)


def _rows(db: Connection, table: Table, where: ColumnElement[bool]) -> Rows:
    query = select(table).where(where).order_by(*table.primary_key.columns)
    return [dict(row) for row in db.execute(query).mappings()]
