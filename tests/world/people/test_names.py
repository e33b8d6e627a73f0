from __future__ import annotations

import re
import subprocess
import sys

import pytest

from partnerlab.world import World
from partnerlab.world.people.name_lists import TRADES, first_names, last_names
from partnerlab.world.people.romanization import romanise


@pytest.mark.parametrize(
    ("thai", "latin"),
    [("สมชาย", "Somchai"), ("วิชัย", "Wichai"), ("กมล", "Kamon"), ("เกียรติ", "Kianti"), ("เรืองเดช", "Rueangdet"),
     ("พรชนก", "Phonchanok"), ("ดวงจันทร์", "Duangchan"), ("ศิริลักษณ์", "Sirilak"), ("หรรษา", "Hansa"),
     ("ธรรมนิยม", "Thamniyom"), ("โกวิทย์", "Kowit"), ("แก้วตา", "Kaeota"), ("น้ำทิพย์", "Namthip")],
)  # fmt: skip
def test_names_in_latin_letters(thai: str, latin: str) -> None:
    assert romanise(thai) == latin


def test_every_name_has_latin_letters_only() -> None:
    for name in [*first_names("M"), *first_names("F"), *last_names()]:
        assert re.fullmatch("[A-Z][a-z]+", romanise(name)), name


def test_every_name_fits_the_encoding_of_record_files(village: World) -> None:
    for number in range(village.size):
        village.person(number).full_name.encode("cp874")
    for number in range(village.count("company")):
        village.company(number).name_th.encode("cp874")
        village.house(village.residences + number).address.encode("cp874")


def test_no_title_sticks_in_a_name() -> None:
    assert len(first_names("M")) > 200 < len(first_names("F"))
    assert not any("นาย" in name for name in (*first_names("M"), *first_names("F"), *last_names()))


def test_companies_are_named_by_their_type(village: World) -> None:
    shapes = {
        "2": ("ห้างหุ้นส่วนสามัญ .+", ".+ Ordinary Partnership"),
        "3": ("ห้างหุ้นส่วนจำกัด .+", ".+ Limited Partnership"),
        "5": (r"บริษัท .+ จำกัด", r".+ Co\., Ltd\."),
        "7": (r"บริษัท .+ จำกัด \(มหาชน\)", ".+ Public Company Limited"),
    }
    seen = set()
    for number in range(village.count("company")):
        company = village.company(number)
        thai, english = shapes[company.type]
        assert re.fullmatch(thai, company.name_th) and re.fullmatch(english, company.name_en)
        assert (company.objective_code, company.objective) in {trade[2:] for trade in TRADES}
        assert 0 < company.paid_capital <= company.capital and company.capital % 100 == 0
        seen.add(company.type)
    assert {"2", "3", "5"} <= seen


def test_slow_libraries_wait_until_they_are_needed() -> None:
    code = (
        "import sys; from partnerlab.world import World; from partnerlab.world.accounts import money; "
        "from partnerlab.world.calendar import holidays; World(); "
        "print([name for name in ('faker', 'geothai', 'holidays', 'stdnum') if name in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout.strip() == "[]"
