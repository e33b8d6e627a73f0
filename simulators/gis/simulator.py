"""MWA's map service: districts, branches and parcels as GeoJSON; what goes wrong is XML in HTTP 200 (W 7.6)."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from partnerlab.lab.partners.partner_world import Finding, PartnerWorld, Request
from partnerlab.world.places.districts import districts
from partnerlab.world.places.house_map import Box
from partnerlab.world.places.utm import utm_47n

WIDEST = 0.0005
"""The widest box of parcels, in degrees: about a hundred of them (ours)."""

MANY = 1_000
"""How many features an answer holds where no count is asked for (ours)."""

SHAPEFILE = 10
"""To so many characters a shapefile cuts names."""

_GRIDS = {"degrees": 4326, "utm": 32647}
_XML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def locate(world: PartnerWorld, message: Request) -> Any:
    """The district of a point, and its parcel where one lies there; nothing outside MWA's area."""
    place = float(message.query["latitude"]), float(message.query["longitude"])
    house = world.world.house_at(*place)
    district = districts()[house.district_code] if house else world.world.district_at(*place)
    return _refused(world, message) or _collection(world, _at(district, house))


def find_address(world: PartnerWorld, message: Request) -> Any:
    """The same of an address; of a house that does not stand in the sub-district there is no parcel."""
    query = message.query
    area = world.world.subdistrict(query["provinceCode"], query["amphurCode"], query["districtCode"])
    house = world.find(query["houseId"]) if "houseId" in query else None
    district = None if area is None else districts()[area.district_code]
    here = house if house is not None and house.area == area else None
    return _refused(world, message) or _collection(world, _at(district, here))


def features(world: PartnerWorld, message: Request) -> Any:
    """What a layer holds in a box, a page of it where a count is asked for."""
    query = message.query
    box = Box(*(float(degrees) for degrees in query["bbox"].split(",")))
    wrong = _wrong(query["typeNames"], box)
    if refusal := _refused(world, message) or wrong:
        return refusal
    found = _LAYERS[query["typeNames"]](world, box)
    start, count = int(query.get("startIndex", 0)), int(query.get("count", MANY))
    return _collection(world, found[start : start + count], len(found))


def refuse(world: PartnerWorld, finding: Finding) -> Any:
    """A query that is not as agreed: an exception, and HTTP 200 all the same (W 7.6); without a key 401."""
    if finding.where == "header/X-GIS-Key":
        return _unknown_key()
    code = "MissingParameterValue" if finding.rule == "required" else "InvalidParameterValue"
    return _exception(code, finding.where.rpartition("/")[2], f"expected {finding.expected}")


def _refused(world: PartnerWorld, message: Request) -> tuple[str, int] | None:
    if message.headers.get("x-gis-key") == world.credential("map_key"):
        return None
    return _unknown_key()


def _unknown_key() -> tuple[str, int]:
    return _exception("NoApplicableCode", "X-GIS-Key", "the key is not known")[0], 401


def _wrong(layer: str, box: Box) -> tuple[str, int] | None:
    if layer not in _LAYERS:
        return _exception("InvalidParameterValue", "typeNames", f"Feature type {layer} unknown")
    if box.west > box.east or box.south > box.north:
        return _exception("InvalidParameterValue", "bbox", "the box has no inside")
    if layer == "mwa:parcel" and max(box.east - box.west, box.north - box.south) > WIDEST:
        return _exception("InvalidParameterValue", "bbox", f"at most {WIDEST} degrees wide and high")
    return None


def _exception(code: str, locator: str, text: str) -> tuple[str, int]:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1" version="2.0.0">'
        f'<ows:Exception exceptionCode="{code}" locator="{locator.translate(_XML)}">'
        f"<ows:ExceptionText>{text.translate(_XML)}</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
    ), 200


def _at(district: Any, house: Any) -> list[dict[str, Any]]:
    if district is None:
        return []
    return [_district(district), *([_parcel(house)] if house else [])]


def _collection(world: PartnerWorld, found: list[dict[str, Any]], matched: int | None = None) -> dict[str, Any]:
    matched = len(found) if matched is None else matched
    return {
        "type": "FeatureCollection",
        "features": [_served(world, feature) for feature in found],
        "totalFeatures": matched,
        "numberMatched": matched,
        "numberReturned": len(found),
        "timeStamp": f"{world.now.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z",
        "crs": {"type": "name", "properties": {"name": f"urn:ogc:def:crs:EPSG::{_GRIDS[world.facts['grid']]}"}},
    }


def _served(world: PartnerWorld, feature: dict[str, Any]) -> dict[str, Any]:
    """As this server gives it out: its order of axes, its grid, and its names of properties."""
    longitude, latitude = feature["geometry"]["coordinates"]
    if world.facts["grid"] == "utm":
        feature["geometry"]["coordinates"] = list(utm_47n(latitude, longitude))
    elif world.facts["axes"] == "latitude first":
        feature["geometry"]["coordinates"] = [latitude, longitude]
    if world.facts["names"] == "cut":
        feature["properties"] = {name[:SHAPEFILE]: value for name, value in feature["properties"].items()}
    return feature


def _feature(layer: str, identifier: str, place: Any, properties: dict[str, str]) -> dict[str, Any]:
    """The id stands in both places, and every property is text (W 7.6)."""
    return {
        "type": "Feature",
        "id": f"{layer}.{identifier}",
        "geometry": {"type": "Point", "coordinates": [place.longitude, place.latitude]},
        "properties": {"id": identifier, **properties},
    }


def _district(district: Any) -> dict[str, Any]:
    return _feature("district", district.code, district, _where(district))


def _parcel(house: Any) -> dict[str, Any]:
    parcel = house.parcel
    deed = {
        "parcelno": parcel.deed,
        "surveyno": parcel.survey_page,
        "landno": parcel.land_no,
        "utm": parcel.map_sheet,
        "rai": str(parcel.rai),
        "ngan": str(parcel.ngan),
        "wa": str(parcel.wa),
    }
    return _feature("parcel", parcel.deed, house, _where(districts()[house.district_code]) | deed)


def _where(district: Any) -> dict[str, str]:
    return {
        "name": district.name,
        "branch_id": district.branch.code,
        "branch": district.branch.name,
        "amphur_code": district.code,
        "prov_code": district.province_code,
        "provname": district.province,
    }


def _districts_in(world: PartnerWorld, box: Box) -> list[dict[str, Any]]:
    return [_district(each) for each in districts().values() if box.holds(each.latitude, each.longitude)]


def _parcels_in(world: PartnerWorld, box: Box) -> list[dict[str, Any]]:
    return [_parcel(house) for house in world.world.houses_in(box)]


_LAYERS = {"mwa:district": _districts_in, "mwa:parcel": _parcels_in}
