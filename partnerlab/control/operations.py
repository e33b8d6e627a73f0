"""What the control answers: a function for each operation of its contract, named as it."""

from __future__ import annotations

from typing import Any

from partnerlab import __version__
from partnerlab.contract.http.message import Request
from partnerlab.control.control_errors import NOT_FOUND, ControlError
from partnerlab.control.controller import LabController
from partnerlab.control.giving_way import giving_way
from partnerlab.control.views import lab_status, population_list, posted_file
from partnerlab.control.views.journal_match import match_exchanges
from partnerlab.control.views.registers import registers_status
from partnerlab.control.views.send_forms import send_forms
from partnerlab.control.views.stored_files import read_file, stored_files
from partnerlab.lab.clock import moment_of
from partnerlab.report import jsonl
from partnerlab.report.har import har
from partnerlab.scenario.exchange_events import exchange_event

Reply = Any
"""A body, or a status and a body, or bytes with their media type too."""

LINES = "text/plain; charset=utf-8"


def about(desk: LabController, message: Request) -> Reply:
    return {"name": "partnerlab", "version": __version__, "seed": desk.lab.seed} | lab_status.systems_status(desk.lab)


def clock(desk: LabController, message: Request) -> Reply:
    return lab_status.clock_status(desk.lab)


def set_clock(desk: LabController, message: Request) -> Reply:
    if "advance" in message.body:
        desk.advance(message.body["advance"])
    else:
        desk.advance_to(moment_of(message.body["now"]))
    return lab_status.clock_status(desk.lab)


def partners(desk: LabController, message: Request) -> Reply:
    return lab_status.partners_status(desk.lab, desk.urls)


def states(desk: LabController, message: Request) -> Reply:
    if name := message.query.get("partner"):
        desk.partner(name)
    return lab_status.states_status(desk.lab, name)


def set_state(desk: LabController, message: Request) -> Reply:
    told = message.body
    of = next((desk.entity(kind, number) for kind, number in told.get("of", {}).items()), None)
    desk.enter_state(told["partner"], told["state"], of)
    return lab_status.states_status(desk.lab, told["partner"])


def faults(desk: LabController, message: Request) -> Reply:
    name = message.query.get("partner")
    return lab_status.faults_status(desk.lab, desk.partner(name) if name else None)


def forms(desk: LabController, message: Request) -> Reply:
    partner = desk.partner(message.params["partner"])
    with desk.untouched() as untouched:
        return send_forms(untouched, partner)


def layouts(desk: LabController, message: Request) -> Reply:
    return posted_file.layouts(desk.lab.kit)


def check_file(desk: LabController, message: Request) -> Reply:
    asked = message.query
    return posted_file.check_posted_file(
        desk.lab.kit, asked["partner"], asked["layout"], asked["name"], message.raw, asked.get("personal") == "shown"
    )


def add_fault(desk: LabController, message: Request) -> Reply:
    told = message.body
    desk.set_fault(told["partner"], told["fault"], told.get("operation"), told.get("times"), told.get("with", {}))
    return 201, lab_status.faults_status(desk.lab)


def clear_faults(desk: LabController, message: Request) -> Reply:
    desk.clear_faults(message.query.get("partner"))
    return lab_status.faults_status(desk.lab)


def entity(desk: LabController, message: Request) -> Reply:
    return lab_status.entity_as_dict(desk.lab, desk.entity(message.params["kind"], int(message.params["number"])))


def population(desk: LabController, message: Request) -> Reply:
    kind, query = message.params["kind"], message.query
    shown = query.get("personal") == "shown"
    if "identifier" in query:
        return population_list.named_entity(desk.lab, kind, query["identifier"], shown)
    first, limit = int(query.get("from", 0)), int(query.get("limit", population_list.USUAL))
    return population_list.population_page(desk.lab, kind, first, limit, shown)


def registers(desk: LabController, message: Request) -> Reply:
    found = desk.entity(message.params["kind"], int(message.params["number"]))
    with desk.untouched() as untouched, desk.lab.lock:
        return registers_status(desk.lab, untouched, found, message.query.get("personal") == "shown")


def set_facts(desk: LabController, message: Request) -> Reply:
    found = desk.entity(message.params["kind"], int(message.params["number"]), message.body)
    return lab_status.entity_as_dict(desk.lab, found)


def journal(desk: LabController, message: Request) -> Reply:
    return {"exchanges": _events(desk, message), "last": desk.lab.journal.last}


def _events(desk: LabController, message: Request) -> list[dict[str, Any]]:
    """The exchanges that are asked for, as events."""
    limit = int(message.query["limit"]) if "limit" in message.query else None
    shown = message.query.get("personal") == "shown"
    found = desk.exchanges(**lab_status.wanted(message.query))[:limit]
    if "newest" in message.query:
        found = found[-int(message.query["newest"]) :]
    return [exchange_event(desk.lab, each, shown) for each in giving_way(found)]


def exchange(desk: LabController, message: Request) -> Reply:
    number = int(message.params["number"])
    found = next((each for each in desk.exchanges(after=number - 1) if each.number == number), None)
    if found is None:
        told = f"there is no exchange {number}"
        raise ControlError(
            NOT_FOUND, told, "GET /__lab/journal lists them", f"up to {desk.lab.journal.last}", str(number)
        )
    return exchange_event(desk.lab, found, message.query.get("personal") == "shown")


def files(desk: LabController, message: Request) -> Reply:
    shown = message.query.get("personal") == "shown"
    return stored_files(desk.lab, message.query.get("party"), message.query.get("channel"), shown)


def file(desk: LabController, message: Request) -> Reply:
    return read_file(desk.lab, message.params["file"], message.query.get("personal") == "shown")


def export_har(desk: LabController, message: Request) -> Reply:
    return har(giving_way(_events(desk, message)))


def export_lines(desk: LabController, message: Request) -> Reply:
    head = {"event": "journal", "last": desk.lab.journal.last} | about(desk, message)
    told = [head, *({"scenario": "", "step": 0} | event for event in _events(desk, message))]
    return 200, b"".join(map(jsonl.line, giving_way(told))), LINES


def match(desk: LabController, message: Request) -> Reply:
    told = message.body
    found = desk.exchanges(
        **{name: told[name] for name in ("sender", "receiver", "operation", "after") if name in told}
    )
    return match_exchanges(found, {side: told[side] for side in ("request", "answer") if side in told})


def checklist(desk: LabController, message: Request) -> Reply:
    return desk.checklist(message.query.get("personal") == "shown")


def run(desk: LabController, message: Request) -> Reply:
    return desk.run.status()


def systems(desk: LabController, message: Request) -> Reply:
    return lab_status.systems_status(desk.lab)


def connect(desk: LabController, message: Request) -> Reply:
    name = message.params["name"]
    desk.connect(name, message.body["url"])
    return lab_status.system_status(desk.lab, name)


def hear_log(desk: LabController, message: Request) -> Reply:
    log = desk.lab.log_findings
    found = log.hear(message.params["name"], message.body["line"], is_late=True)
    return {"findings": [f"{finding.rule}: {finding.seen}" for finding in found]}


def send(desk: LabController, message: Request) -> Reply:
    told = message.body
    sending = desk.send(told["partner"], told["operation"], told.get("with", {}), told.get("deliver", []))
    shown = told.get("personal") == "shown"
    exchanges = [exchange_event(desk.lab, each, shown) for each in sending.exchanges]
    return {"pending": sending.pending, "exchanges": exchanges}


def snapshots(desk: LabController, message: Request) -> Reply:
    kept = [{"name": name, "now": found.now.isoformat()} for name, found in desk.snapshots.items()]
    return {"snapshots": kept}


def take_snapshot(desk: LabController, message: Request) -> Reply:
    desk.take_snapshot(message.params["name"])
    return snapshots(desk, message)


def restore_snapshot(desk: LabController, message: Request) -> Reply:
    desk.restore_snapshot(message.params["name"])
    return lab_status.clock_status(desk.lab)


def reset(desk: LabController, message: Request) -> Reply:
    now = message.body.get("now")
    desk.reset(moment_of(now) if now else None, message.body.get("systems", False))
    return lab_status.clock_status(desk.lab)
