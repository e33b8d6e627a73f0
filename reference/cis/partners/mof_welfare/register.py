"""The register of people with low income: yes or no of one person."""

from __future__ import annotations

from reference.cis.adapter import Link
from reference.cis.messages import SourceUnavailable
from reference.cis.partners._common.gdx import UNREADABLE
from reference.cis.partners._common.linkage import look_up
from reference.cis.service_requests.registers import Ask, RegisterGateway, WelfareCard, WelfareOf

_OFFICE, _SERVICE = "00301", "001"


class Register:
    """Answers whether a person holds a card; may raise SourceUnavailable."""

    def __init__(self, gateway: RegisterGateway) -> None:
        self._gateway = gateway

    def welfare(self, question: WelfareOf) -> WelfareCard | None:
        """Whether a citizen holds a welfare card; any other word than YES and NO is no answer."""
        data = look_up(self._gateway, _OFFICE, _SERVICE, question.citizen_id)
        if data is None:
            return None
        result = data.get("result") if isinstance(data, dict) else None
        if result not in ("YES", "NO"):
            raise SourceUnavailable(UNREADABLE)
        return WelfareCard() if result == "YES" else None


def ask_welfare(link: Link) -> Ask:
    """How the register is asked, through the gateway of its link."""
    return Register(link.gateway).welfare
