"""A whole run, as the runner would tell it; and a large one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable

from tests.report.stream import connection, connection_trouble, counter, files
from tests.report.stream.telling import Event, text

STORIES: tuple[Callable[[], list[Event]], ...] = (
    connection.person_is_connected,
    connection.company_is_connected,
    connection_trouble.register_breaks_its_contract,
    connection_trouble.status_never_arrives,
    connection_trouble.hooks_are_missing,
    counter.bill_is_paid,
    counter.answer_is_lost,
    counter.request_is_lost,
    counter.wrong_amount_is_taken,
    counter.payment_is_reversed,
    counter.lab_breaks,
    counter.does_not_apply,
    files.file_is_posted,
    files.trailer_is_wrong,
    files.same_file_again,
)
OPEN = {
    "id": "PDP-030",
    "text": text("The record of processing lists every field sent", "บันทึกการประมวลผลต้องระบุทุกข้อมูลที่ส่ง"),
    "scenarios": [],
    "verdict": None,
    "outside": None,
}
OUTSIDE = {
    "id": "STEP-2",
    "text": text("The council weighs what is asked", "คณะกรรมการพิจารณาข้อมูลที่ขอ"),
    "scenarios": [],
    "verdict": None,
    "outside": text("The council decides", "เป็นการพิจารณาของคณะกรรมการ"),
}


def whole(stories: Iterable[list[Event]] | None = None) -> list[Event]:
    """The events of a run of these stories (all of them unless told otherwise)."""
    told = [story() for story in STORIES] if stories is None else list(stories)
    events = [event for story in told for event in story]
    return [_started(len(told)), *events, _finished(events)]


def large(scenarios: int = 200, exchanges: int = 15) -> list[Event]:
    """A run of that many scenarios with that many exchanges each."""
    return whole(connection.busy(number, exchanges) for number in range(scenarios))


def _started(scenarios: int) -> Event:
    return {
        "event": "run_started",
        "seed": 2569,
        "version": "0.1.0",
        "python": "3.11.9",
        "sut": "reference CIS 0.1.0",
        "mode": "in_process",
        "scenarios": scenarios,
        "at": "2026-11-23T14:05:00+07:00",
    }


def _finished(events: list[Event]) -> Event:
    ended = [event for event in events if event["event"] == "scenario_finished"]
    verdicts = Counter(event["verdict"] for event in ended)
    return {
        "event": "run_finished",
        "verdicts": dict(verdicts),
        "scenarios": len(ended),
        "steps": sum(event["steps"] for event in ended),
        "exchanges": sum(event["exchanges"] for event in ended),
        "seconds": round(sum(event["seconds"] for event in ended), 3),
        "exit_code": 1,
        "requirements": [*_requirements(events), OPEN, OUTSIDE],
    }


def _requirements(events: list[Event]) -> list[Event]:
    ended = {event["scenario"]: event["verdict"] for event in events if event["event"] == "scenario_finished"}
    proofs: dict[str, Event] = {}
    for event in events:
        for claim in event.get("proves", []):
            proofs.setdefault(claim["id"], {**claim, "scenarios": []})["scenarios"].append(event["scenario"])
    order = ("fail", "error", "not_received", "skip", "omit", "pass")
    for proof in proofs.values():
        proof["verdict"] = min((ended[name] for name in proof["scenarios"]), key=order.index)
    return sorted(proofs.values(), key=lambda proof: str(proof["id"]))
