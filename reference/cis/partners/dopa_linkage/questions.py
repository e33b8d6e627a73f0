"""Which question which register answers, in either form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from reference.cis.adapter import Link
from reference.cis.partners.dopa_linkage.register import Register
from reference.cis.service_requests.registers import (
    Ask,
    CardOf,
    DivorceOf,
    FormerNamesOf,
    HouseOf,
    MarriageOf,
    PersonOf,
    Question,
)

Questions = dict[type[Question[Any]], Callable[[Link], Ask]]

_ANSWERS: dict[type[Question[Any]], Callable[[Register, Any], Any]] = {
    PersonOf: Register.person,
    CardOf: Register.card,
    HouseOf: Register.house,
    FormerNamesOf: Register.former_names,
    MarriageOf: Register.marriage,
    DivorceOf: Register.divorce,
}


def questions(register_of: Callable[[Link], Register]) -> Questions:
    """How each question is asked of the register that a form makes of a link."""
    return {question: _asks(register_of, answer) for question, answer in _ANSWERS.items()}


def _asks(register_of: Callable[[Link], Register], answer: Callable[[Register, Any], Any]) -> Callable[[Link], Ask]:
    return lambda link: lambda question: answer(register_of(link), question)
