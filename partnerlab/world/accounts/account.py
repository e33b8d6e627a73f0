"""The facts of a water account: the meter of one house, in the name of the owner of the house.

Account classes and the form of meter numbers are ours.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from partnerlab.world.seed import WorldSeed
from partnerlab.world.seeded_random import choose, draw

AnyAccount = TypeVar("AnyAccount", bound="AccountFacts")

FROM_THE_BEGINNING = date(2000, 1, 1)
"""Since when the holder has the account where nothing else was said: before any bill."""

_METERS = {"00": "0" * 19 + "1", "01": "000011123"}


@dataclass(frozen=True, slots=True)
class AccountFacts:
    """A registration of water use; class `00` residential, `01` business; `meter_size` as in the tariff.

    `held_since`: the day from which the present holder has it; what was used before is a former holder's.
    """

    number: int
    registration: str
    account_class: str
    meter_size: str
    meter_number: str
    read_day: int
    name: str
    held_since: date


def make_account(
    entity_class: Callable[..., AnyAccount], plan: WorldSeed, number: int, holder: str, world: Any
) -> AnyAccount:
    """The account of the house of the same number, in the name of `holder`.

    Before any override; `entity_class` adds to the facts the `world` of its relations.
    """
    seed, tariff_class = plan.seed, "00" if number < plan.residences else "01"
    return entity_class(
        number=number, registration=plan.identifiers.registration(number), account_class=tariff_class,
        meter_size=choose(seed, "meter size", number, _METERS[tariff_class]),
        meter_number=f"98{number:08d}", read_day=1 + draw(seed, "read day", number, 18), name=holder,
        held_since=FROM_THE_BEGINNING, world=world,
    )  # fmt: skip
