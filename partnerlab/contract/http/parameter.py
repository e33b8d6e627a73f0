"""One value of a request outside its body: in the path, the query or a header."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from partnerlab.contract.findings import Finding
from partnerlab.contract.http.body import errors
from partnerlab.contract.http.message import Request

_PLACES = {"query": "query", "path": "params", "header": "headers"}
"""Where a request keeps what stands outside its body."""


@dataclass(slots=True)
class Parameter:
    """One scalar outside the body; `key` is a header's name in lower case, `credential` the agreement's name of it."""

    name: str
    key: str
    place: str
    required: bool
    validator: jsonschema_rs.Draft202012Validator
    number: bool
    category: str | None
    choices: list[str]
    identifies: str | None
    credential: str | None = None

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
        typed: Any = int(value) if self.number and re.fullmatch(r"-?[0-9]+", value) else value
        if not self.validator.is_valid(typed):
            yield from errors("request", self.where, self.validator, typed)
