"""Where people live: the subdistricts of MWA's three provinces, and the branch that serves each.

Names, codes and postcodes: geothai (data CC-BY-4.0). Branches, and which district each serves: `places.yaml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from partnerlab import yamlio
from partnerlab.errors import WorldError

FILE = Path(__file__).with_name("subdistricts.yaml")
PROVINCES = ("10", "11", "12")
"""Bangkok, Samut Prakan, Nonthaburi: the provinces MWA serves."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch office of MWA. `code_provenance`: observed, inferred or invented."""

    code: str
    name: str
    code_provenance: str


@dataclass(frozen=True, slots=True)
class Subdistrict:
    """A subdistrict with everything above it. Names are plain, without the words for (sub)district.

    Codes are joined (6, 4 and 2 digits); the last two digits are its own part. Degrees: of the district.
    """

    subdistrict_code: str
    subdistrict: str
    subdistrict_en: str
    district_code: str
    district: str
    district_en: str
    province_code: str
    province: str
    province_en: str
    postcode: str
    branch: Branch
    latitude: float
    longitude: float

    @property
    def text(self) -> str:
        """The tail of a postal address, from the subdistrict to the postcode."""
        if self.province_code == "10":
            return f"แขวง{self.subdistrict} เขต{self.district} {self.province} {self.postcode}"
        return f"ตำบล{self.subdistrict} อำเภอ{self.district} จังหวัด{self.province} {self.postcode}"


@cache
def _data() -> Mapping[str, Any]:
    data: dict[str, Any] = yamlio.load(FILE).data
    return data


@cache
def branches() -> Mapping[str, Branch]:
    """All branches by code."""
    rows = _data()["branches"].items()
    return {code: Branch(code, row["name"], row["code_provenance"]) for code, row in rows}


@cache
def areas() -> tuple[Subdistrict, ...]:
    """All subdistricts of the three provinces, by code."""
    import geothai

    codes = [sub.code for province in PROVINCES for district in geothai.districts(province)
             for sub in geothai.subdistricts(district.code)]  # fmt: skip
    return tuple(_area(code) for code in codes)


@cache
def _by_code() -> Mapping[str, Subdistrict]:
    return {area.subdistrict_code: area for area in areas()}


def _area(code: str) -> Subdistrict:
    import geothai

    found = geothai.address(code)
    assert found is not None
    branch, latitude, longitude = _data()["districts"][found.district.code]
    return Subdistrict(
        code, found.subdistrict.name_th, found.subdistrict.name_en,
        found.district.code, found.district.name_th.removeprefix("เขต"), found.district.name_en,
        found.province.code, found.province.name_th, found.province.name_en,
        found.subdistrict.postal_codes[0], branches()[branch], float(latitude), float(longitude),
    )  # fmt: skip


def area(province: str, district: str, subdistrict: str) -> Subdistrict | None:
    """The area of 2-digit parts as registers and portals send them; a lost leading zero is put back."""
    return _by_code().get(province.zfill(2) + district.zfill(2) + subdistrict.zfill(2))


def branch(code: str) -> Branch:
    """The branch of a code."""
    if code not in branches():
        raise WorldError(f"branch: {code!r} is not known; there are {', '.join(branches())}")
    return branches()[code]


def branch_of_district(district_code: str) -> Branch:
    """The branch that serves a district (4 digits); the assignment is ours."""
    if district_code not in _data()["districts"]:
        raise WorldError(f"district: {district_code!r} lies outside provinces {', '.join(PROVINCES)}")
    return branches()[_data()["districts"][district_code][0]]
