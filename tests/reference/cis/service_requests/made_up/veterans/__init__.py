"""A register that no other part of the project knows, behind the data exchange, with a question of its own."""

from __future__ import annotations

from dataclasses import dataclass

from reference.cis.adapter import Adapter, Link
from reference.cis.partners._common.gdx import read_answer
from reference.cis.service_requests.registers import Ask, Question


@dataclass(frozen=True, slots=True)
class Veteran:
    class_of_card: str


@dataclass(frozen=True, slots=True)
class VeteranOf(Question[Veteran]):
    register = "veteran"
    citizen_id: str

    @property
    def subject(self) -> str | None:
        return self.citizen_id


def ask_veteran(link: Link) -> Ask:
    def ask(question: VeteranOf) -> Veteran | None:
        response = link.gateway.get("/ws/veterans/card", {"pid": question.citizen_id})
        card = read_answer(response, not_found={"V404"})
        return None if card is None else Veteran(card["cls"])

    return ask


ADAPTER = Adapter(through="dga_gdx", registers={VeteranOf: ask_veteran})
