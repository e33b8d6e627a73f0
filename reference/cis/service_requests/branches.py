"""Find the branch that serves an address, by province and district (เขต/อำเภอ).

Branch names are public; of the codes only some are (01, 02, 03, 05, 07, 13, 15, 16, 54), the others and
the exact borders are assumptions.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Branch:
    code: str
    name: str


# branch code, branch name, province, districts
_AREAS: tuple[tuple[str, str, str, str], ...] = (
    ("01", "บางกอกน้อย", "10", "16 19 20 25"),
    ("02", "ตากสิน", "10", "15 18 21 35"),
    ("03", "พญาไท", "10", "14 17 26 37"),
    ("04", "นนทบุรี", "12", "01"),
    ("05", "ทุ่งมหาเมฆ", "10", "04 12 28 31"),
    ("06", "แม้นศรี", "10", "01 02 07 08 13"),
    ("07", "สุขุมวิท", "10", "33 34 39"),
    ("08", "ลาดพร้าว", "10", "06 27 38 45"),
    ("09", "สุขสวัสดิ์", "10", "24 49"),
    ("09", "สุขสวัสดิ์", "11", "04 05"),
    ("10", "มีนบุรี", "10", "03 10 43 44 46"),
    ("11", "บางบัวทอง", "12", "04 05"),
    ("12", "สุวรรณภูมิ", "10", "11"),
    ("12", "สุวรรณภูมิ", "11", "02 03 06"),
    ("13", "พระโขนง", "10", "09 32 47"),
    ("14", "มหาสวัสดิ์", "10", "48"),
    ("14", "มหาสวัสดิ์", "12", "02 03"),
    ("15", "ประชาชื่น", "10", "29 36 41"),
    ("15", "ประชาชื่น", "12", "06"),
    ("16", "บางเขน", "10", "05 30 42"),
    ("17", "สมุทรปราการ", "11", "01"),
    ("54", "ภาษีเจริญ", "10", "22 23 40 50"),
)
_BY_AREA = {
    (province, district): Branch(code, name)
    for code, name, province, districts in _AREAS
    for district in districts.split()
}
CODES = frozenset(branch.code for branch in _BY_AREA.values())


def branch_for(province: str | None, district: str | None) -> Branch | None:
    """The branch that serves a district; codes may come without their leading zero."""
    return _BY_AREA.get(((province or "").zfill(2), (district or "").zfill(2)))


def plain_code(code: str) -> str:
    """`B16`, `16` and `1` for `01` mean the same branch."""
    return code.strip().upper().removeprefix("B").zfill(2)
