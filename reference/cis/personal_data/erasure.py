"""Answers a request for erasure (PDPA s. 33): what the law lets go is erased, the rest kept by a rule that is named."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, delete, update

from reference.cis.personal_data.columns import FINISHED, OF_THE_APPLICANT, log_in_names, registrations_of
from reference.cis.personal_data.holdings import holdings
from reference.cis.service_requests import e_document
from reference.cis.tables import (
    approval,
    log_in,
    mandate,
    one_time_password,
    paper_order,
    proof,
    request,
    welfare_check,
    welfare_right,
)

ERASED, KEPT = "erased", "kept"
_BOOKS = "Accounting Act 2543 s. 14; Revenue Code s. 87/3: bills and receipts are kept for at least five years"
_CONTRACT = "PDPA s. 24(3): needed while the contract for water stands"
_RECORD = "PDPA s. 39: the record of what was asked and disclosed is kept for its time, unaltered"
_UNDER_WAY = "PDPA s. 24(3): the applicant's own request is under way"
_KEPT_WHOLE = {
    "account": _CONTRACT, "charge": _BOOKS, "payment": _BOOKS, "line": _BOOKS, "agent_transaction": _BOOKS,
    "debit_entry": _BOOKS, "received_record": _BOOKS, "register_lookup": _RECORD, "proof_lookup": _RECORD,
    "disclosure": _RECORD,
}  # fmt: skip
_LIVING_MANDATES = ("requested", "active", "suspended")


@dataclass(frozen=True, slots=True)
class Answer:
    """The result for one kind of record: how many were erased or kept, and the rule that keeps them."""

    what: str
    count: int
    outcome: str
    rule: str | None = None


def erase(db: Connection, number: str) -> list[Answer]:
    """Erase what may go of the holder of these 13 digits, and say of everything what became of it."""
    held = holdings(db, number)
    accounts, names = registrations_of(db, number), log_in_names(db, number)
    answers = [Answer(what, len(held[what]), KEPT, rule) for what, rule in _KEPT_WHOLE.items() if what in held]
    for row in held.get(request.name, ()):
        answers += _requests(db, row["id"], row["status"], bool(row["registration"]))
    for row in held.get(mandate.name, ()):
        answers.append(_mandate(db, row["number"], row["state"]))
    for table, where in (
        (log_in, (log_in.c.name.in_(names),)),
        (one_time_password, (one_time_password.c.name.in_(names),)),
        (approval, (approval.c.registration.in_(accounts), approval.c.state != "PAID")),
        (welfare_check, (welfare_check.c.registration.in_(accounts),)),
        (proof, (proof.c.subject.in_([row["subject"] for row in held.get(proof.name, ())]),)),
        (welfare_right, (welfare_right.c.registration.in_(accounts),)),
    ):
        if count := db.execute(delete(table).where(*where)).rowcount:
            answers.append(Answer(table.name, count, ERASED))
    if paid := len(holdings(db, number).get(approval.name, ())):
        answers.append(Answer(approval.name, paid, KEPT, _BOOKS))
    return answers


def _requests(db: Connection, number: str, status: str, has_account: bool) -> list[Answer]:
    """A request that led to no account is emptied of its applicant, with its papers; its history has no name."""
    if status not in FINISHED:
        return [Answer(request.name, 1, KEPT, _UNDER_WAY)]
    if has_account:
        return [Answer(request.name, 1, KEPT, _CONTRACT)]
    db.execute(delete(paper_order).where(paper_order.c.request_id == number))
    db.execute(update(request).where(request.c.id == number).values(**OF_THE_APPLICANT))
    return [Answer(request.name, 1, ERASED), Answer("document", e_document.erase(db, number), ERASED)]


def _mandate(db: Connection, number: str, state: str) -> Answer:
    if state in _LIVING_MANDATES:
        return Answer(mandate.name, 1, KEPT, "PDPA s. 24(3): the customer's mandate stands")
    db.execute(delete(mandate).where(mandate.c.number == number))
    return Answer(mandate.name, 1, ERASED)
