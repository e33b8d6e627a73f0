"""The registers behind the gateway, by what this system wants to know of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from reference.cis.adapter import Link
from reference.cis.partners.dga_gdx.gateway import Gateway, SourceUnavailable

_DOPA = "00023"
_SERVICES = {
    "person": "001", "house": "027", "card": "032", "former_names": "009", "marriage": "033", "divorce": "034",
}  # fmt: skip
_NOBODY = "0" * 13
_PRESENT = ("AgentAvailable", "CitizenAvailable")
OFFICER_ABSENT = "90001"
_UNREADABLE = "answer has not the agreed shape"
IN_BUSINESS = "ยังดำเนินกิจการอยู่"


@dataclass(frozen=True, slots=True)
class RegisterLookup:
    """That a register was asked, for the data protection officer (PDPA s. 39): never what it said.

    Of the number it was asked about the last three digits; `outcome` is `found`, `nothing`, or the code of why not.
    """

    question: str
    about: str
    outcome: str


class Registers:
    """Questions to the civil registration and the juristic persons' register; all may raise Unavailable."""

    def __init__(self, link: Link) -> None:
        self._gateway: Gateway = link.gateway
        self._asked: list[RegisterLookup] = []

    def take_record(self) -> list[RegisterLookup]:
        """What was asked since the last time, in its order; whoever asks keeps it."""
        taken, self._asked = self._asked, []
        return taken

    def require_officer(self) -> None:
        """Our officer must have signed in with the card; otherwise the registers stay shut (90001)."""
        state = self._gateway.look_up("/ws/dopa/linkage/v1/agent/permission", self._gateway.identity)
        if not isinstance(state, dict) or state.get("SessionState") not in _PRESENT:
            raise SourceUnavailable(OFFICER_ABSENT)

    def person(self, pid: str) -> dict[str, Any] | None:
        return self._linkage("person", pid)

    def house_of(self, pid: str) -> dict[str, Any] | None:
        return self._linkage("house", pid)

    def card_of(self, pid: str) -> dict[str, Any] | None:
        """The latest identity card."""
        return self._linkage("card", pid)

    def former_names(self, pid: str) -> list[str]:
        """First and last name together, as borne before each change."""
        found = self._linkage("former_names", pid)
        changes = [] if found is None else found.get("allName")
        if not isinstance(changes, list) or not all(isinstance(change, dict) for change in changes):
            raise SourceUnavailable(_UNREADABLE)
        return [" ".join(f"{change.get('firstName')} {change.get('lastName') or ''}".split()) for change in changes]

    def marriage_of(self, pid: str) -> dict[str, Any] | None:
        """The marriage that was registered last, which may have ended since."""
        return self._linkage("marriage", pid)

    def divorce_of(self, pid: str) -> dict[str, Any] | None:
        """The divorce that was registered last."""
        return self._linkage("divorce", pid)

    def spouse_of(self, pid: str) -> str | None:
        """The number of the husband or wife; None of who is not married, not any more, or to a foreigner."""
        marriage = self.marriage_of(pid)
        if marriage is None:
            return None
        divorce = self.divorce_of(pid)
        if divorce is not None and divorce.get("marryID") == marriage.get("marryID"):
            return None
        both = {str(marriage.get(side) or "").zfill(13) for side in ("malePID", "femalePID")}
        other = both - {pid, _NOBODY}
        return other.pop() if len(other) == 1 else None

    def juristic(self, juristic_id: str) -> dict[str, Any] | None:
        """The profile, or None when the register does not know the number."""
        path = "/ws/dbd/juristic/v4/profile/information"
        found = self._look_up("juristic", juristic_id, path, {"JuristicID": juristic_id})
        profiles = found.get("ResultList") if isinstance(found, dict) else found
        if not profiles:
            return None
        if not isinstance(profiles, list) or not isinstance(profiles[0], dict):
            raise SourceUnavailable(_UNREADABLE)
        return profiles[0]

    def _linkage(self, question: str, pid: str) -> dict[str, Any] | None:
        query = {"OfficeID": _DOPA, "ServiceID": _SERVICES[question], "Version": "01", "CitizenID": pid}
        found = self._look_up(question, pid, "/ws/dopa/linkage/v1/link", query)
        if found is not None and not isinstance(found, dict):
            raise SourceUnavailable(_UNREADABLE)
        return found

    def _look_up(self, question: str, number: str, path: str, query: dict[str, str]) -> Any:
        outcome = "broken off"
        try:
            found = self._gateway.look_up(path, query)
            outcome = "nothing" if found is None else "found"
        except SourceUnavailable as trouble:
            outcome = trouble.code
            raise
        finally:
            self._asked.append(RegisterLookup(question, f"…{number[-3:]}", outcome))
        return found
