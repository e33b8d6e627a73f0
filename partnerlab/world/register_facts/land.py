"""Facts of a land title that only the Department of Lands knows: kind, fraction of area, condominium, age."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from partnerlab.world.seed import RECORD_DATE

DEED, UNIT = "โฉนดที่ดิน", "หนังสือกรรมสิทธิ์ห้องชุด"
_UNIT_ONE_IN = 6
_WITH_FRACTION_ONE_IN = 3


class Drawn(Protocol):
    """A world from which further facts can be drawn."""

    def draw(self, tag: str, number: int, bound: int) -> int:
        """A seeded number below `bound`."""


@dataclass(frozen=True, slots=True)
class TitleFacts:
    """`condominium` is its register number, empty for land; the area of its unit is text in square metres."""

    kind: str
    wa_tenths: int
    condominium: str
    building: str
    unit_area: str
    updated: date


def title_facts(world: Drawn, number: int, *, residence: bool, unit: bool | None = None) -> TitleFacts:
    """The title of the parcel with this number; premises of companies are no units. A story may set `unit`."""
    is_unit = residence and world.draw("condominium", number, _UNIT_ONE_IN) == 0 if unit is None else unit
    fraction = world.draw("wa fraction", number, 9) + 1 if world.draw("wa", number, _WITH_FRACTION_ONE_IN) == 0 else 0
    age = timedelta(days=world.draw("title updated", number, 400))
    tower = 1 + world.draw("condominium tower", number, 8)
    return TitleFacts(
        kind=UNIT if is_unit else DEED,
        wa_tenths=fraction,
        condominium=f"{1 + world.draw('condominium number', number, 900)}/2550" if is_unit else "",
        building=f"อาคาร {tower}" if is_unit else "",
        unit_area=f"{24 + world.draw('unit area', number, 90)}.{world.draw('unit part', number, 100):02d}"
        if is_unit
        else "",
        updated=RECORD_DATE - age,
    )
