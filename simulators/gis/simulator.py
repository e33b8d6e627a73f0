"""MWA's map service: districts, parcels, pipes and leaks as GeoJSON; what goes wrong is XML in HTTP 200 (W 7.6)."""

from __future__ import annotations

from datetime import UTC
from typing import Any

from partnerlab.lab.partners.partner_world import Finding, PartnerWorld, Request
from partnerlab.world.places.districts import districts
from partnerlab.world.places.house_map import Box
from partnerlab.world.places.pipes import pipe_of
from partnerlab.world.places.utm import utm_47n

WIDEST = 0.0005
"""The widest box of parcels or pipes, in degrees: about a hundred of them (ours)."""
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
    return _refused(world, message) or _collection(
        world, _at(district, house if house and house.area == area else None)
    )


def features(world: PartnerWorld, message: Request) -> Any:
    """What a layer holds in a box, a page of it where a count is asked for."""
    query = message.query
    box = Box(*(float(degrees) for degrees in query["bbox"].split(",")))
    if refusal := _refused(world, message) or _wrong(query["typeNames"], box):
        return refusal
    found = _LAYERS[query["typeNames"]](world, box)
    start, count = int(query.get("startIndex", 0)), int(query.get("count", MANY))
    return _collection(world, found[start : start + count], len(found))


def mark_leak(world: PartnerWorld, message: Request) -> Any:
    """Put a leak on the map under the number of its job; marked again, the newest word holds."""
    body, leaks, job = message.body, world.table("leaks"), message.body["jobCode"]
    place = float(body["latitude"]), float(body["longitude"])
    district = world.world.district_at(*place)
    outside = None if district else _exception("InvalidParameterValue", "latitude", "outside the area")
    if refusal := _refused(world, message) or outside:
        return refusal
    number = leaks[job][0] if job in leaks else str(len(leaks) + 1)
    leaks[job] = number, place, _where(district) | {"job_code": job, "job_status": body["jobStatus"]}
    return {"id": f"leak.{number}"}


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
    if layer in ("mwa:parcel", "mwa:pipe") and max(box.east - box.west, box.north - box.south) > WIDEST:
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
    geometry = feature["geometry"]
    places = geometry["coordinates"]
    is_line = geometry["type"] == "LineString"
    geometry["coordinates"] = [_place(world, place) for place in places] if is_line else _place(world, places)
    if world.facts["names"] == "cut":
        feature["properties"] = {name[:SHAPEFILE]: value for name, value in feature["properties"].items()}
    return feature


def _place(world: PartnerWorld, place: Any) -> list[float]:
    longitude, latitude = place
    if world.facts["grid"] == "utm":
        return list(utm_47n(latitude, longitude))
    return [latitude, longitude] if world.facts["axes"] == "latitude first" else [longitude, latitude]


def _feature(layer: str, identifier: str, places: Any, properties: dict[str, str]) -> dict[str, Any]:
    """The id stands in both places, and every property is text (W 7.6); several places are a line."""
    return {
        "type": "Feature",
        "id": f"{layer}.{identifier}",
        "geometry": {"type": "LineString" if isinstance(places, list) else "Point", "coordinates": places},
        "properties": {"id": identifier, **properties},
    }


def _district(district: Any) -> dict[str, Any]:
    return _feature("district", district.code, (district.longitude, district.latitude), _where(district))


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
    where = _where(districts()[house.district_code])
    return _feature("parcel", parcel.deed, (house.longitude, house.latitude), where | deed)


def _pipe(house: Any) -> dict[str, Any]:
    pipe = pipe_of(house)
    where = _where(districts()[house.district_code])
    return _feature("pipe", pipe.number, [pipe.west, pipe.east], where | {"pipe": pipe.label})


def _where(district: Any) -> dict[str, str]:
    return {
        "name": district.name,
        "branch_id": district.branch.code,
        "branch": district.branch.name,
        "amphur_code": district.code,
        "prov_code": district.province_code,
        "provname": district.province,
    }


def _leaks_in(world: PartnerWorld, box: Box) -> list[dict[str, Any]]:
    inside = [leak for leak in world.table("leaks").values() if box.holds(*leak[1])]
    return [_feature("leak", number, place[::-1], properties) for number, place, properties in inside]


_LAYERS = {
    "mwa:district": lambda world, box: [
        _district(d) for d in districts().values() if box.holds(d.latitude, d.longitude)
    ],
    "mwa:parcel": lambda world, box: [_parcel(house) for house in world.world.houses_in(box)],
    "mwa:pipe": lambda world, box: [_pipe(house) for house in world.world.houses_in(box)],
    "mwa:leak": _leaks_in,
}
