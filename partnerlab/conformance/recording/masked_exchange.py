"""One exchange with made-up values in place of the real ones; what no contract describes is covered whole."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from copy import copy
from typing import Any, TypeVar
from urllib.parse import parse_qsl, unquote, urlencode

from partnerlab.conformance.recording.offers import Offers, offers
from partnerlab.conformance.recording.pseudonyms import Pseudonyms
from partnerlab.contract.http.body import body_for
from partnerlab.contract.http.decoding.code_page import text_of
from partnerlab.contract.http.message import FORM, Answer, Request
from partnerlab.contract.http.operation import Operation
from partnerlab.contract.json_spans import leaves
from partnerlab.contract.personal_data import PersonalField
from partnerlab.contract.redaction import mask_shape
from partnerlab.lab.journal import Exchange
from partnerlab.lab.lab import Lab

_COVER = "•••"
_TURN = re.compile(" [0-9]+$")
_PLAIN_HEADERS = frozenset(("accept", "content-type", "user-agent", "retry-after", "allow", "cache-control"))
AnyMessage = TypeVar("AnyMessage", Request, Answer)


class ExchangeMask:
    """Masks exchanges. `lab` is a second lab: its simulators say what the registers hold of a made-up person."""

    def __init__(self, lab: Lab) -> None:
        self._lab, self._pseudonyms = lab, Pseudonyms(lab.world)

    def masked(self, exchange: Exchange) -> tuple[Request, Answer | None]:
        """Request and answer, masked; the request first, so that the answer is about the same people."""
        operation, sent, came = exchange.contract, _opened(exchange.sent), exchange.came and _opened(exchange.came)
        if operation is None:
            return self._unknown_request(sent), self._unknown_answer(came) if came else None
        told = operation.personal_in_answer(came) if came else []
        self._pseudonyms.begin([*operation.personal_in_request(sent), *told])
        asked = self._request(operation, sent)
        if came is None:
            return asked, None
        return asked, self._answer(operation, came, offers(self._lab, exchange.receiver, operation, asked, came))

    def _request(self, operation: Operation, sent: Request) -> Request:
        marked = _marked(operation.personal_in_request(sent))
        params = {
            name: self._value(marked, f"path/{name}", unquote(value))
            for name, value in (operation.params_in(sent.path) or {}).items()
        }
        query = {
            name: self._value(marked, f"query/{name}", value) if name in operation.in_query else _COVER
            for name, value in sent.query.items()
        }
        documented = frozenset(p.name.lower() for p in operation.parameters if p.place == "header")
        headers = self._headers(sent.headers, documented, marked)
        known = body_for(operation.request, sent.headers.get("content-type", "")) is not None
        raw = self._body(sent, marked, {}, known)
        masked = Request(sent.method, operation.address(params), query, headers, raw)
        masked.params = params
        return masked.open()

    def _answer(self, operation: Operation, came: Answer, offered: Offers) -> Answer:
        marked = _marked(operation.personal_in_answer(came))
        documented = frozenset(header.name.lower() for header in operation.answer_headers.get(came.status, ()))
        known = body_for(operation.answers.get(came.status) or {}, came.headers.get("content-type", "")) is not None
        raw = self._body(came, marked, offered, known)
        return Answer(came.status, self._headers(came.headers, documented, {}), raw).open()

    def _unknown_request(self, sent: Request) -> Request:
        query = dict.fromkeys(sent.query, _COVER)
        headers = self._headers(sent.headers, frozenset(), {})
        path = "/".join(part and _COVER for part in sent.path.split("/"))
        return Request(sent.method, path, query, headers, _shape(sent))

    def _unknown_answer(self, came: Answer) -> Answer:
        return Answer(came.status, self._headers(came.headers, frozenset(), {}), _shape(came))

    def _headers(
        self, headers: Mapping[str, str], documented: frozenset[str], marked: Mapping[str, str]
    ) -> dict[str, str]:
        """Headers of the contract, and those that say how to read a message; of the others only the names."""
        by_name = {place.lower(): category for place, category in marked.items()}
        return {
            name: self._value(by_name, f"header/{name.lower()}", value)
            if name.lower() in documented | _PLAIN_HEADERS
            else _COVER
            for name, value in headers.items()
        }

    def _value(self, marked: Mapping[str, str], place: str, value: str) -> str:
        if place in marked:
            return str(self._pseudonyms.of(marked[place], value))
        return self._pseudonyms.in_text(value)

    def _body(self, message: Request | Answer, marked: Mapping[str, str], offered: Offers, known: bool) -> bytes:
        if not message.raw:
            return b""
        if not known or message.undecodable:
            return _shape(message)
        text = text_of(message.raw)
        if message.media == FORM:
            pairs = parse_qsl(text, keep_blank_values=True)
            return urlencode([(name, self._value(marked, f"body/{name}", value)) for name, value in pairs]).encode()
        spans = [*leaves(text)] if _is_json(text) else []
        if not spans:
            return _shape(message) if marked else self._pseudonyms.in_text(text).encode()
        for place, start, end in reversed([*self._replaced(text, spans, marked, offered)]):
            text = text[:start] + place + text[end:]
        return text.encode()

    def _replaced(self, text: str, spans: Any, marked: Mapping[str, str], offered: Offers) -> Any:
        """Each value of a JSON text that the mask changes, with its place.

        Identifiers come first, for they say who it is; texts that nothing marks last, when all that is real is known.
        """
        found = []
        categories = {path: next((marked[at] for at in _above(path) if at in marked), None) for path, _, _ in spans}
        order = {"identity": 0, None: 2}
        for path, start, end in sorted(spans, key=lambda span: order.get(categories[span[0]], 1)):
            value, category = json.loads(text[start:end]), categories[path]
            if category is not None:
                made = self._pseudonyms.of(category, value, offered.get(path))
            else:
                made = self._pseudonyms.in_text(value) if isinstance(value, str) else value
            if made != value:
                found.append((json.dumps(made, ensure_ascii=False), start, end))
        return sorted(found, key=lambda one: one[1])


def _opened(message: AnyMessage) -> AnyMessage:
    """The message decoded from its bytes, for values are searched in what is decoded."""
    return copy(message).open()


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _marked(fields: list[PersonalField]) -> dict[str, str]:
    """Categories by place; what stands more than once in a form has its turn behind its name, and means every one."""
    found = {field.path: field.category for field in fields}
    return found | {_TURN.sub("", path): category for path, category in found.items()}


def _above(path: str) -> list[str]:
    """A place of a body and the places around it: a mark on a list or an object holds for all within."""
    steps = path.split("/")
    return ["/".join(steps[:count]) for count in range(len(steps), 0, -1)]


def _shape(message: Request | Answer) -> bytes:
    return mask_shape(text_of(message.raw)).encode() if message.raw else b""
