"""The registers behind the gateway, by what this system wants to know of them."""

from __future__ import annotations

from typing import Any

from reference.cis.gateway import Gateway, Unavailable
from reference.cis.settings import Settings

_DOPA = "00023"
_PERSON, _HOUSE, _CARD = "001", "027", "032"
_PRESENT = ("AgentAvailable", "CitizenAvailable")
OFFICER_ABSENT = "90001"
_UNREADABLE = "answer has not the agreed shape"
IN_BUSINESS = "ยังดำเนินกิจการอยู่"


class Registers:
    """Questions to the civil registration and the juristic persons' register; all may raise Unavailable."""

    def __init__(self, gateway: Gateway, settings: Settings) -> None:
        self._gateway = gateway
        self._settings = settings

    def require_officer(self) -> None:
        """Our officer must have signed in with the card; otherwise the registers stay shut (90001)."""
        query = {"Consumer": self._settings.consumer_key, "CitizenID": self._settings.agent_id}
        state = self._gateway.look_up("/ws/dopa/linkage/v1/agent/permission", query)
        if not isinstance(state, dict) or state.get("SessionState") not in _PRESENT:
            raise Unavailable(OFFICER_ABSENT)

    def person(self, pid: str) -> dict[str, Any] | None:
        return self._linkage(_PERSON, pid)

    def house_of(self, pid: str) -> dict[str, Any] | None:
        return self._linkage(_HOUSE, pid)

    def card_of(self, pid: str) -> dict[str, Any] | None:
        """The latest identity card."""
        return self._linkage(_CARD, pid)

    def juristic(self, juristic_id: str) -> dict[str, Any] | None:
        """The profile, or None when the register does not know the number."""
        path = "/ws/dbd/juristic/v4/profile/information"
        found = self._gateway.look_up(path, {"JuristicID": juristic_id})
        profiles = found.get("ResultList") if isinstance(found, dict) else found
        if not profiles:
            return None
        if not isinstance(profiles, list) or not isinstance(profiles[0], dict):
            raise Unavailable(_UNREADABLE)
        return profiles[0]

    def _linkage(self, service: str, pid: str) -> dict[str, Any] | None:
        query = {"OfficeID": _DOPA, "ServiceID": service, "Version": "01", "CitizenID": pid}
        found = self._gateway.look_up("/ws/dopa/linkage/v1/link", query)
        if found is not None and not isinstance(found, dict):
            raise Unavailable(_UNREADABLE)
        return found
