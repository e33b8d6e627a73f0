"""One value outside a body: in the path, the query or a header of a request, or in a header of an answer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from partnerlab.contract.findings import Finding, Side
from partnerlab.contract.http.body import errors
from partnerlab.contract.http.decoding.bound_token import NOT_OF_BODY, not_bound
from partnerlab.contract.http.message import Answer, OddQuery, Request
from partnerlab.contract.http.parameters.text_value import TextValue

_PLACES = {"query": "query", "path": "params", "header": "headers"}
"""Where a request keeps what stands outside its body."""

Validator = jsonschema_rs.Draft202012Validator


@dataclass(slots=True)
class Parameter:
    """One value, or list of values, outside the body; `key` is a header's name in lower case.

    `credential` is the agreement's name of it, if it is one; `binds_body` the claim of a token that must hold the
    body's hash; `given_by` names the answer that gave the value (`log_in/session`); `fact` names
    what it is of the one who is asked about (`district_code`), and how many of the last characters (0: all).
    """

    name: str
    key: str
    place: str
    required: bool
    validator: Validator
    text: TextValue
    category: str | None
    choices: list[str]
    identifies: str | None
    credential: str | None = None
    binds_body: str | None = None
    given_by: str | None = None
    fact: tuple[str, int] | None = None

    @property
    def where(self) -> str:
        return f"{self.place}/{self.name}"

    @property
    def repeats(self) -> bool:
        """Whether its name stands once for each element of a list."""
        return self.text.items and self.text.separator is None

    def value_in(self, message: Request) -> str | None:
        found: str | None = getattr(message, _PLACES[self.place]).get(self.key)
        return found

    def values_in(self, message: Request) -> list[str]:
        """Every text that a request has for it; the elements of a list one by one."""
        texts = self._texts_in(message)
        return self.text.elements(texts) if self.text.items else texts

    def judge(self, message: Request) -> Iterator[Finding]:
        """What is wrong with the value in this request, or with there being none."""
        texts = self._texts_in(message)
        if texts:
            yield from _judged("request", self.where, self.validator, self.text, texts)
            if self.binds_body and (seen := not_bound(texts[0], self.binds_body, message.raw)):
                yield Finding("request", self.where, NOT_OF_BODY, f"{self.binds_body}: the body's SHA-256", seen)
        elif self.required:
            yield Finding("request", self.where, "required", "a value", "nothing")

    def _texts_in(self, message: Request) -> list[str]:
        query = message.query
        if self.place == "query" and isinstance(query, OddQuery):
            return [value for name, value in query.pairs if name == self.key]
        value = self.value_in(message)
        return [] if value is None else [value]


@dataclass(slots=True)
class AnswerHeader:
    """One header that an answer promises."""

    name: str
    required: bool
    validator: Validator | None
    text: TextValue

    def judge(self, message: Answer) -> Iterator[Finding]:
        """What is wrong with the header in this answer, or with there being none."""
        where, value = f"header/{self.name}", message.headers.get(self.name.lower())
        if value is not None and self.validator is not None:
            yield from _judged("answer", where, self.validator, self.text, [value])
        elif value is None and self.required:
            yield Finding("answer", where, "required", "a value", "nothing")


def _judged(side: Side, where: str, validator: Validator, text: TextValue, texts: list[str]) -> Iterator[Finding]:
    """What is wrong with each of several texts under one name, or with the list that they are."""
    meant: list[list[Any]] = [[text.read_list(texts)]] if text.items else [text.readings(value) for value in texts]
    for readings in meant:
        if not any(validator.is_valid(value) for value in readings):
            yield from errors(side, where, validator, readings[0])
