"""What ticks and unticks the steps of a list, by exchanges made up here: no sandbox is opened."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

from partnerlab.contract.findings import Finding
from partnerlab.lab.partners.registry import Registry
from partnerlab.sandbox.checklist import Checklist
from partnerlab.sandbox.contract_steps import contract_steps

FIELD = Finding("request", "body/shoeSize", "undocumented field", "no field 'shoeSize'", "one that holds text")
SHAPE = Finding("request", "line 2, columns 45-56 (invoice)", "digits", "12 digits 0-9", "text of the shape 'a'")


@dataclass
class Exchange:
    """As much of one as steps made from a contract look at."""

    operation: str
    findings: list[Finding] = field(default_factory=list)
    answer: Any = None
    number: int = 1
    channel: str = "http"
    sender: str = "sap"
    receiver: str = "cis"
    own_client: bool = True
    request: Any = field(default_factory=lambda: SimpleNamespace(method="POST", path="/"))


def checklist_of(partner: str, files: tuple[str, ...] = ()) -> tuple[Checklist, list[str]]:
    """Its list, and what is said of the step about fields, as it stands after each change."""
    said: list[str] = []

    def tell(step: Any) -> None:
        if step.name == "no_field_too_many":
            said.append("" if step.state == "done" else step.miss["en"])

    found = Registry().partner(partner)
    return Checklist(partner, contract_steps(found, files, [], {}), tell), said


def message(*findings: Finding) -> Any:
    return Exchange("changed_materials", [*findings], SimpleNamespace(status=200))


def test_a_later_message_with_a_field_too_many_takes_the_step_back_and_is_told_once() -> None:
    checklist, said = checklist_of("sap")
    for exchange in (message(), message(), message(FIELD), message(FIELD)):
        checklist.hear(exchange)
    step = next(step for step in checklist.steps if step.name == "no_field_too_many")
    assert (step.state, len(said)) == ("near", 2)
    assert said[1].startswith(str(FIELD)) and said[1].endswith("; send changed_materials again without it")
    checklist.hear(message())
    assert (step.state, said[2:]) == ("done", [""])


def test_a_wrong_message_that_a_step_asks_for_is_no_stray_and_neither_is_a_greeting() -> None:
    checklist, _ = checklist_of("sap")
    refused = message(SHAPE)
    refused.answer = SimpleNamespace(status=400)
    checklist.hear(refused)
    greeting: Any = Exchange("undocumented", [SHAPE], request=SimpleNamespace(method="HEAD", path="/"))
    checklist.hear(greeting)
    assert next(step for step in checklist.steps if step.name == "changed_materials/400").state == "done"
    assert not checklist.strays
    greeting.request.method = "POST"
    greeting.findings = [FIELD]
    checklist.hear(greeting)
    assert [stray.miss["en"] for stray in checklist.strays] == [str(FIELD)]


def test_what_was_shown_of_other_steps_stays_shown() -> None:
    checklist, _ = checklist_of("sap")
    for exchange in (message(), message(FIELD)):
        checklist.hear(exchange)
    assert next(step for step in checklist.steps if step.name == "changed_materials/200").state == "done"


def test_a_file_that_cannot_be_read_does_not_prove_that_it_holds_no_field_too_many() -> None:
    checklist, said = checklist_of("scb_debit", ("result",))
    checklist.hear(Exchange("result", [SHAPE], channel="sftp", sender="scb_debit"))  # type: ignore[arg-type]
    assert said == ["still to come: result"]
    checklist.hear(Exchange("result", channel="sftp", sender="scb_debit"))  # type: ignore[arg-type]
    assert said[1:] == [""]
