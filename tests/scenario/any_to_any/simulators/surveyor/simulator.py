"""A surveyor: asks the map office where a house stands, then asks our side for its branch."""

from __future__ import annotations

from typing import Any

from partnerlab.lab.partners.partner_world import OutgoingMessage, PartnerWorld, Sending


def find_place(world: PartnerWorld, *, house: Any) -> Sending:
    """Ask where a house stands."""
    yield _question(world, house)


def find_branch(world: PartnerWorld, *, house: Any) -> Sending:
    """Ask where a house stands, then for its branch."""
    answer = yield _question(world, house)
    world.table("places")[house.code] = answer.body["latitude"] if answer else None
    if answer:
        yield OutgoingMessage(
            query={
                "ProvinceID": house.province_code,
                "AmphurID": house.district_code[2:],
                "DistrictID": house.subdistrict_code[4:],
            }
        )


def _question(world: PartnerWorld, house: Any) -> OutgoingMessage:
    headers = {"Map-Key": world.credential("map_key", of="map_office")}
    return OutgoingMessage(params={"house": house.code}, headers=headers, operation="find_place")
