"""A log-in opens its own accounts alone: other numbers are tried in every operation that takes a session.

The operations are found in the contracts: every channel, and every operation added to one, is tried by itself.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck
from hypothesis import strategies as st

from partnerlab.conformance.pacts.provider_states import EXIST, SENT, Given
from partnerlab.contract.findings import failures
from partnerlab.contract.http.operation import Operation
from partnerlab.lab.exchange.message_sender import build
from partnerlab.lab.partners.partner_world import OutgoingMessage
from tests.fuzz.targets import Range, Target, targets

SESSION = "header/X-Session"
CHANNELS = [
    target
    for target in targets()
    if any(SESSION in (p.where for p in o.parameters) for o in target.document.operations.values())
]
KINDS = ("502", "503", "504", "505", "506", "507", "508")
_BILLS = {"month": "2025-12", "usage": 8, "issued": "2026-01-02", "due": "2026-01-16"}
_BODIES: dict[str, dict[str, str]] = {
    "payment": {
        "transactionId": "TRIED-1",
        "transactionDateTime": "2026-01-05T09:00:00+07:00",
        "amount": "100.79",
        "bankCode": "KTB",
    },
    "service_request": {
        "requestReference": "TRIED-1",
        "meterSize": "1",
        "newPlace": "หน้าบ้าน",
        "placeOfLeak": "หน้าบ้าน",
        "newHolderName": "ใครก็ได้",
        "newHolderId": "1980000000001",
        "newHolderMobile": "0100000000",
    },
}
"""Everything that a body needs beside the account, so that nothing else can be the reason of a refusal."""


@dataclass
class Channel:
    """Two citizens of one channel: one who is tried, and one who has paid and asked for something before."""

    range: Range
    target: Target
    session: str = field(init=False)
    names: dict[str, Any] = field(init=False)
    others: dict[str, list[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.range.ready(self.target, list(self._given()))
        states, lab = self.range._states, self.range.lab
        self.names = states.names
        table = lab.partner_worlds[self.partner].table
        self.session = table("sessions")[self.names["home"].holder.mobile]
        tracked = self.call("requests", {}, table("sessions")[self.names["other"].holder.mobile])
        self.others = {
            "accountCode": [self.names["other"].registration],
            "transactionId": ["THEIRS-1"],
            "requestId": [json.loads(tracked.raw)[0]["requestId"]],
        }

    @property
    def partner(self) -> str:
        assert self.target.link is not None
        return self.target.link.partner.name

    def _given(self) -> Iterator[Given]:
        accounts = {"home": 1086, "other": 1087}
        bills = {name: {"account": name.removesuffix("_bill"), **_BILLS} for name in ("home_bill", "other_bill")}
        yield Given(EXIST, {"accounts": accounts, "bills": bills})
        for who in ("other", "home"):
            for operation in ("request_code", "log_in"):
                yield Given(SENT, {"operation": operation, "with": {"name": f"${who}.holder.mobile"}})
        theirs = {"name": "$other.holder.mobile", "account": "$other.registration"}
        yield Given(SENT, {"operation": "payment", "with": theirs | {"transaction": "THEIRS-1", "amount": "100.79"}})
        yield Given(
            SENT,
            {
                "operation": "service_request",
                "with": theirs | {"reference": "THEIRS-1", "code": "504", "fields": {"newPlace": "หลังบ้าน"}},
            },
        )

    def call(self, operation: str, tried: dict[str, str], session: str, code: str = "505") -> Any:
        """One message of the channel, with `tried` wherever the contract has a field of that name."""
        asked: Operation = self.target.document.operations[operation]
        headers = self.range.keys(self.target, asked) | {"X-Session": session}
        params = {p.name: tried[p.name] for p in asked.parameters if p.place == "path"}
        body = _BODIES.get(operation)
        if body is not None:
            body = body | {"accountCode": tried["accountCode"]}
            body |= {"requestCode": code} if operation == "service_request" else {}
        answer = self.range.lab.systems["cis"].call(build(asked, OutgoingMessage(body, {}, params, headers)))
        assert not failures(asked.judge_answer(answer)), answer.raw
        return answer


def _operations(target: Target) -> list[Operation]:
    return [each for each in target.document.operations.values() if SESSION in (p.where for p in each.parameters)]


def _names_somebody(operation: Operation) -> bool:
    return operation.id in _BODIES or any(p.place == "path" for p in operation.parameters)


def _known(channel: Channel) -> list[bytes]:
    """What our side has of the other citizen."""
    system = channel.range.lab.systems["cis"]
    things = {"account": channel.others["accountCode"], "request": channel.others["requestId"]}
    return [system.show(thing, number).raw for thing, numbers in things.items() for number in numbers]


@pytest.mark.parametrize("target", CHANNELS, ids=str)
def test_no_operation_opens_what_is_anothers(target: Target, field: Range) -> None:
    channel = Channel(field, target)
    secrets = [channel.names["other"].name, channel.names["other"].address, channel.names["other"].registration]
    before = _known(channel)
    number = st.from_regex("[0-9]{8}", fullmatch=True).filter(lambda each: each != channel.names["home"].registration)

    @hypothesis.settings(
        max_examples=150, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @hypothesis.given(
        operation=st.sampled_from([each for each in _operations(target) if _names_somebody(each)]),
        code=st.sampled_from(KINDS),
        account=st.one_of(st.sampled_from(channel.others["accountCode"]), number),
        transaction=st.sampled_from(channel.others["transactionId"]),
        request=st.one_of(st.sampled_from(channel.others["requestId"]), st.from_regex("[0-9]{12}", fullmatch=True)),
    )
    def tried(operation: Operation, code: str, account: str, transaction: str, request: str) -> None:
        values = {"accountCode": account, "transactionId": transaction, "requestId": request}
        answer = channel.call(operation.id, values, channel.session, code)
        assert answer.status == 404, (operation.id, values, answer.raw)
        assert not [each for each in secrets if each in answer.raw.decode()]

    tried()
    assert _known(channel) == before


@pytest.mark.parametrize("target", CHANNELS, ids=str)
def test_what_names_nobody_shows_the_own_alone(target: Target, field: Range) -> None:
    channel = Channel(field, target)
    for operation in _operations(target):
        if not _names_somebody(operation):
            answer = channel.call(operation.id, {}, channel.session)
            assert (answer.status, channel.names["other"].registration in answer.raw.decode()) == (200, False)


@pytest.mark.parametrize("target", CHANNELS, ids=str)
def test_the_same_messages_open_the_own_account(target: Target, field: Range) -> None:
    """Else the refusals above would say nothing."""
    channel = Channel(field, target)
    own = {"accountCode": channel.names["home"].registration, "transactionId": "TRIED-1", "requestId": "0"}
    for operation in ("outstanding_bills", "usage_statistics", "payments", "payment", "payment_status"):
        assert channel.call(operation, own, channel.session).status == 200
    taken = channel.call("service_request", own, channel.session)
    assert taken.status == 200
    own["requestId"] = json.loads(taken.raw)["requestId"]
    assert channel.call("request_status", own, channel.session).status == 200


@pytest.mark.parametrize("target", CHANNELS, ids=str)
def test_no_other_session_opens_anything(target: Target, field: Range) -> None:
    channel = Channel(field, target)
    number, ends, seal = channel.session.split(".")
    wrong = [
        f"{int(number, 16) - 1:x}.{ends}.{seal}",
        f"{number}.{int(ends, 16) + 1:08x}.{seal}",
        f"{number}.{ends}.{seal[::-1]}",
    ]
    values = {"accountCode": channel.names["home"].registration, "transactionId": "TRIED-1", "requestId": "0"}
    for session in wrong:
        for operation in _operations(target):
            assert channel.call(operation.id, values, session).status == 401
