"""Answers that a partner once gave, and that its simulator gives again in a state that holds them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from partnerlab.contract.http.message import Answer, Request
from partnerlab.contract.http.operation import Operation
from partnerlab.contract.personal_data import SECRET
from partnerlab.lab.partners.partner_world import PartnerWorld

ANSWERS = "recorded answers"
"""The name of the fact that holds the answers, and of the table of those given so far."""


@dataclass(frozen=True, slots=True)
class RecordedAnswer:
    """An answer and its question: `when` holds, by place, the values that say whom the question is about."""

    operation: str
    when: dict[str, str]
    status: int
    media: str | None
    body: str

    def as_dict(self) -> dict[str, Any]:
        return {name: value for name, value in asdict(self).items() if value is not None}


def facts_of(state: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that a named state sets, its recorded answers among them."""
    facts: dict[str, Any] = dict(state.get("facts", {}))
    return facts | {ANSWERS: state["answers"]} if "answers" in state else facts


def question_of(operation: Operation, message: Request) -> dict[str, str]:
    """By place, the values that say what a request is about: those that its answer repeats, else all personal ones.

    Headers and secrets are not among them: they say who asks.
    """
    compared = {place for identity in operation.answer_identity.values() for place in identity.places}
    fields = operation.personal_in_request(message)
    told = {
        field.path: str(field.value)
        for field in sorted(fields)
        if field.category != SECRET and not field.path.startswith("header/")
    }
    return {place: value for place, value in told.items() if place in compared} or told


def recorded_answer(world: PartnerWorld, operation: Operation, message: Request) -> Answer | None:
    """The recorded answer to this question; of several one after the other, and the last one from then on."""
    question = question_of(operation, message)
    answers = [one for one in world.facts[ANSWERS] if one["operation"] == operation.id and one["when"] == question]
    if not answers:
        return None
    given = world.table(ANSWERS)
    key = f"{operation.id} {question}"
    turn = given.get(key, 0)
    given[key] = turn + 1
    answer = answers[min(turn, len(answers) - 1)]
    headers = {"content-type": answer["media"]} if "media" in answer else {}
    return Answer(answer["status"], headers, answer["body"].encode()).seal()
