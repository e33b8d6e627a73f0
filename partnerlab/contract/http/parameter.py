"""One value outside a body: in the path, the query or a header of a request, or in a header of an answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from partnerlab.contract.findings import Finding
from partnerlab.contract.http.body import errors
from partnerlab.contract.http.decoding.bound_token import NOT_OF_BODY, not_bound
from partnerlab.contract.http.message import Answer, Request

_PLACES = {"query": "query", "path": "params", "header": "headers"}
"""Where a request keeps what stands outside its body."""

_NUMBER = re.compile(r"-?[0-9]{1,18}(?:\.[0-9]{1,18})?")
"""A number as it travels in text; one that is longer than anybody's stays text, and so is none."""


def _whole(value: str) -> Any:
    return value if "." in value else int(value)


_NUMBERS: dict[str, Callable[[str], Any]] = {"integer": _whole, "number": float}
"""How the text of a parameter is read, by the type that its schema says."""


@dataclass(slots=True)
class Parameter:
    """One scalar outside the body; `key` is a header's name in lower case, `credential` the agreement's name of it.

    `number` is the type of one that is a number; `binds_body` the claim of a token that must hold the body's hash.
    """

    name: str
    key: str
    place: str
    required: bool
    validator: jsonschema_rs.Draft202012Validator
    number: str | None
    category: str | None
    choices: list[str]
    identifies: str | None
    credential: str | None = None
    binds_body: str | None = None

    @property
    def where(self) -> str:
        return f"{self.place}/{self.name}"

    def value_in(self, message: Request) -> str | None:
        found: str | None = getattr(message, _PLACES[self.place]).get(self.key)
        return found

    def judge(self, message: Request) -> Iterator[Finding]:
        """What is wrong with the value in this request, or with there being none."""
        value = self.value_in(message)
        if value is None:
            if self.required:
                yield Finding("request", self.where, "required", "a value", "nothing")
            return
        typed = _typed(value, self.number)
        if not self.validator.is_valid(typed):
            yield from errors("request", self.where, self.validator, typed)
        if self.binds_body and (seen := not_bound(value, self.binds_body, message.raw)):
            yield Finding("request", self.where, NOT_OF_BODY, f"{self.binds_body}: the body's SHA-256", seen)


@dataclass(slots=True)
class AnswerHeader:
    """One header that an answer promises; `number` is the type of one that is a number."""

    name: str
    required: bool
    validator: jsonschema_rs.Draft202012Validator | None
    number: str | None

    def judge(self, message: Answer) -> Iterator[Finding]:
        """What is wrong with the header in this answer, or with there being none."""
        where, value = f"header/{self.name}", message.headers.get(self.name.lower())
        if value is None:
            if self.required:
                yield Finding("answer", where, "required", "a value", "nothing")
            return
        typed = _typed(value, self.number)
        if self.validator is not None and not self.validator.is_valid(typed):
            yield from errors("answer", where, self.validator, typed)


def _typed(value: str, number: str | None) -> Any:
    """A value as its schema's type has it: what travels as text may mean a number."""
    return _NUMBERS[number](value) if number and _NUMBER.fullmatch(value) else value
