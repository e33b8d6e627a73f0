"""The CIS's own test hooks: seed, books and its jobs."""

from __future__ import annotations

import logging
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy import update

from reference.cis import suspensions
from reference.cis.debit import mandates
from reference.cis.hooks import overheard_note
from reference.cis.hooks import seed as seeding
from reference.cis.hooks.announced_outage import outage_of
from reference.cis.hooks.inspection import THINGS
from reference.cis.messages import SourceUnavailable
from reference.cis.money import ledger
from reference.cis.money.reconciliation.control_figures import control_figures
from reference.cis.numbers import is_thirteen_digit_id, satang, whole_number
from reference.cis.personal_data import erasure
from reference.cis.proofs.proof import Matter
from reference.cis.repairs.requisition_slips import NoSuchMaterial
from reference.cis.service_requests import e_document
from reference.cis.service_requests.desk import NoSuchRequest, WrongStatus
from reference.cis.service_requests.welfare_rights import NoSuchAccount
from reference.cis.system import System
from reference.cis.tables import document
from reference.cis.usage.audit_log import AUDIT_LOG
from reference.common import hooks
from reference.common.clock import stamp
from reference.common.hooks import Argument, Job, SystemHooks, refusing, required
from reference.common.http_api import json_answer, json_object
from reference.common.storage.hash_chain import ChainBroken

_log = logging.getLogger("reference.cis")

ARGUMENTS = hooks.OUTAGE | {
    "requestId": Argument("the request's number", lambda value: isinstance(value, str) and bool(value)),
    "registration": Argument("8 digits as text", lambda value: isinstance(value, str) and len(value) == 8),
    "feasible": Argument("true or false", lambda value: isinstance(value, bool)),
    "mandateNumber": Argument("a mandate's number", lambda value: isinstance(value, str) and bool(value)),
    "state": Argument("active, refused or revoked", lambda value: value in ("active", "refused", "revoked")),
    "personNumber": Argument("13 digits", lambda value: isinstance(value, str) and is_thirteen_digit_id(value)),
    "party": Argument("the other party of an agreement", lambda value: isinstance(value, str) and 0 < len(value) <= 64),
    "text": Argument("the text of a paper", lambda value: isinstance(value, str) and bool(value)),
    "outage": Argument("an area with its corners; see the contract", lambda value: outage_of(value) is not None),
    "matter": Argument(f"one of {', '.join(Matter)}", lambda value: value in set(Matter)),
    "subject": Argument("the number of an account or a request", lambda value: isinstance(value, str) and bool(value)),
    "quantities": Argument("whole numbers above 0 by material", lambda value: _are_quantities(value)),
    "owner": Argument("13 digits as text", lambda value: isinstance(value, str) and is_thirteen_digit_id(value)),
    "vatBranch": Argument("5 digits as text", lambda value: isinstance(value, str) and len(value) == 5),
    "amount": Argument("baht such as 4500.00", lambda value: bool(satang(value))),
}
_LARGEST_SEED = 256 << 20
"""Bytes: a seed of some hundred thousand accounts, in which other bodies have no place."""

_SEED_REFUSALS = {seeding.SeedError: 400, seeding.Taken: 409, seeding.NoSuchBank: 404}


def _are_quantities(value: Any) -> bool:
    if not isinstance(value, dict) or not value:
        return False
    return all((whole_number(count) or 0) > 0 for count in value.values())


def hooks_blueprint(system: System) -> Blueprint:
    """Everything under /_test."""
    blueprint = hooks.hooks_blueprint(system, HOOKS)
    overheard_note.add_note_to_answers(blueprint, system)

    @blueprint.post("/seed")
    def seed() -> Response:
        request.max_content_length = _LARGEST_SEED
        banks = {name: bank.agent for name, bank in system.file_partners.items() if bank.debit_bank}
        with refusing(_SEED_REFUSALS), system.db.write(expected=2 * (request.content_length or 0)) as db:
            return json_answer(seeding.seed(db, json_object(), banks))

    @blueprint.get("/books")
    def books() -> Response:
        with system.db.read() as db:
            return json_answer(ledger.books(db) | control_figures(db))

    return blueprint


def _work_queue(system: System, given: dict[str, Any]) -> int:
    return system.duties.run()


def _take_up_files(system: System, given: dict[str, Any]) -> int:
    done = system.files.run()
    system.duties.run()
    return done


def _survey(system: System, given: dict[str, Any]) -> int:
    system.desk.survey(*required(given, ARGUMENTS, "requestId", "feasible"))
    return _and_work(system)


def _estimate(system: System, given: dict[str, Any]) -> int:
    request_id, amount = required(given, ARGUMENTS, "requestId", "amount")
    system.desk.estimate(request_id, satang(amount) or 0)
    return _and_work(system)


def _install(system: System, given: dict[str, Any]) -> int:
    system.desk.install(*required(given, ARGUMENTS, "requestId"))
    return _and_work(system)


def _finish_work(system: System, given: dict[str, Any]) -> int:
    system.desk.finish_work(*required(given, ARGUMENTS, "requestId", "feasible"))
    return _and_work(system)


def _and_work(system: System) -> int:
    system.duties.run()
    return 1


def _repair(system: System, given: dict[str, Any]) -> int:
    system.repairs.finish(*required(given, ARGUMENTS, "requestId", "feasible"))
    return _and_work(system)


def _read_materials(system: System, given: dict[str, Any]) -> int:
    return system.materials.read()


def _issue_materials(system: System, given: dict[str, Any]) -> int:
    request_id, quantities = required(given, ARGUMENTS, "requestId", "quantities")
    system.slips.make(request_id, {material: int(count) for material, count in quantities.items()})
    return 1


def _compare_copies(system: System, given: dict[str, Any]) -> int:
    done = system.listeners.send_missing(system.db, system.clock)
    system.duties.run()
    return done


def _draw_deposits(system: System, given: dict[str, Any]) -> int:
    return system.draw_deposits()


def _announce_bills(system: System, given: dict[str, Any]) -> int:
    done = system.bill_notices.announce()
    system.duties.run()
    return done


def _announce_outage(system: System, given: dict[str, Any]) -> int:
    (outage,) = required(given, ARGUMENTS, "outage")
    announced = outage_of(outage)
    assert announced is not None
    system.outages.announce(announced)
    return 1


def _make_debits(system: System, given: dict[str, Any]) -> int:
    done = system.debits.make_all()
    system.duties.run()
    return done


def _change_mandate(system: System, given: dict[str, Any]) -> int:
    number, state = required(given, ARGUMENTS, "mandateNumber", "state")
    with system.db.write() as db:
        mandates.change(db, number, state)
    return _and_work(system)


def _suspend(system: System, given: dict[str, Any]) -> int:
    (registration,) = required(given, ARGUMENTS, "registration")
    with system.db.write() as db:
        suspensions.suspend(db, registration, system.clock.today())
    return 1


def _register_welfare(system: System, given: dict[str, Any]) -> int:
    return int(system.welfare_rights.register(*required(given, ARGUMENTS, "registration")))


def _prove_veteran(system: System, given: dict[str, Any]) -> int:
    return int(system.proof_desk.veteran(*required(given, ARGUMENTS, "registration")))


def _prove_land(system: System, given: dict[str, Any]) -> int:
    (request_id,) = required(given, ARGUMENTS, "requestId")
    (owner,) = required(given, ARGUMENTS, "owner") if "owner" in given else (None,)
    return int(system.proof_desk.land(request_id, owner))


def _prove_vat(system: System, given: dict[str, Any]) -> int:
    return int(system.proof_desk.vat(*required(given, ARGUMENTS, "registration", "vatBranch")))


def _take_paper(system: System, given: dict[str, Any]) -> int:
    return int(system.proof_desk.take_paper(*required(given, ARGUMENTS, "subject", "matter")))


def _verify_audit_log(system: System, given: dict[str, Any]) -> int:
    with system.db.read() as db:
        return AUDIT_LOG.verify(db)


def _erase_person(system: System, given: dict[str, Any]) -> int:
    with system.db.write() as db:
        answers = erasure.erase(db, *required(given, ARGUMENTS, "personNumber"))
    return sum(answer.count for answer in answers if answer.outcome == erasure.ERASED)


def _keep_agreement(system: System, given: dict[str, Any]) -> int:
    party, text = required(given, ARGUMENTS, "party", "text")
    with system.db.write() as db:
        e_document.keep(db, e_document.AGREEMENT, party, text, stamp(system.clock.now()))
    return 1


def _verify_papers(system: System, given: dict[str, Any]) -> int:
    with system.db.read() as db:
        return e_document.verify(db)


def _alter_paper(system: System, given: dict[str, Any]) -> int:
    """Change kept papers, which is forbidden, so that a rehearsal sees it noticed."""
    with system.db.write() as db:
        changed = update(document).where(document.c.about == required(given, ARGUMENTS, "party")[0])
        return db.execute(changed.values(text=document.c.text + " ")).rowcount


def _write_log(system: System, given: dict[str, Any]) -> int:
    """Write a line into the log as it must not be written, so that a rehearsal sees it noticed."""
    _log.info("%s", *required(given, ARGUMENTS, "text"))
    return 1


def _carry_note(system: System, given: dict[str, Any]) -> int:
    """Say in a header of all that goes out what must not be said, so that a rehearsal sees it noticed."""
    overheard_note.note(system, *required(given, ARGUMENTS, "text"))
    return 1


JOBS: dict[str, Job[System]] = {
    "work_queue": _work_queue,
    "take_up_files": _take_up_files,
    "survey": _survey,
    "estimate": _estimate,
    "install": _install,
    "repair": _repair,
    "read_materials": _read_materials,
    "issue_materials": _issue_materials,
    "compare_copies": _compare_copies,
    "finish_work": _finish_work,
    "draw_deposits": _draw_deposits,
    "announce_bills": _announce_bills,
    "announce_outage": _announce_outage,
    "make_debits": _make_debits,
    "change_mandate": _change_mandate,
    "suspend": _suspend,
    "register_welfare": _register_welfare,
    "prove_veteran": _prove_veteran,
    "prove_land": _prove_land,
    "prove_vat": _prove_vat,
    "take_paper": _take_paper,
    "verify_audit_log": _verify_audit_log,
    "erase_person": _erase_person,
    "keep_agreement": _keep_agreement,
    "verify_papers": _verify_papers,
    "alter_paper": _alter_paper,
    "write_log": _write_log,
    "carry_note": _carry_note,
    "lose_store": hooks.lose_store,
}
HOOKS: SystemHooks[System] = SystemHooks(
    name="reference-cis",
    version="0.1.0",
    jobs=JOBS,
    arguments=ARGUMENTS,
    things=THINGS,
    refusals={
        NoSuchRequest: 404,
        NoSuchMaterial: 404,
        SourceUnavailable: 409,
        NoSuchAccount: 404,
        suspensions.NoSuchAccount: 404,
        mandates.NoSuchMandate: 404,
        WrongStatus: 409,
        mandates.WrongMandateState: 409,
        ChainBroken: 409,
    },
)
