"""Without the right key no operation answers well, whatever else is sent; the refusal is in the contract."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Request
from partnerlab.contract.http.operation import Operation, Parameter
from partnerlab.lab.channels.in_process_http import WsgiChannel
from tests.fuzz.seeds import Seed
from tests.fuzz.targets import Aim, Range, aims

WRONG = {
    "none": None,
    "empty": "",
    "another's": "00000000-0000-4000-8000-000000000000",
    "in Thai": "กุญแจ".encode().decode("latin-1"),
    "cut short": "the right one, cut short",
}


def _keyed() -> Iterator[tuple[Aim, Parameter, str]]:
    """Every operation with each key that it must be sent, wrong in each way; an address without one is another's."""
    for aim in aims():
        marked = [each for each in aim.operation.parameters if each.credential and each.required]
        for key in (each for each in marked if each.category == "credentials"):
            yield from ((aim, key, wrong) for wrong, value in WRONG.items() if value or key.place != "path")


@pytest.mark.parametrize(("aim", "key", "wrong"), list(_keyed()), ids=lambda each: getattr(each, "name", str(each)))
def test_a_wrong_key_opens_nothing(aim: Aim, key: Parameter, wrong: str, field: Range) -> None:
    field.ready(aim.target)
    seeds = field.seeds(aim.target)[aim.operation.id]
    assert seeds, f"no pact shows how {aim} is answered well"
    seed = seeds[0]
    field.ready(aim.target, seed.given)
    ask = WsgiChannel(field.app(aim.target, {}))
    assert 200 <= ask.call(_request(aim, seed, field)).status < 300, "the right keys must open it"
    broken = _request(aim, seed, field)
    _spoil(broken, key, wrong, aim.operation)
    answer = ask.call(broken)
    assert 400 <= answer.status < 500
    assert not aim.operation.judge_answer(answer)


def _request(aim: Aim, seed: Seed, field: Range) -> Request:
    """The seed's request with the keys that are good now."""
    asked = seed.request
    headers = {name: value for name, value in asked.headers.items() if name == "content-type"}
    headers |= wire.lower(field.keys(aim.target, aim.operation))
    query = {name: seed.of({"name": name, "in": "query"}) or "" for name in asked.query}
    return Request(asked.method, asked.path, query, headers, asked.raw)


def _spoil(request: Request, key: Parameter, wrong: str, operation: Operation) -> None:
    if key.place == "path":
        held = operation.params_in(request.path) or {}
        value = held[key.name][:-1] if wrong == "cut short" else WRONG[wrong]
        request.path = operation.path.format_map(held | {key.name: value})
        return
    held, name = (request.headers, key.name.lower()) if key.place == "header" else (request.query, key.name)
    value = held[name][:-1] if wrong == "cut short" else WRONG[wrong]
    if value is None:
        del held[name]
    else:
        held[name] = value
