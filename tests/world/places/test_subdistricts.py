from __future__ import annotations

from collections import Counter

import geothai
import pytest

from partnerlab.world import World, WorldError
from partnerlab.world.places.subdistricts import (
    PROVINCES,
    branch,
    branch_of_district,
    branches,
    find_subdistrict,
    subdistricts,
)


def test_all_subdistricts_of_the_three_provinces_and_no_others() -> None:
    assert Counter(each.province_code for each in subdistricts()) == {"10": 180, "11": 50, "12": 52}
    assert {each.province for each in subdistricts()} == {"กรุงเทพมหานคร", "สมุทรปราการ", "นนทบุรี"}


def test_each_is_coherent_from_subdistrict_to_postcode() -> None:
    for each in subdistricts():
        assert each.subdistrict_code[:4] == each.district_code
        assert each.district_code[:2] == each.province_code
        assert each.subdistrict_code in {found.code for found in geothai.by_postal_code(each.postcode)}
        assert not each.district.startswith(("เขต", "อำเภอ"))


def test_every_district_has_one_branch_and_every_branch_a_district() -> None:
    served = {each.district_code: each.branch for each in subdistricts()}
    assert len(served) == 62 and len(branches()) == 18
    assert {found.code for found in served.values()} == set(branches())
    assert all(branch_of_district(code) == found for code, found in served.items())


def test_codes_say_how_they_are_known() -> None:
    known = {"01": "บางกอกน้อย", "02": "ตากสิน", "03": "พญาไท", "05": "ทุ่งมหาเมฆ", "07": "สุขุมวิท",
             "13": "พระโขนง", "15": "ประชาชื่น", "16": "บางเขน", "54": "ภาษีเจริญ"}  # fmt: skip
    assert {b.code: b.name for b in branches().values() if b.code_provenance == "observed"} == known
    assert {b.code_provenance for b in branches().values()} == {"observed", "inferred", "invented"}
    assert all(len(code) == 2 and code.isdigit() for code in branches())


def test_the_branch_of_an_address_as_portals_send_it(world: World) -> None:
    assert world.branch("10", "05", "08") == world.branch("10", "5", "8") == branch("16")
    assert world.branch("50", "01", "01") is None
    found = find_subdistrict("10", "41", "01")
    assert found and (found.district, found.postcode) == ("หลักสี่", "10210")


def test_unknown_codes_are_refused() -> None:
    with pytest.raises(WorldError, match="'99' is not known; there are 01, 02"):
        branch("99")
    with pytest.raises(WorldError, match="'5001' lies outside provinces 10, 11, 12"):
        branch_of_district("5001")


def test_houses_spread_over_all_areas_and_stand_near_them(world: World) -> None:
    houses = [world.house(number * 1201) for number in range(3000)]
    assert len({house.subdistrict_code for house in houses}) == len(subdistricts())
    for house in houses:
        assert house.province_code in PROVINCES
        assert abs(house.latitude - house.area.latitude) < 0.02
        assert 13.4 < house.latitude < 14.2 and 100.2 < house.longitude < 101.0


def test_addresses_read_as_people_write_them(world: World) -> None:
    houses = [world.house(number) for number in range(200)]
    town = next(house for house in houses if house.province_code == "10" and house.soi)
    assert town.address == (
        f"{town.house_no} ซอย{town.soi} ถนน{town.road} "
        f"แขวง{town.subdistrict} เขต{town.district} กรุงเทพมหานคร {town.postcode}"
    )
    country = next(house for house in houses if house.province_code != "10")
    assert f"หมู่ {country.moo} " in country.address
    assert f"ตำบล{country.subdistrict} อำเภอ{country.district} จังหวัด{country.province}" in country.address


def test_parcels_are_of_a_townhouse_to_a_garden(village: World) -> None:
    for number in range(village.count("parcel")):
        parcel = village.parcel(number)
        assert parcel.square_wa == parcel.rai * 400 + parcel.ngan * 100 + parcel.wa
        assert 16 <= parcel.square_wa < 1200 and parcel.ngan < 4 and parcel.wa < 100
