"""Read the exchanges of a HAR file, each with the operation of a contract that it belongs to, judged."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Answer, Request
from partnerlab.contract.http.operation import Operation
from partnerlab.errors import InputError
from partnerlab.lab.exchange.guarded_judge import judge_answer, judge_request
from partnerlab.lab.journal import Exchange, Route
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.partner import Partner

_UNKNOWN = "?"


def exchanges_of(file: Path, lab: Lab, partner: str | None = None) -> Iterator[Exchange]:
    """Every exchange of the file, in the journal of `lab`; of one partner alone, if it is named."""
    partners = [lab.kit.partner(partner)] if partner else [*lab.kit.partners.values()]
    for number, entry in enumerate(_entries(file), 1):
        try:
            yield _exchange(lab, partners, entry)
        except (KeyError, TypeError, ValueError, AttributeError) as bad:
            told = f"{bad} is missing" if isinstance(bad, KeyError) else str(bad)
            raise InputError(f"{file}: entry {number} is none of HAR 1.2: {told}") from None


def _entries(file: Path) -> list[Any]:
    try:
        har = json.loads(file.read_text("utf-8-sig"))
        entries = har["log"]["entries"]
    except OSError as bad:
        raise InputError(f"{file} cannot be read: {bad.strerror}") from None
    except (ValueError, RecursionError):
        raise InputError(f"{file} is no JSON: a HAR file is exported by a browser or an HTTP tool") from None
    except (KeyError, TypeError):
        entries = None
    if not isinstance(entries, list):
        raise InputError(f"{file} is no HAR: expected a list log.entries")
    return entries


def _exchange(lab: Lab, partners: list[Partner], entry: Mapping[str, Any]) -> Exchange:
    asked, came = _request(entry["request"]), _answer(entry["response"])
    named = [one for one in partners if one.name in (entry.get("_sender"), entry.get("_receiver"))]
    route, message = _routed(named or partners, asked)  # the HAR of a lab names the parties
    left = _moment(entry.get("startedDateTime"), lab.clock.now)
    exchange = lab.begin(route, message, left)
    exchange.came = came
    if route.contract is not None:
        judge = lab.judge(lab.kit.partner(_partner_of(lab, route)), route.contract)
        exchange.findings = judge_request(judge, message, lab.failures)
        if came is not None:
            exchange.findings += judge_answer(judge, came, message, lab.failures)
    answered = left + timedelta(milliseconds=max(0.0, float(entry.get("time") or 0)))
    lab.finish(exchange, answered if came is not None else None)
    return exchange


def _partner_of(lab: Lab, route: Route) -> str:
    return route.receiver if route.receiver in lab.kit.partners else route.sender


def _routed(partners: list[Partner], asked: Request) -> tuple[Route, Request]:
    """The route of a request, and the request at the contract's address, whatever base URL it was sent to."""
    found = [*_offers(partners, asked)]
    if not found:
        return Route(_UNKNOWN, _UNKNOWN, _UNKNOWN), asked
    partner, operation, message, ours = min(found, key=lambda offer: len(offer[1].judge_request(offer[2])))
    message.params = operation.params_in(message.path) or {}
    parties = (partner.system, partner.name) if ours else (partner.name, partner.system)
    return Route(*parties, operation.id, None, operation), message


def _offers(partners: list[Partner], asked: Request) -> Iterator[tuple[Partner, Operation, Request, bool]]:
    """Every operation that a request may belong to; `ours` are those that our side calls."""
    steps = asked.path.split("/")
    paths = ["/".join(["", *steps[start:]]) for start in range(1, len(steps))]
    for partner in partners:
        for document, ours in ((partner.provider, True), (partner.consumer, False)):
            for path in paths if document else ():
                message = Request(asked.method, path, asked.query, asked.headers, asked.raw).open()
                if document and (operation := document.route(message)) is not None:
                    yield partner, operation, message, ours
                    break


def _request(told: Mapping[str, Any]) -> Request:
    url = urlsplit(told["url"])
    posted = told.get("postData") or {}
    headers = _headers(told["headers"])
    if "mimeType" in posted:
        headers.setdefault("content-type", posted["mimeType"])
    raw = (posted.get("text") or "").encode()
    return wire.request(told["method"].upper(), url.path or "/", query=url.query, headers=headers, raw=raw)


def _answer(told: Mapping[str, Any]) -> Answer | None:
    """The answer; None where none came, which HAR writes as status 0."""
    if not told["status"]:
        return None
    content = told.get("content") or {}
    text = content.get("text") or ""
    try:
        raw = base64.b64decode(text, validate=True) if content.get("encoding") == "base64" else text.encode()
    except binascii.Error as bad:
        raise ValueError(f"content is no base64: {bad}") from None
    headers = _headers(told["headers"])
    if content.get("mimeType"):
        headers.setdefault("content-type", content["mimeType"])
    return wire.answer(int(told["status"]), headers, raw)


def _headers(pairs: list[Mapping[str, str]]) -> dict[str, str]:
    """Headers by name in lower case, without the pseudo-headers of HTTP/2."""
    return {pair["name"].lower(): str(pair["value"]) for pair in pairs if not pair["name"].startswith(":")}


def _moment(text: Any, otherwise: datetime) -> datetime:
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return otherwise
    return found if found.tzinfo else found.replace(tzinfo=otherwise.tzinfo)
