"""Asks registers for one request, and records that each was asked: never what it said (PDPA s. 39)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, cast

from sqlalchemy import Connection, insert

from reference.cis.messages import SourceUnavailable
from reference.cis.service_requests.registers import Answer, Ask, Question
from reference.cis.tables import register_lookup

_ADD = insert(register_lookup)


@dataclass(frozen=True, slots=True)
class RegisterLookup:
    """That a register was asked. `outcome` is `found`, `nothing`, `broken off`, or why there was no answer."""

    register: str
    last_digits: str
    outcome: str


class Registers:
    """Everything that can be asked, for one check of one request; `lookups` fills as it goes."""

    def __init__(self, asks: Mapping[type[Question[Any]], Ask]) -> None:
        self._asks = asks
        self.lookups: list[RegisterLookup] = []

    def ask(self, question: Question[Answer]) -> Answer | None:
        """The answer, None when nothing is on record; raises SourceUnavailable."""
        outcome = "broken off"
        try:
            answer = self._answer(question)
            outcome = "nothing" if answer is None else "found"
        except SourceUnavailable as failure:
            outcome = failure.reason
            raise
        finally:
            if question.subject:
                self.lookups.append(RegisterLookup(question.register, f"…{question.subject[-3:]}", outcome))
        return answer

    def store_lookups(self, db: Connection, request_id: str, at: str) -> None:
        """Keep the record with its request."""
        db.execute(_ADD, [{"request_id": request_id, "at": at} | asdict(lookup) for lookup in self.lookups])

    def _answer(self, question: Question[Answer]) -> Answer | None:
        ask = self._asks.get(type(question))
        if ask is None:
            raise SourceUnavailable(f"no adapter answers {type(question).__name__}")
        return cast("Answer | None", ask(question))
