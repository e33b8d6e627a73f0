from __future__ import annotations

import json

import pytest

from partnerlab.world import World
from partnerlab.world.description import describe, entity_kind


def identifiers(world: World) -> list[str]:
    account, premises = world.account(2), world.account(world.residences)
    return [world.person(n).pid for n in range(16)] + [
        world.house(0).code, premises.house.code, world.company(0).juristic_id,
        account.registration, account.ref1, account.bill("2026-10").invoice,
        premises.bill("2026-10").invoice, world.parcel(0).deed,
        world.mandate(2).mandate_number, world.mandate(2).card,
    ]  # fmt: skip


def test_any_identifier_becomes_plain_data(village: World) -> None:
    for identifier in identifiers(village):
        told = describe(village, identifier)
        found = village.find(identifier)
        assert told and found and told["kind"] == entity_kind(found)
        assert json.loads(json.dumps(told)) == told


def test_a_person_with_ties(village: World) -> None:
    head = village.house(1).head
    assert head and head.spouse
    told = describe(village, head.pid)
    assert told
    assert told["spouse"]["pid"] == head.spouse.pid and told["born"] == head.born.isoformat()
    assert told["house"]["code"] == head.house.code
    assert [child["pid"] for child in told["children"]] == [child.pid for child in head.children]
    assert told["accounts"][0]["ref1"] == village.account(1).ref1
    assert told["parcels"][0]["deed"] == village.parcel(1).deed


def test_money_is_text_of_baht() -> None:
    world = World(seed=7, size=960)
    world.override("account", 0, meter_size="0", usage={"2026-10": 8})
    told = describe(world, world.account(0).bill("2026-10").invoice)
    assert told and told["amount"] == "100.79"
    assert told["lines"] == {"water": "68.00", "raw_water": "1.20", "service_fee": "25.00", "vat": "6.59"}


def test_it_tells_overridden_facts() -> None:
    world = World(seed=7, size=960)
    world.override("person", 0, alive=False)
    told = describe(world, world.person(0).pid)
    assert told and told["alive"] is False


@pytest.mark.parametrize("identifier", ["", "1111111111111", "nobody"])
def test_nobody_is_none(village: World, identifier: str) -> None:
    assert describe(village, identifier) is None
