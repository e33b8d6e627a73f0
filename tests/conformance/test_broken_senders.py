"""A small agent and a small bank that call over sockets, each wrong in one thing, judged by the address in front."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from partnerlab.contract.findings import failures
from partnerlab.lab.channels.socket_http import HttpServer, UrlChannel
from partnerlab.lab.front.system_front import SystemFront
from partnerlab.lab.lab import Lab
from partnerlab.lab.our_side import CIS
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import System
from partnerlab.world.population import World
from tests.lab.lab_support import NOON
from tests.patience import PATIENCE

AGENT, BANK = "big_c_online", "scb_online"
ADDRESSES = {AGENT: "/payment-agents/v1/payments", BANK: "/scb-online/v1/bill-payment"}
PID = World(1).person(1042).pid
JSON = "application/json"


@dataclass(frozen=True)
class Message:
    """What a small client sends: the fields, or the bytes where they are no JSON of them."""

    fields: dict[str, Any]
    raw: bytes | None = None
    media: str = JSON

    @property
    def body(self) -> bytes:
        return json.dumps(self.fields, ensure_ascii=False).encode() if self.raw is None else self.raw


Change = Callable[[Message], Message]


def replaced(**fields: Any) -> Change:
    return lambda message: Message(message.fields | fields)


def without(name: str) -> Change:
    return lambda message: Message({key: value for key, value in message.fields.items() if key != name})


def recoded(charset: str) -> Change:
    return lambda message: Message(message.fields, message.body.decode().encode(charset))


def cut(message: Message) -> Message:
    return Message(message.fields, message.body[:-5])


def as_media(media: str) -> Change:
    return lambda message: Message(message.fields, message.body, media)


def again(name: str) -> Change:
    """A name twice in one object."""

    def change(message: Message) -> Message:
        return Message(message.fields, message.body[:-1] + f', "{name}": "x"}}'.encode())

    return change


BREACHES: dict[str, dict[str, list[Change]]] = {
    "shape": {
        AGENT: [without("reference1"), replaced(reference1="01950000"), replaced(channel=["TELL"])],
        BANK: [without("reference1"), replaced(reference1="0195-00001"), replaced(branchCode=111)],
    },
    "surplus": {
        AGENT: [replaced(mobile="-"), replaced(note=""), replaced(extra={"a": 1})],
        BANK: [replaced(mobile="-"), replaced(note=""), replaced(extra={"a": 1})],
    },
    "amount": {
        AGENT: [replaced(amount="100.7"), replaced(amount=100.79), replaced(amount="1,000.79")],
        BANK: [replaced(amount="100.7"), replaced(amount=100.79), replaced(amount="1,000.79")],
    },
    "calendar": {
        AGENT: [
            replaced(transactionDateTime="2569-01-05T12:00:00+07:00"),
            replaced(transactionDateTime="2026-02-29T12:00:00+07:00"),
            replaced(transactionDateTime="2026-01-05T12:00:00"),
        ],
        BANK: [
            replaced(tranDate="2569-01-05T12:00:00"),
            replaced(tranDate="2026-02-29T12:00:00"),
            replaced(tranDate="05/01/2026 12:00"),
        ],
    },
    "identity": {
        AGENT: [replaced(agentCode="LOTUS"), replaced(agentCode="bigc"), without("agentCode")],
        BANK: [replaced(account="ACC0000014"), replaced(account=""), without("account")],
    },
    "coding": {
        AGENT: [recoded("utf-16"), cut, as_media("text/plain"), again("amount")],
        BANK: [recoded("utf-16"), cut, as_media("text/plain"), again("amount")],
    },
    "personal data": {
        AGENT: [
            replaced(terminalId=PID),
            replaced(transactionId=f"T{PID}"),
            replaced(branchCode=PID[:10], terminalId=PID),
        ],
        BANK: [replaced(terminalID=PID), replaced(tranID=f"T{PID}"), replaced(branchCode=PID)],
    },
}
CASES = [
    pytest.param(partner, change, kind != "coding", id=f"{kind} {partner} {number}")
    for kind, by_partner in BREACHES.items()
    for partner, changes in by_partner.items()
    for number, change in enumerate(changes, 1)
]


@pytest.fixture(scope="module")
def front() -> Iterator[tuple[Lab, str]]:
    """A lab with the address in front of a customer system that knows nobody."""
    lab = Lab(Registry())
    lab.reset(NOON)
    refusal = json.dumps({"responseCode": "1001", "responseMessage": "ไม่พบ"}).encode()

    def knows_nobody(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        start_response("200 OK", [("Content-Type", JSON), ("Content-Length", str(len(refusal)))])
        return [refusal]

    servers = [HttpServer(knows_nobody)]
    lab.systems[CIS] = System(UrlChannel(servers[0].url), CIS)
    servers.append(HttpServer(SystemFront(lab, CIS)))
    yield lab, servers[1].url
    for server in servers:
        server.close()
    lab.close()


def good(lab: Lab, partner: str) -> Message:
    moment = lab.clock.now.isoformat(timespec="seconds")
    common = {"reference1": lab.world.account(1001).ref1, "amount": "100.79"}
    if partner == AGENT:
        place = {"channel": "TELL", "branchCode": "0101", "terminalId": "POS00001"}
        return Message({"agentCode": "BIGC", "transactionId": "T-1", "transactionDateTime": moment} | place | common)
    opens = {name: lab.credentials.of(BANK, name) for name in ("user", "password")}
    place = {"channel": "TELL", "account": "0000000014", "branchCode": "0111", "terminalID": "TELLER01"}
    return Message({"request": "confirm", "tranID": "T1", "tranDate": moment[:19]} | opens | place | common)


def sent(lab: Lab, url: str, partner: str, message: Message) -> tuple[str, list[Any]]:
    """Who sent it by the journal, and what is held against its request."""
    headers = {"Content-Type": message.media}
    if partner == AGENT:
        headers["X-Agent-Key"] = lab.credentials.of(AGENT, "agent_key")
    with requests.Session() as http:
        http.trust_env = False
        http.post(url + ADDRESSES[partner], data=message.body, headers=headers, timeout=PATIENCE)
    exchange = [*lab.journal][-1]
    wrong = [finding for finding in failures(exchange.findings) if finding.side == "request"]
    return exchange.sender, wrong


def test_there_are_three_of_each_kind() -> None:
    counts = Counter(
        {(kind, partner): len(changes) for kind, by in BREACHES.items() for partner, changes in by.items()}
    )
    assert len(BREACHES) >= 7 and min(counts.values()) >= 3


@pytest.mark.parametrize("partner", [AGENT, BANK])
def test_what_is_broken_is_good_before(front: tuple[Lab, str], partner: str) -> None:
    lab, url = front
    assert sent(lab, url, partner, good(lab, partner)) == (partner, [])


@pytest.mark.parametrize(("partner", "change", "is_read"), CASES)
def test_a_broken_message_is_held_against_its_sender(
    front: tuple[Lab, str], partner: str, change: Change, is_read: bool
) -> None:
    """A bank says in the body who it is: of one that cannot be read nobody is accused."""
    lab, url = front
    sender, wrong = sent(lab, url, partner, change(good(lab, partner)))
    assert wrong
    assert sender == partner or (sender == "?" and not is_read)
