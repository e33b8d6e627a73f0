"""One named operation of a contract: its request and answers, and the findings of a message in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from partnerlab.contract.findings import Finding, Side
from partnerlab.contract.http.body import Body, body_for, judge_body, leaves, shown
from partnerlab.contract.http.decoding.all_values import body_with_all_values
from partnerlab.contract.http.message import JSON, Answer, OddPath, OddQuery, Request
from partnerlab.contract.http.message_place import value_at
from partnerlab.contract.http.money_marks import MoneyMarks
from partnerlab.contract.http.parameters.parameter import AnswerHeader, Parameter
from partnerlab.contract.http.selector import Selector
from partnerlab.contract.identity.answer_identity import AnswerIdentity
from partnerlab.contract.identity.marked_places import MarkedPlace
from partnerlab.contract.identity.payment_identity import NumberedField
from partnerlab.contract.message_time import StatedTime, TimedField, stated_times
from partnerlab.contract.open_lists import OpenList, unknown_codes
from partnerlab.contract.personal_data import PersonalField, categories_in, fields_in, names_of

_OTHER = "bytes of another encoding"

UNKNOWN = "?"
"""The name of what no contract knows."""


@dataclass(slots=True, eq=False)
class Operation:
    """One named exchange of one document.

    `gives` are the credentials in its answer, each with the field that it stands in; `body_credentials` are the fields
    of its request that carry one, each with the credential's name; `ends` are credentials that open nothing any more
    once it was answered well. `proved_by` are places of its request that only the right sender can fill (a signature).
    `body_given` are fields of its request that an earlier answer gave.
    `dated` are the places of a request, such as `('query', 'day')`, that hold a date, each with its `x-date`.
    One that is `read_only` changes nothing at who is asked; `identifies` are places of its body that name somebody.
    `answer_identity` says by status what in an answer must be of the one that the request named.
    `numbered` are, by status, fields of an answer that belong to one payment; `timed` are, by status (0: of the
    request), fields that state the time of the message itself, and `open_lists` fields whose codes are not all known.
    `money` says how it moves money, if it does. `selector` tells it apart from the others of its address, if there are
    any. `refused_by` are places of an answer, with the values by which a good status refuses (`x-refused-by`).
    `in_json` are the statuses of answers that can only be JSON.
    """

    id: str
    method: str
    path: str
    title: dict[str, str]
    provenance: str
    parameters: list[Parameter]
    request: dict[str, Body]
    body_required: bool
    answers: dict[int, dict[str, Body]]
    pattern: re.Pattern[str] = field(repr=False)
    answer_headers: Mapping[int, list[AnswerHeader]] = field(default_factory=dict)
    gives: dict[str, str] = field(default_factory=dict)
    body_credentials: dict[str, str] = field(default_factory=dict)
    ends: tuple[str, ...] = ()
    proved_by: tuple[str, ...] = ()
    body_given: dict[str, str] = field(default_factory=dict)
    dated: tuple[MarkedPlace, ...] = ()
    read_only: bool = False
    identifies: tuple[str, ...] = ()
    answer_identity: dict[int, AnswerIdentity] = field(default_factory=dict)
    numbered: dict[int, list[NumberedField]] = field(default_factory=dict)
    timed: dict[int, list[TimedField]] = field(default_factory=dict)
    open_lists: dict[int, list[OpenList]] = field(default_factory=dict)
    selector: Selector | None = None
    money: MoneyMarks | None = None
    refused_by: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    in_query: set[str] = field(init=False, repr=False)
    in_json: set[int] = field(init=False, repr=False)
    _personal: dict[frozenset[str] | None, list[Parameter]] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        self.in_query = {parameter.name for parameter in self.parameters if parameter.place == "query"}
        self.in_json = {status for status, kinds in self.answers.items() if [*kinds] == [JSON]}

    @property
    def unknown(self) -> bool:
        """Whether this operation takes the requests that fit no other operation of their address."""
        return self.selector is not None and self.selector.constant is None

    @property
    def named_by_query(self) -> bool:
        """Whether all that an answer is compared with stands in the query or the path."""
        compared = {place for identity in self.answer_identity.values() for place in identity.places}
        return all(place.startswith(("query/", "path/")) for place in compared)

    @property
    def credentials(self) -> dict[str, str]:
        """Every place of a request that carries a credential (`header/Token`, `body/user`), with its name."""
        found = {parameter.where: parameter.credential for parameter in self.parameters if parameter.credential}
        return found | {f"body/{path}": name for path, name in self.body_credentials.items()}

    @property
    def given(self) -> dict[str, str]:
        """Every place of a request that holds what an earlier answer gave, with its source (`log_in/session`)."""
        found = {parameter.where: parameter.given_by for parameter in self.parameters if parameter.given_by}
        return found | {f"body/{path}": source for path, source in self.body_given.items()}

    def refuses_in(self, message: Answer) -> bool:
        """Whether an answer of a good status says, by what the contract marks, that the request is refused."""
        return any(value_at(message, place) in values for place, values in self.refused_by.items())

    @property
    def static(self) -> bool:
        return "{" not in self.path

    def params_in(self, path: str) -> dict[str, str] | None:
        """The path parameters of a path of this operation, as they are written there; None of any other path."""
        match = self.pattern.fullmatch(path)
        return match.groupdict() if match else None

    def address(self, params: Mapping[str, str]) -> str:
        """The path with these parameters."""
        return self.path.format_map({name: quote(value, safe="") for name, value in params.items()})

    def media_for(self, status: int, body: Any) -> str:
        """The documented media type under which `body` travels with `status`."""
        kinds = [concrete(media) for media in self.answers.get(status) or {}]
        if len(kinds) == 1:
            return kinds[0]
        text = isinstance(body, str)
        fitting = [media for media in kinds if media.startswith("text/") == text]
        return (fitting or kinds or ["text/plain; charset=utf-8" if text else "application/json"])[0]

    def judge_request(self, message: Request) -> list[Finding]:
        """The findings of a request by this operation's contract."""
        if self.selector and self.unknown and (isinstance(message.body, dict) or not self.request):
            return [self.selector.finding(message)]
        found = self._judge_parameters(message)
        if not self.request:
            if message.raw:
                found.append(Finding("request", "body", "undocumented body", "no body", shown(message.raw)))
            return found
        if not message.raw:
            if self.body_required:
                found.append(Finding("request", "body", "required", " or ".join(self.request), "no body"))
            return found
        return found + judge_body("request", self.request, message) + self.unknown_codes(message)

    def judge_answer(self, message: Answer) -> list[Finding]:
        """The findings of an answer by this operation's contract."""
        kinds = self.answers.get(message.status)
        if kinds is None:
            offered = ", ".join(map(str, sorted(self.answers)))
            seen = f"{message.status} {shown(message.raw)}"
            return [Finding("answer", "status", "undocumented status", f"one of {offered}", seen)]
        promised = self.answer_headers.get(message.status, ())
        found = [finding for header in promised for finding in header.judge(message)]
        if not kinds or self.method == "HEAD":  # what HEAD is answered with has no body, whatever GET would bring
            unwanted = Finding("answer", "body", "undocumented body", "no body", shown(message.raw))
            return [*found, unwanted] if message.raw else found
        if not message.raw:
            return [*found, Finding("answer", "body", "required", " or ".join(kinds), "no body")]
        return found + judge_body("answer", kinds, message) + self.unknown_codes(message)

    def personal_in_request(self, message: Request, among: frozenset[str] | None = None) -> list[PersonalField]:
        """The personal data and secrets that a request carries; of some categories alone, if they are named."""
        found: list[PersonalField] = []
        for parameter in self._personal_parameters(among):
            for value in filter(None, parameter.values_in(message)):
                found.append(PersonalField(parameter.where, parameter.category or "", value))
        body = body_for(self.request, message.headers.get("content-type", "")) if self.request else None
        if body is None:
            return found
        value = body_with_all_values(message)
        strange = [] if among else leaves("body", value) if self.unknown else body.strangers(value)
        return found + fields_in(value, body.places(among)) + strange

    def marked_in_request(self, among: frozenset[str]) -> frozenset[str] | None:
        """Names without which no body of a request carries any of these categories; None if that is not all to know."""
        names = [names_of(body.places(among)) for body in self.request.values()]
        if None in names or self._personal_parameters(among):
            return None
        return frozenset[str]().union(*(told for told in names if told is not None))

    def personal_in_answer(self, message: Answer, among: frozenset[str] | None = None) -> list[PersonalField]:
        """Personal data in an answer; an undocumented status is searched by the schemas of all documented answers."""
        body = body_for(self.answers.get(message.status) or {}, message.headers.get("content-type", ""))
        known = [kind for kinds in self.answers.values() for kind in kinds.values()]
        shapes = [kind.places(among) for kind in ([body] if body else known)]
        value = body_with_all_values(message)
        unknown = body.strangers(value) if body and among is None else []
        return [found for shape in shapes for found in fields_in(value, shape)] + unknown

    def unknown_codes(self, message: Request | Answer) -> list[Finding]:
        """A notice for every code of a message that a list which is not known to be closed does not have."""
        lists = self.open_lists.get(message.status if isinstance(message, Answer) else 0)
        return list(unknown_codes(_side(message), lists, message.body)) if lists else []

    def times_in(self, message: Request | Answer) -> list[StatedTime]:
        """When a message says that it was made."""
        fields = self.timed.get(message.status if isinstance(message, Answer) else 0)
        return list(stated_times(fields, message.body)) if fields else []

    def categories(self, part: str) -> set[str]:
        """Every category of personal data, and of secrets, for which the contract has a place in this part."""
        kinds = [self.request] if part == "request" else list(self.answers.values())
        found = {category for bodies in kinds for body in bodies.values() for category in categories_in(body.personal)}
        return found | {p.category for p in self.parameters if p.category and part == "request"}

    def _personal_parameters(self, among: frozenset[str] | None) -> list[Parameter]:
        if among not in self._personal:
            named = [parameter for parameter in self.parameters if parameter.category]
            self._personal[among] = [p for p in named if among is None or p.category in among]
        return self._personal[among]

    def _judge_parameters(self, message: Request) -> list[Finding]:
        """What is wrong outside the body."""
        found: list[Finding] = []
        for parameter in self.parameters:
            found += parameter.judge(message)
        for name in sorted(message.query.keys() - self.in_query):
            known = f"one of {sorted(self.in_query)}"
            found.append(Finding("request", f"query/{name}", "undocumented parameter", known, name))
        return found + self._odd_names(message)

    def _odd_names(self, message: Request) -> list[Finding]:
        """What servers read differently: a name that stands twice in a query, and text in another code page."""
        odd = ["path"] if isinstance(message.path, OddPath) else []
        query = message.query
        twice: list[str] = []
        if isinstance(query, OddQuery):
            lists = {one.name for one in self.parameters if one.place == "query" and one.repeats}
            twice = [name for name in query.repeated if name not in lists]
            odd += [f"query/{name}" for name in query.undecoded]
        return [
            *(Finding("request", f"query/{name}", "repeated", "one value", "several") for name in twice),
            *(Finding("request", where, "does not decode", "UTF-8", _OTHER) for where in odd),
        ]


def concrete(media: str) -> str:
    """A media type to send: of a range, one that is in it."""
    return {"*/*": JSON, "application/*": JSON, "text/*": "text/plain; charset=utf-8"}.get(media, media)


def _side(message: Request | Answer) -> Side:
    return "answer" if isinstance(message, Answer) else "request"
