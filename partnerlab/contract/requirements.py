"""The requirements of the source document, the law and good practice, and the flows of every partner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from partnerlab import yamlio
from partnerlab.schemas.validation import check

Text = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Flow:
    """Data that goes from one party to another: `push`, the sender starts; `pull`, the receiver asks for it.

    `over` are the transports that the source leaves to choose from: http, sftp, web, mail.
    """

    sender: str
    receiver: str
    by: Literal["push", "pull"]
    over: tuple[str, ...]

    @property
    def starter(self) -> str:
        """The party that makes the first move, and in our words *sends*; the other one *answers*."""
        return self.sender if self.by == "push" else self.receiver

    @property
    def ends(self) -> tuple[str, str]:
        return self.sender, self.receiver


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that is asked for. With `outside` it is a decision of the organisation, for the reason given there."""

    id: str
    text: Text
    source: str
    flow: Flow | None
    outside: Text | None


def load(file: Path) -> dict[str, Requirement]:
    """The requirements by id, in the order of the file; a mistake raises with its line."""
    document = yamlio.load(file)
    data = check(document, "requirements")["requirements"]
    requirements = {name: _requirement(name, item) for name, item in data.items()}
    for name, requirement in requirements.items():
        if requirement.flow and requirement.flow.sender == requirement.flow.receiver:
            mistake = f"a flow goes from one party to another; here both are '{requirement.flow.sender}'"
            raise document.error(("requirements", name, "flow"), mistake)
    return requirements


def _requirement(name: str, data: dict[str, Any]) -> Requirement:
    return Requirement(name, data["text"], data["source"], _flow(data.get("flow")), data.get("outside"))


def _flow(data: dict[str, Any] | None) -> Flow | None:
    return Flow(data["from"], data["to"], data["by"], tuple(data["over"])) if data else None
