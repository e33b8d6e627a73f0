"""SAP: gives the list of materials as OData or over a bridge, and sends changes of it itself (W 7.7, A 5.1)."""

from __future__ import annotations

from typing import Any

from partnerlab.lab.partners.partner_world import Finding, OutgoingMessage, PartnerWorld, Request, Sending

MATERIALS = {
    "100001": ("ท่อ PVC 100 มม.", "M"),
    "100002": ("ท่อ HDPE 150 มม.", "M"),
    "200001": ("ข้อต่อซ่อมท่อ 100 มม.", "EA"),
    "200002": ("ประตูน้ำ 150 มม.", "EA"),
    "300001": ("มาตรวัดน้ำ 1/2 นิ้ว", "EA"),
}
"""Number, name and unit (ours)."""

PADDED = 18
NOT_KNOWN = "Plant is not known"


def products(world: PartnerWorld, message: Request) -> Any:
    """A page of the list, as OData gives it: numbers without leading zeros."""
    if refusal := _unknown_user(world, message):
        return refusal
    if not world.facts["odata"]:
        return _error("/IWFND/MED/170", "No service found for namespace, name API_PRODUCT_SRV, version 0001"), 403
    skip, top = int(message.query["$skip"]), int(message.query["$top"])
    page = _held(world)[skip : skip + top]
    return {"d": {"results": [_product(*material) for material in page]}}


def materials(world: PartnerWorld, message: Request) -> Any:
    """The list over the bridge; a plant that SAP does not know is a failure inside HTTP 200."""
    if refusal := _unknown_user(world, message):
        return refusal
    if message.body["WERKS"] not in world.facts["plants"]:
        types = enumerate(world.facts["messages"])
        told = [{"TYPE": kind, "ID": "M3", "NUMBER": f"30{place}", "MESSAGE": NOT_KNOWN} for place, kind in types]
        return {"TRANSNO": "", "MATERIAL": {}, "RETURN": {"DETAIL_RETURN": _items(told)}}
    listed = [_material(*material) for material in _held(world)]
    return {"TRANSNO": "0000000001", "MATERIAL": _items(listed), "RETURN": {"DETAIL_RETURN": {}}}


def changed_materials(
    world: PartnerWorld,
    *,
    name: str,
    material: str = "100001",
    also: str | None = None,
    deleted: bool = False,
    key: str | None = None,
) -> Sending:
    """Send a material that has a new name or is marked for deletion, alone or with another one."""
    for number in filter(None, (material, also)):
        world.table("changes")[number] = (name, "EA", deleted)
    changed = [(number, *world.table("changes")[number]) for number in filter(None, (material, also))]
    body = {"changedAt": f"{world.now:%Y-%m-%dT%H:%M:%S}+07:00"} | _items([_material(*one) for one in changed])
    yield OutgoingMessage(body, headers={"X-Api-Key": key or world.credential("inbound_key")})


def refuse(world: PartnerWorld, finding: Finding) -> Any:
    """A call that is not as agreed."""
    status = 401 if "authorization" in finding.where.lower() else 400
    return _error("005056A509B11EE1B9A8FEC11C21D78E", f"Invalid {finding.where}"), status


def _held(world: PartnerWorld) -> list[tuple[str, str, str, bool]]:
    """Number, name, unit and whether it is marked for deletion."""
    held = {number: (name, unit, False) for number, (name, unit) in MATERIALS.items()} | world.table("changes")
    held |= {f"{900_000 + place}": ("ข้อต่ออื่น", "EA", False) for place in range(world.facts["others"])}
    return [(number, *held[number]) for number in sorted(held)[: world.facts["materials"]]]


def _product(number: str, name: str, unit: str, deleted: bool) -> dict[str, Any]:
    """Names stand in another service of SAP's; the list has a standard name at most (A 5.1)."""
    return {
        "__metadata": {"id": f"A_Product('{number}')", "type": "API_PRODUCT_SRV.A_ProductType"},
        "Product": number,
        "ProductType": "ROH",
        "ProductGroup": number[:3],
        "BaseUnit": unit,
        "GrossWeight": "1.000",
        "ProductStandardID": name[:PADDED],
        "IsMarkedForDeletion": deleted,
    }


def _material(number: str, name: str, unit: str, deleted: bool) -> dict[str, str]:
    return {
        "MATNR": number.zfill(PADDED),
        "MAKTX": name,
        "MEINS": unit,
        "MATKL": number[:3],
        "LVORM": "X" if deleted else "",
    }


def _items(rows: list[dict[str, str]]) -> dict[str, Any]:
    """One is an object, several are an array, and of none there is no word (W 7.7)."""
    return {"item": rows[0] if len(rows) == 1 else rows} if rows else {}


def _unknown_user(world: PartnerWorld, message: Request) -> Any:
    if message.headers.get("authorization") == world.credential("user_basic"):
        return None
    return _error("401", "Logon failed"), 401


def _error(code: str, text: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": {"lang": "en", "value": text}}}
