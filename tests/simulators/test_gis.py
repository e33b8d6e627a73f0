"""The map service: what lies at a place, and exceptions that come with HTTP 200 (W 7.6)."""

from __future__ import annotations

from typing import Any

import pytest

from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.lab import Lab


@pytest.fixture
def ask(lab: Lab) -> Any:
    """Asks the map as somebody who knows its key; `query` replaces or, with None, leaves out."""
    client, key = simulator_apps(lab)["gis"].test_client(), lab.credentials.of("gis", "map_key")

    def get(path: str, key: str = key, **query: Any) -> Any:
        told = {name: value for name, value in query.items() if value is not None}
        return client.get(path, query_string=told, headers={"X-GIS-Key": key})

    return get


def box(ask: Any, **other: Any) -> Any:
    usual = {
        "service": "WFS", "version": "2.0.0", "request": "GetFeature", "typeNames": "mwa:parcel",
        "outputFormat": "application/json", "srsName": "EPSG:4326",
    }  # fmt: skip
    return ask("/gis/wfs", **usual | other)


def around(house: Any, degrees: float = 0.0002) -> str:
    west, south = house.longitude - degrees, house.latitude - degrees
    return f"{west:.6f},{south:.6f},{west + 2 * degrees:.6f},{south + 2 * degrees:.6f}"


def exception(answer: Any) -> str:
    assert (answer.status_code, answer.mimetype) == (200, "text/xml")
    return str(answer.text)


def test_a_point_gives_district_branch_and_parcel(ask: Any, lab: Lab) -> None:
    house = lab.world.house(1042)
    told = ask("/gis/v1/locate", latitude=f"{house.latitude:.6f}", longitude=f"{house.longitude:.6f}").json
    district, parcel = told["features"]
    assert district["id"] == f"district.{house.district_code}"
    assert district["properties"]["branch_id"] == house.branch.code
    assert (parcel["id"], parcel["properties"]["id"]) == (f"parcel.{house.parcel.deed}", house.parcel.deed)
    assert parcel["geometry"]["coordinates"] == [house.longitude, house.latitude]
    assert parcel["properties"]["rai"] == str(house.parcel.rai)
    assert all(isinstance(value, str) for each in told["features"] for value in each["properties"].values())


def test_a_server_may_be_of_another_mind_and_keeps_its_contract(ask: Any, lab: Lab) -> None:
    house = lab.world.house(1042)
    where = {"latitude": f"{house.latitude:.6f}", "longitude": f"{house.longitude:.6f}"}
    lab.set_state("gis", "coordinates come latitude first")
    assert ask("/gis/v1/locate", **where).json["features"][1]["geometry"]["coordinates"] == [
        house.latitude,
        house.longitude,
    ]
    lab.set_state("gis", "coordinates are UTM")
    lab.set_state("gis", "names are cut to ten characters")
    told = ask("/gis/v1/locate", **where).json
    easting, northing = told["features"][1]["geometry"]["coordinates"]
    assert 600_000 < easting < 730_000 and 1_480_000 < northing < 1_570_000
    assert told["crs"]["properties"]["name"].endswith("::32647")
    assert told["features"][0]["properties"]["amphur_cod"] == house.district_code
    assert [finding for exchange in lab.journal for finding in exchange.findings] == []


def test_a_point_outside_the_area_is_nothing(ask: Any) -> None:
    told = ask("/gis/v1/locate", latitude="18.788000", longitude="98.985000").json
    assert (told["features"], told["numberMatched"]) == ([], 0)


def test_an_address_gives_what_its_point_gives(ask: Any, lab: Lab) -> None:
    house = lab.world.house(1042)
    codes = {
        "provinceCode": house.province_code,
        "amphurCode": house.district_code[2:],
        "districtCode": house.subdistrict_code[4:],
    }
    point = ask("/gis/v1/locate", latitude=f"{house.latitude:.6f}", longitude=f"{house.longitude:.6f}").json
    assert ask("/gis/v1/address", **codes, houseId=house.code).json["features"] == point["features"]
    assert ask("/gis/v1/address", **codes).json["features"] == point["features"][:1]
    elsewhere = next(each for each in map(lab.world.house, range(99)) if each.area != house.area)
    assert ask("/gis/v1/address", **codes, houseId=elsewhere.code).json["features"] == point["features"][:1]
    assert ask("/gis/v1/address", **codes | {"provinceCode": "50"}).json["features"] == []


def test_a_box_is_told_in_pages(ask: Any, lab: Lab) -> None:
    house = lab.world.house(1042)
    whole = box(ask, bbox=around(house)).json
    assert house.parcel.deed in {each["properties"]["parcelno"] for each in whole["features"]}
    assert whole["numberReturned"] == whole["numberMatched"] == len(whole["features"]) > 2
    page = box(ask, bbox=around(house), count=2, startIndex=1).json
    assert page["features"] == whole["features"][1:3]
    assert (page["numberReturned"], page["numberMatched"]) == (2, whole["numberMatched"])


def test_districts_lie_in_a_box_by_their_middle(ask: Any, lab: Lab) -> None:
    area = lab.world.house(1042).area
    told = box(ask, typeNames="mwa:district", bbox=f"{area.longitude},{area.latitude},{area.longitude},{area.latitude}")
    assert [each["properties"]["name"] for each in told.json["features"]] == [area.district]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"typeNames": "mwa:hydrant"}, "mwa:hydrant"),
        ({"bbox": "100.6,13.8,100.5,13.9"}, "no inside"),
        ({"bbox": "100.5,13.8,100.6,13.9"}, "0.0005"),
        ({"bbox": "here"}, 'locator="bbox"'),
        ({"bbox": None}, "MissingParameterValue"),
        ({"srsName": "EPSG:24047"}, 'locator="srsName"'),
        ({"count": "0"}, 'locator="count"'),
    ],
)
def test_a_bad_query_gets_an_exception_in_200(ask: Any, lab: Lab, query: dict[str, Any], said: str) -> None:
    assert said in exception(box(ask, **{"bbox": around(lab.world.house(1042)), **query}))


def test_a_number_that_is_none_gets_an_exception_too(ask: Any) -> None:
    told = exception(ask("/gis/v1/locate", latitude="north", longitude="100.500000"))
    assert 'exceptionCode="InvalidParameterValue" locator="latitude"' in told


def test_only_who_knows_the_key_is_answered(ask: Any, lab: Lab) -> None:
    for answer in (
        ask("/gis/v1/locate", key="wrong", latitude="13.700000", longitude="100.500000"),
        ask("/gis/v1/address", key="wrong", provinceCode="10", amphurCode="05", districtCode="01"),
        box(ask, key="wrong", bbox=around(lab.world.house(1042))),
    ):
        assert (answer.status_code, answer.mimetype) == (401, "text/xml")


def test_its_own_failure_is_200_as_well(ask: Any, lab: Lab) -> None:
    lab.set_fault("gis", "exception_in_200", times=1)
    assert "NoApplicableCode" in exception(ask("/gis/v1/locate", latitude="13.700000", longitude="100.500000"))
    assert ask("/gis/v1/locate", latitude="13.700000", longitude="100.500000").json["features"]


def test_a_pipe_is_a_line_in_whatever_order_the_server_has(ask: Any, lab: Lab) -> None:
    house = lab.world.house(1042)
    (pipe,) = box(ask, typeNames="mwa:pipe", bbox=around(house, 0.00001)).json["features"]
    (west, south), (east, _) = pipe["geometry"]["coordinates"]
    assert (pipe["geometry"]["type"], west < house.longitude < east, south < house.latitude) == (
        "LineString", True, True,
    )  # fmt: skip
    lab.set_state("gis", "coordinates come latitude first")
    (turned,) = box(ask, typeNames="mwa:pipe", bbox=around(house, 0.00001)).json["features"]
    assert turned["geometry"]["coordinates"][0] == [south, west]
    lab.set_state("gis", "coordinates are UTM")
    (metres,) = box(ask, typeNames="mwa:pipe", bbox=around(house, 0.00001)).json["features"]
    assert metres["geometry"]["coordinates"][0][0] > 100_000
    assert pipe["properties"]["pipe"] == turned["properties"]["pipe"]
