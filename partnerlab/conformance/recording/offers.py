"""What the simulator would answer in a real partner's place, value by value, so that a made-up person agrees
everywhere.

A masked question is about somebody of the population, of whom every register knows the same. So a name or an address of
an answer becomes what the simulator says at its place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from partnerlab.contract.http.decoding.code_page import text_of
from partnerlab.contract.http.message import Answer, Request
from partnerlab.contract.http.operation import Operation
from partnerlab.contract.json_spans import leaves
from partnerlab.lab.exchange.operation_handler import as_answer
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.partner import Partner

Offers = Mapping[str, Any]


def offers(lab: Lab, name: str, operation: Operation, asked: Request, came: Answer) -> Offers:
    """The simulator's values by place, from the state whose answer is most like the real one."""
    partner = lab.kit.partners.get(name)
    if partner is None or operation.id not in partner.functions:
        return {}
    wanted = {path for path, _, _ in leaves(text_of(came.raw))}
    best: Offers = {}
    for status, values in _answers(lab, partner, operation, asked):
        if status == came.status and len(wanted & values.keys()) > len(wanted & best.keys()):
            best = values
    return best


def _answers(lab: Lab, partner: Partner, operation: Operation, asked: Request) -> Iterator[tuple[int, Offers]]:
    """The simulator's answers: as it starts, and in each state that holds for every person."""
    world = lab.partner_worlds[partner.name]
    usual = dict(world.facts)
    states = (state["facts"] for state in partner.states["states"].values() if "facts" in state and "of" not in state)
    for facts in ({}, *states):
        world.facts = usual | facts
        try:
            answer = as_answer(partner.functions[operation.id](world, asked))
            text = json.dumps(answer.body, ensure_ascii=False)
        except Exception:  # it may need a session that this lab has not, or answer no JSON: then it offers nothing
            continue
        yield answer.status, {path: json.loads(text[start:end]) for path, start, end in leaves(text)}
    world.facts = usual
