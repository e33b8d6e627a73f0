"""The subdistricts of MWA's three provinces, and the branch that serves each.

Names, codes and postcodes are those of geothai (data CC-BY-4.0). They are kept in `subdistrict_names.json`, for the
library takes a twentieth of a second to load; `python -m tools.world_names` writes them anew. Branches, and which
district each serves, stand in `subdistricts.yaml`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from partnerlab import yamlio
from partnerlab.errors import WorldError

FILE = Path(__file__).with_name("subdistricts.yaml")
NAMES = FILE.with_name("subdistrict_names.json")
"""Of each subdistrict: its names, the code and names of its district and province, and its postcode."""

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
def subdistricts() -> tuple[Subdistrict, ...]:
    """All subdistricts of the three provinces, by code."""
    names: Mapping[str, list[str]] = json.loads(NAMES.read_text(encoding="utf-8"))
    return tuple(_subdistrict(code, row) for code, row in names.items())


def library_names() -> dict[str, list[str]]:
    """The names of the subdistricts as the library has them, in the form of `NAMES`."""
    import geothai

    codes = [sub.code for province in PROVINCES for district in geothai.districts(province)
             for sub in geothai.subdistricts(district.code)]  # fmt: skip
    return {code: _names(geothai.address(code)) for code in codes}


@cache
def _by_code() -> Mapping[str, Subdistrict]:
    return {subdistrict.subdistrict_code: subdistrict for subdistrict in subdistricts()}


def _names(address: Any) -> list[str]:
    return [
        address.subdistrict.name_th, address.subdistrict.name_en,
        address.district.code, address.district.name_th.removeprefix("เขต"), address.district.name_en,
        address.province.code, address.province.name_th, address.province.name_en,
        address.subdistrict.postal_codes[0],
    ]  # fmt: skip


def _subdistrict(code: str, names: list[str]) -> Subdistrict:
    name, name_en, district_code, district, district_en, province_code, province, province_en, postcode = names
    branch, latitude, longitude = _data()["districts"][district_code]
    return Subdistrict(
        code, name, name_en, district_code, district, district_en, province_code, province, province_en, postcode,
        branches()[branch], float(latitude), float(longitude),
    )  # fmt: skip


def find_subdistrict(province: str, district: str, subdistrict: str) -> Subdistrict | None:
    """The subdistrict of three 2-digit codes; a lost leading zero is put back. None outside the three provinces."""
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
