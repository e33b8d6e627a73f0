"""What two servers would read differently is kept with all its values: shown, covered and exported."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import quote

import pytest

from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Request
from partnerlab.lab.journal import Exchange, Route
from partnerlab.lab.lab import DEFAULT_START, Lab
from partnerlab.lab.partners.registry import Registry
from partnerlab.report.har import har
from partnerlab.scenario.exchange_events import exchange_event

ONE, OTHER = "secret-number-one", "secret-number-two"
THAI = "สมชาย ใจดี"

FILE = (
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n'
    b"\r\nabc\r\n--x--\r\n"
)


@pytest.fixture(scope="module")
def lab() -> Iterator[Lab]:
    made = Lab(Registry())
    made.reset(DEFAULT_START)
    yield made
    made.close()


def noted(lab: Lab, message: Request, partner: str, operation: str) -> Exchange:
    """The message in the journal, judged."""
    of = lab.kit.partner(partner)
    documents = [document for document in (of.consumer, of.provider) if document and operation in document.operations]
    found = documents[0].operations[operation]
    exchange = lab.begin(Route(partner, "cis", operation, None, found), message)
    exchange.findings = lab.judge(of, found).request(message)
    lab.finish(exchange, lab.clock.now)
    return exchange


def told(lab: Lab, exchange: Exchange, shown: bool) -> str:
    """The exchange as the journal and a HAR have it."""
    event = exchange_event(lab, exchange, shown)
    (entry,) = har([event])["log"]["entries"]
    request = entry["request"]
    values = [pair["value"] for pair in request["queryString"]]
    return json.dumps([event["request"], values, request.get("postData")], ensure_ascii=False)


@pytest.mark.parametrize(
    ("message", "rule"),
    [
        (wire.request("GET", "/linkage/api/v1/water-usage", query=f"searchKey={ONE}&searchKey={OTHER}"), "repeated"),
    ],
)
def test_a_name_twice_in_a_query(lab: Lab, message: Request, rule: str) -> None:
    exchange = noted(lab, message, "nia", "water_usage")
    assert ("query/searchKey", rule) in [(finding.where, finding.rule) for finding in exchange.findings]
    assert {"/".join((f.path, f.value)) for f in exchange.personal if f.path == "query/searchKey"} == {
        f"query/searchKey/{value}" for value in (ONE, OTHER)
    }
    for value in (ONE, OTHER):
        assert value in told(lab, exchange, True) and value not in told(lab, exchange, False)


def test_a_query_in_another_code_page(lab: Lab) -> None:
    query = f"searchKey={quote(THAI.encode('cp874'))}"
    exchange = noted(lab, wire.request("GET", "/linkage/api/v1/water-usage", query=query), "nia", "water_usage")
    assert ("query/searchKey", "does not decode") in [(finding.where, finding.rule) for finding in exchange.findings]
    assert THAI in told(lab, exchange, True)
    covered = told(lab, exchange, False)
    assert THAI not in covered and quote(THAI) not in covered


@pytest.mark.parametrize(
    "raw",
    [
        f'{{"reference1": "{ONE}", "reference1": "{OTHER}", "channel": "plain"}}'.encode(),
        f'{{"x": [{{"y": 1, "y": 2}}], "reference1": "{ONE}", "reference1": "{OTHER}", "channel": "plain"}}'.encode(),
        f'{{"reference1": "{ONE}", "reference1": "{OTHER}", "channel": "plain", "note": "ก"}}'.encode("cp874"),
    ],
    ids=["twice", "twice, and elsewhere", "twice in another code page"],
)
def test_a_body(lab: Lab, raw: bytes) -> None:
    message = wire.request("POST", "/payment-agents/v1/inquiry", headers=dict(wire.IN_JSON), raw=raw)
    exchange = noted(lab, message, "big_c_online", "inquiry")
    assert ("body", "does not decode") in [(finding.where, finding.rule) for finding in exchange.findings]
    assert [field.value for field in exchange.personal if field.path == "body/reference1"] == [ONE, OTHER]
    for value in (ONE, OTHER):
        assert value in told(lab, exchange, True) and value not in told(lab, exchange, False)
    assert "plain" in told(lab, exchange, False), "what is nobody's stays readable"


def test_a_body_that_nobody_can_read_is_told_by_its_shape(lab: Lab) -> None:
    message = wire.request("POST", "/payment-agents/v1/inquiry", headers=dict(wire.IN_JSON), raw=ONE.encode())
    exchange = noted(lab, message, "big_c_online", "inquiry")
    assert ONE not in told(lab, exchange, False)


def in_parts(*parts: tuple[str, str]) -> bytes:
    head = 'Content-Disposition: form-data; name="{}"'
    return "".join(f"--x\r\n{head.format(name)}\r\n\r\n{text}\r\n" for name, text in parts).encode()


@pytest.mark.parametrize("names", [("note", "note"), ("note", "other")], ids=["twice", "each once"])
def test_every_value_of_a_form_in_parts(lab: Lab, names: tuple[str, str]) -> None:
    raw = in_parts(*zip(names, (ONE, OTHER), strict=True)) + FILE
    headers = {"content-type": "multipart/form-data; boundary=x", "consumer-key": "k"}
    message = wire.request("POST", "/bizportal/api/File/Upload", headers=headers, raw=raw)
    exchange = noted(lab, message, "biz_portal", "upload_file")
    rule = ("body", "does not decode") if names[0] == names[1] else ("body/note", "undocumented field")
    assert rule in [(finding.where, finding.rule) for finding in exchange.findings]
    assert {field.value for field in exchange.personal} >= {ONE, OTHER}
    for value in (ONE, OTHER):
        assert value in told(lab, exchange, True) and value not in told(lab, exchange, False)
    for shown in (True, False):
        assert "file: (3 bytes of application/pdf)" in told(lab, exchange, shown), "of a paper only kind and size"
