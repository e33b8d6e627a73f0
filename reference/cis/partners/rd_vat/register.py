"""The VAT register: one record of parallel arrays, an element for each branch."""

from __future__ import annotations

from typing import Any

from reference.cis.adapter import Link
from reference.cis.messages import SourceUnavailable
from reference.cis.partners._common.gdx import UNREADABLE
from reference.cis.partners._common.linkage import look_up
from reference.cis.service_requests.registers import Ask, RegisterGateway, VatOf, VatRegistration

_OFFICE, _SERVICE = "00304", "001"
ANOTHER_COMPANY = "the answer is about another company"


class Register:
    """Answers which branches of a company are registered; may raise SourceUnavailable."""

    def __init__(self, gateway: RegisterGateway) -> None:
        self._gateway = gateway

    def vat(self, question: VatOf) -> VatRegistration | None:
        """The branches; a company that is not registered has no vNID, and a message instead."""
        data = look_up(self._gateway, _OFFICE, _SERVICE, question.juristic_id)
        if data is None:
            return None
        if not isinstance(data, dict):
            raise SourceUnavailable(UNREADABLE)
        numbers, branches = data.get("vNID"), data.get("vBranchNumber")
        if not numbers:
            return None
        if not isinstance(numbers, list) or not isinstance(branches, list) or len(numbers) != len(branches):
            raise SourceUnavailable(UNREADABLE)
        if any(number != question.juristic_id for number in numbers):
            raise SourceUnavailable(ANOTHER_COMPANY)
        return VatRegistration(frozenset(_branch(number) for number in branches))


def ask_vat(link: Link) -> Ask:
    """How the register is asked, through the gateway of its link."""
    return Register(link.gateway).vat


def _branch(number: Any) -> str:
    """Five digits of a number that came without its zeros, whether as a number or as text."""
    text = str(number).strip()
    if isinstance(number, bool) or not text.isdecimal() or not text.isascii() or len(text) > 5:
        raise SourceUnavailable(UNREADABLE)
    return text.zfill(5)
