"""What both sides know of the same things agrees, though neither reads it from the other."""

from __future__ import annotations

from partnerlab.world.places.subdistricts import subdistricts
from reference.cis.service_requests.branches import branch_for


def test_both_sides_know_the_same_branch_for_every_district() -> None:
    for area in subdistricts():
        found = branch_for(area.province_code, area.district_code[2:])
        assert found is not None and (found.code, found.name) == (area.branch.code, area.branch.name), area
