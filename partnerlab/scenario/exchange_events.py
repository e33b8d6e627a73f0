"""An exchange as an event: what was sent and what came, with personal data covered."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from partnerlab.contract.findings import Finding
from partnerlab.contract.http.decoding.all_values import body_with_all_values
from partnerlab.contract.http.decoding.code_page import text_of
from partnerlab.contract.http.decoding.multipart import MULTIPART
from partnerlab.contract.http.message import FORM, Answer, Request
from partnerlab.contract.personal_data import PersonalField
from partnerlab.contract.redaction import (
    cover_all_numbers,
    mask,
    mask_all,
    mask_form,
    mask_json,
    mask_parts,
    mask_shape,
)
from partnerlab.lab.journal import Exchange
from partnerlab.lab.lab import Lab
from partnerlab.lab.our_side import SYSTEMS

Event = dict[str, Any]


def exchange_event(
    lab: Lab,
    found: Exchange,
    shown: bool = False,
    *,
    findings: list[Event] | None = None,
    secrets: list[PersonalField] | None = None,
) -> Event:
    """An exchange by itself, outside any story; with `shown` nothing in it is covered, else `secrets` too.

    `findings` take the place of the exchange's own where somebody else than a simulator is to blame.
    """
    fields = [] if shown else found.personal + (secrets or [])
    request, covered = _request(found, fields, shown)
    answer, more = _answer(found.answer, fields, shown)
    if not shown:
        request, answer = cover_all_numbers(request), cover_all_numbers(answer)
    told = _findings(lab, found) if findings is None else findings
    return {
        **_head(found),
        "request": request,
        "answer": answer,
        **_end(found, told, fields),
        "masked": covered + more,
    }


def exchange_outline(lab: Lab, found: Exchange) -> Event:
    """The same without request and answer, for who tells only how it went: nothing is opened, unless to cover it."""
    findings = _findings(lab, found)
    return {**_head(found), **_end(found, findings, found.personal if findings else [])}


def _head(found: Exchange) -> Event:
    return {
        "event": "exchange",
        "number": found.number,
        "parent": found.parent,
        "left": found.left.isoformat(),
        "answered": found.answered.isoformat() if found.answered else None,
        "sender": found.sender,
        "receiver": found.receiver,
        "via": found.via,
        "operation": found.operation,
        "channel": found.channel,
    }


def _end(found: Exchange, findings: list[Event], fields: list[PersonalField]) -> Event:
    return {
        "lost": found.lost,
        "faults": list(found.faults),
        "findings": cover_all_numbers(mask_all(findings, fields)),
    }


def _request(found: Exchange, fields: list[PersonalField], shown: bool) -> tuple[Event, int]:
    message = found.request
    if found.masked is None:
        text, covered = _body(message, fields, shown)
    elif shown:
        text, covered = message.raw.decode(found.encoding, "backslashreplace"), 0
    else:
        text, covered = mask(found.masked, fields)
    told = {
        "line": mask(message.line, fields)[0],
        "headers": mask_all(message.headers, fields),
        "body": text,
        "size": len(message.raw),
        "media": message.media or (f"text/plain; charset={found.encoding}" if found.channel != "http" else ""),
    }
    return told, covered


def _answer(answer: Answer | None, fields: list[PersonalField], shown: bool) -> tuple[Event | None, int]:
    if answer is None:
        return None, 0
    text, covered = _body(answer, fields, shown)
    told = {
        "status": answer.status,
        "headers": mask_all(answer.headers, fields),
        "body": text,
        "size": len(answer.raw),
        "media": answer.media,
    }
    return told, covered


def _body(message: Request | Answer, fields: list[PersonalField], shown: bool) -> tuple[str, int]:
    if message.media == MULTIPART:
        with suppress(ValueError):
            return mask_parts(message.raw, None if shown else fields)
    if message.media == MULTIPART or isinstance(message.body, bytes):  # a paper may hold anything of anybody
        return f"({len(message.raw)} bytes of {message.media})", 0
    text = text_of(message.raw)
    if shown:
        return text, 0
    if message.undecodable and body_with_all_values(message) is None:
        return mask_shape(text), 1
    covers = mask_json if message.media.endswith("json") else mask_form if message.media == FORM else mask
    return covers(text, fields)


def _blame(found: Exchange, finding: Finding) -> str:
    """Whose mistake it is: a system of ours, a partner whose own client sent, or a simulator."""
    if found.culprit(finding) in SYSTEMS:
        return "system_under_test"
    return "partner" if found.own_client and finding.side == "request" else "simulator"


def _findings(lab: Lab, found: Exchange) -> list[Event]:
    return [
        finding.as_dict()
        | {
            "blame": _blame(found, finding),
            "excused": finding.side in found.excused,
        }
        for finding in found.findings
    ]
