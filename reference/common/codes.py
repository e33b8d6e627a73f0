"""A partner's codes for the members of one of our enumerations."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Generic, TypeVar

Member = TypeVar("Member", bound=Enum)


class Codes(Generic[Member]):
    """The code of each member; a ValueError where a member has none and there is no `otherwise`."""

    def __init__(self, members: type[Member], codes: Mapping[Member, str], otherwise: str | None = None) -> None:
        self._codes: dict[Member, str] = {}
        for member in members:
            code = codes.get(member, otherwise)
            if code is None:
                raise ValueError(f"{members.__name__}.{member.name} has no code")
            self._codes[member] = code

    def __getitem__(self, member: Member) -> str:
        return self._codes[member]

    def members(self, code: str) -> list[Member]:
        """The members of the enumeration that a code means."""
        return [member for member, known in self._codes.items() if known == code]
