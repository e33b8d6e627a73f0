"""Findings in Thai lines have no English crumbs: only values, names of fields and places stay as they are."""

from __future__ import annotations

import re

import pytest

from partnerlab.contract.findings import Finding
from partnerlab.contract.http.message import request
from partnerlab.lab.partners.registry import Registry
from partnerlab.report.finding_words.thai_findings import thai_finding

KIT = Registry()
_LEFT = re.compile(
    r"'[^']*'|\b(?:body|query|header|YYYY\S*|DDMMYYYY|UTF-8|NAME\S*|Somchai|finance|identity)\b|\([^)]*\)"
)


def words_left(text: str) -> list[str]:
    """English words that are neither a value nor the name of something."""
    return re.findall(r"[A-Za-z]{3,}", _LEFT.sub("", text))


CASES = [
    ("body/amount", "pattern", "text like ^[0-9]+$", "'1,0'"),
    ("body", "required", "a field 'amount'", "{}"),
    ("body/shoeSize", "undocumented field", "no field 'shoeSize'", "one that holds int"),
    ("body/channel", "enum", "one of 'TELL', 'MOBI'", "'X'"),
    ("body/amount", "type", "string or null", "7"),
    ("body/name", "outside the agreed data", "only identity, finance", "name data"),
    ("delivery", "agreed delivery", "NAME.tmp, renamed to NAME once it is whole", "written straight to NAME"),
    ("time of sending", "outside the agreed hours", "every_day from 06:00 to 21:00", "2026-11-23 22:00"),
    ("body", "maxLength", "at most 20 characters", "'999999999999999999999'"),
    (
        "body/at", "time of the message",
        "a time not before 2026-11-23 09:00:00 and not after 2026-11-23 09:05:00 by the clock of the wall, by which "
        "nia goes", "'2026-11-23T12:00:00'",
    ),
    (
        "header/Authorization", "is not of this body", "body_sha256: the body's SHA-256", "a token without body_sha256",
    ),
    (
        "openpgp", "agreed envelope", "a message encrypted for its receiver and signed by its sender",
        "a file that is not encrypted",
    ),
    ("body", "does not decode", "text", "Thai text in cp874 (TIS-620); write it in UTF-8, in 974 bytes"),
    ("body/name", "another person", "the person that the request named in query", "nothing"),
]  # fmt: skip


@pytest.mark.parametrize(("where", "rule", "expected", "seen"), CASES, ids=[case[1] for case in CASES])
def test_a_finding_is_whole_in_thai(where: str, rule: str, expected: str, seen: str) -> None:
    told = thai_finding(Finding("request", where, rule, expected, seen).as_dict())
    assert [
        word
        for word in words_left(told.replace(where, "", 1))
        if word not in ("name", "nia", "token", "SHA", "sha", "body")
    ] == []


def test_what_a_judge_finds_in_messages_is_whole_in_thai() -> None:
    operation = KIT.partner("big_c_online").consumer.operations["payment"]  # type: ignore[union-attr]
    body = b'{"agentCode": 7, "amount": "1,0", "reference1": "12", "shoeSize": 43, "transactionDateTime": "2569-11-23"}'
    message = request("POST", operation.path, headers={"content-type": "application/json"}, raw=body)
    found = operation.judge_request(message)
    assert {"required", "pattern", "undocumented field"} <= {finding.rule for finding in found}
    for finding in found:
        thai = thai_finding(finding.as_dict()).replace(finding.where, "", 1)
        told = re.sub(r"(?<=รูปแบบ )\S+", "", thai)
        assert words_left(told) == [], thai


def test_a_file_names_its_line_in_thai() -> None:
    found = KIT.partner("truemoney_offline").layouts["payment_file"].judge(b"H000001TMN\r\n").findings
    assert found
    for finding in found:
        assert words_left(thai_finding(finding.as_dict())) == []
