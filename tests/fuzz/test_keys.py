"""Without the right key no operation answers well, whatever else is sent; the refusal is in the contract."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest

from partnerlab.contract.findings import failures
from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Request
from partnerlab.contract.http.operation import Operation
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


def _keyed() -> Iterator[tuple[Aim, str, str]]:
    """Every operation with the place of each key that it must be sent, wrong in each way.

    An address without its key is another one's.
    """
    for aim in (one for one in aims() if not one.operation.proved_by):  # whose proof no pact holds
        required = [each for each in aim.operation.parameters if each.credential and each.required]
        places = [each.where for each in required if each.category == "credentials"]
        for place in [*places, *(f"body/{path}" for path in aim.operation.body_credentials)]:
            yield from ((aim, place, wrong) for wrong, value in WRONG.items() if value or not place.startswith("path/"))


@pytest.mark.parametrize(("aim", "place", "wrong"), list(_keyed()), ids=str)
def test_a_wrong_key_opens_nothing(aim: Aim, place: str, wrong: str, field: Range) -> None:
    field = field.of(aim.target)
    field.ready(aim.target)
    seeds = field.seeds(aim.target)[aim.operation.id]
    if not seeds and aim.target.link and aim.operation.id in aim.target.link.asked_by_others:
        pytest.skip(f"only other partners ask {aim}: no pact of ours shows how it is answered well")
    assert seeds, f"no pact shows how {aim} is answered well"
    seed = seeds[0]
    field.ready(aim.target, seed.given)
    ask = WsgiChannel(field.app(aim.target, {}))
    assert 200 <= ask.call(_request(aim, seed, field)).status < 300, "the right keys must open it"
    broken = _request(aim, seed, field)
    _spoil(broken, place, wrong, aim.operation)
    if wrong == "none" and not failures(aim.operation.judge_request(deepcopy(broken))):
        pytest.skip(f"the contract lets {place} be left out")
    answer = ask.call(broken)
    assert 400 <= answer.status < 500
    assert not aim.operation.judge_answer(answer)


def _request(aim: Aim, seed: Seed, field: Range) -> Request:
    """The seed's request with the keys that are good now, and the other headers that the contract asks for."""
    asked = seed.request
    named = {"content-type", *(each.key for each in aim.operation.parameters if each.place == "header")}
    headers = {name: value for name, value in asked.headers.items() if name in named}
    headers |= wire.lower(field.keys(aim.target, aim.operation))
    query = {name: seed.of({"name": name, "in": "query"}) or "" for name in asked.query}
    return Request(asked.method, asked.path, query, headers, asked.raw)


def _spoil(request: Request, place: str, wrong: str, operation: Operation) -> None:
    side, _, name = place.partition("/")
    if side == "path":
        held = operation.params_in(request.path) or {}
        request.path = operation.path.format_map(held | {name: _wrong(held[name], wrong)})
    elif side == "body":
        *above, last = name.split("/")
        inner = request.open().body
        for part in above:
            inner = inner[part]
        _put(inner, last, wrong)
        request.raw = wire.encode(request.body, request.media)
    else:
        _put(request.headers if side == "header" else request.query, name.lower() if side == "header" else name, wrong)


def _put(held: dict[str, Any], name: str, wrong: str) -> None:
    value = _wrong(held[name], wrong)
    if value is None:
        del held[name]
    else:
        held[name] = value


def _wrong(right: str, wrong: str) -> str | None:
    return right[:-1] if wrong == "cut short" else WRONG[wrong]
