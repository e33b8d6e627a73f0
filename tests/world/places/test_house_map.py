"""Where houses stand: arithmetic both ways, each district on ground of its own."""

from __future__ import annotations

import pytest

from partnerlab.world import World
from partnerlab.world.places.districts import district_at, districts
from partnerlab.world.places.house_map import Box
from partnerlab.world.seed import MAX_SIZE


def test_from_a_point_back_to_its_house(world: World) -> None:
    for number in range(0, world.count("house"), 12_347):
        house = world.house(number)
        assert world.house_at(house.latitude, house.longitude) == house
        found = world.district_at(house.latitude, house.longitude)
        assert found is not None and (found.code, found.branch) == (house.district_code, house.branch)


def test_no_two_houses_share_a_place(village: World) -> None:
    houses = [village.house(number) for number in range(village.count("house"))]
    assert len({(house.latitude, house.longitude) for house in houses}) == len(houses)


def test_the_last_house_of_the_largest_world_has_a_place() -> None:
    largest = World(seed=3, size=MAX_SIZE)
    house = largest.house(largest.count("house") - 1)
    assert largest.house_at(house.latitude, house.longitude) == house


def test_a_place_survives_being_written_down(world: World) -> None:
    house = world.house(1042)
    assert world.house_at(float(f"{house.latitude:.6f}"), float(f"{house.longitude:.6f}")) == house


def test_beside_a_house_stands_none_but_it_is_the_same_district(world: World) -> None:
    house = world.house(1042)
    beside = (house.latitude + 0.000001, house.longitude)
    assert world.house_at(*beside) is None
    found = world.district_at(*beside)
    assert found is not None and found.code == house.district_code


@pytest.mark.parametrize("place", [(18.788, 98.985), (14.353, 100.569), (13.361, 100.984), (-13.75, 100.5)])
def test_other_provinces_lie_outside(place: tuple[float, float]) -> None:
    assert district_at(*place) is None


def test_a_middle_lies_in_its_own_district() -> None:
    for code, each in districts().items():
        assert (found := district_at(each.latitude, each.longitude)) is not None and found.code == code
    assert len(districts()) == 62


def test_a_box_holds_what_stands_in_it_and_nothing_else(world: World) -> None:
    middle = world.house(77)
    box = Box(middle.longitude - 0.0002, middle.latitude - 0.0002, middle.longitude + 0.0002, middle.latitude + 0.0002)
    found = list(world.houses_in(box))
    assert middle in found and len(found) == len({house.number for house in found}) > 1
    assert all(box.holds(house.latitude, house.longitude) for house in found)
    assert all(world.house_at(house.latitude, house.longitude) == house for house in found)


def test_a_house_that_a_story_moves_is_found_where_it_went(village: World) -> None:
    house = village.house(4)
    village.override("house", 4, latitude=13.9, longitude=100.9)
    assert village.house_at(13.9, 100.9) == village.house(4)
    assert village.house_at(house.latitude, house.longitude) is None
    village.clear()
    assert village.house_at(house.latitude, house.longitude) == house
