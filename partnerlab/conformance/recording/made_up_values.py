"""Made-up values in the form of real ones: identifiers with valid check digits from the reserved blocks, names, dates.

None is made of the real value: only its form and its turn count, so that nothing can be calculated back.
"""

from __future__ import annotations

import re

from partnerlab.world.identifiers import compact, identifier_kind
from partnerlab.world.people.person import TITLES
from partnerlab.world.population import World
from partnerlab.world.seed import RECORD_DATE
from partnerlab.world.seeded_random import draw

KEPT_WORDS = {
    *(word for titles in TITLES.values() for word in titles), "น.ส.", "ด.ช.", "ด.ญ.", "Mrs", "Mr", "Ms", "บริษัท", "จำกัด",
    "(มหาชน)", "ห้างหุ้นส่วนจำกัด", "ห้างหุ้นส่วนสามัญนิติบุคคล", "Co.,", "Ltd.", "Company", "Limited",
}  # fmt: skip
"""Titles of people and forms of companies: many share them, so they are kept."""

_TITLE = re.compile("|".join(sorted((re.escape(title) for title, _ in TITLES.values()), key=len, reverse=True)))
_THAI = re.compile("[\u0e01-\u0e5b]")
_DATE = re.compile(r"(?P<y>[0-9]{4})(?P<s>[-/.]?)(?P<m>[0-9]{2})(?P=s)(?P<d>[0-9]{2})(?P<rest>$|[T ].*)")
_DATE_BACKWARDS = re.compile(r"(?P<d>[0-9]{2})(?P<s>[-/.])(?P<m>[0-9]{2})(?P=s)(?P<y>[0-9]{4})(?P<rest>$|[T ].*)")
_GUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+")
_OF_AGE = 20


class MadeUpValues:
    """Gives the next value of a form, and none twice while the form has enough of them."""

    def __init__(self, world: World) -> None:
        self._world, self._turns = world, dict[str, int]()
        self._owners = filter(self._is_owner, range(world.size))

    def identifier(self, real: str) -> str:
        """An identifier of the same kind, grouped like the real one; of an unknown kind, another of the same form."""
        kind = identifier_kind(compact(real))
        if kind == "invoice":  # month and year of the bill stay
            return _grouped(real, compact(real)[:4] + self.identifier(compact(real)[4:]))
        made = self._of_kind(kind, compact(real)) if kind else None
        return _grouped(real, made) if made else self.same_shape(real)

    def _of_kind(self, kind: str, real: str) -> str | None:
        world = self._world
        match kind:
            case "pid":
                return world.person(next(self._owners)).pid
            case "juristic_id":
                return self._company(real[3])
            case "house_code":
                return world.house(self._turn(kind)).code
            case "registration":
                return world.account(self._turn(kind)).registration
            case "ref1":
                is_mobile = real[:2] in ("06", "08", "09")
                return self._mobile() if is_mobile else world.account(self._turn("registration")).ref1
            case "deed":
                return world.parcel(self._turn(kind)).deed
        mandate = world.mandate(self._turn("mandate"))
        return {"mandate": mandate.mandate_number, "bank_account": mandate.bank_account, "card": mandate.card}.get(kind)

    def _company(self, type_digit: str) -> str:
        """A company of the same type, if one of the next few has it."""
        first = self._turn("juristic_id")
        for number in range(first, first + 50):
            made = self._world.company(number)
            if made.juristic_id[3] == type_digit:
                self._turns["juristic_id"] = number
                return made.juristic_id
        return self._world.company(first).juristic_id

    def name(self, real: str) -> str:
        """One word of a name, Thai or Latin as the real one; a title that is written together with it stays."""
        title = _TITLE.match(real)
        if title and title.end() < len(real):
            return title[0] + self.name(real[title.end() :])
        number = self._turn("name")
        person = self._world.person(number)
        first = number % 2 == 0
        if _THAI.search(real):
            return person.first_name if first else person.last_name
        made = person.first_name_en if first else person.last_name_en
        return made.upper() if real.isupper() and len(real) > 1 else made

    def date(self, real: str) -> str | None:
        """Another day of the same year, in the same form; parts that are 00 stay 00. None if the text is no date."""
        match = _DATE.fullmatch(real) or _DATE_BACKWARDS.fullmatch(real)
        if match is None or not _is_day(match):
            return None
        made = self._day(match, self._turn("date"))
        is_whole = int(match["m"]) or int(match["d"])
        return self._day(match, self._turn("date")) if made == real and is_whole else made

    def _day(self, match: re.Match[str], turn: int) -> str:
        day = "00" if match["d"] == "00" else f"{turn * 11 % 28 + 1:02d}"
        month = "00" if match["m"] == "00" else f"{turn * 7 % 12 + 1:02d}"
        parts = [match["y"], month, day] if match.re is _DATE else [day, month, match["y"]]
        return match["s"].join(parts) + match["rest"]

    def contact(self, real: str) -> str:
        """A telephone number or e-mail address that is not in use."""
        digits = re.sub("[^0-9]", "", real)
        if _MAIL.fullmatch(real):
            return self._world.person(self._turn("mail")).email
        if len(digits) in (9, 10) and digits[0] == "0":
            return _grouped(real, self._mobile()[: len(digits)])
        return self.same_shape(real)

    def same_shape(self, real: str) -> str:
        """Another digit for each digit, another letter for each letter; the rest stays. A GUID becomes a GUID."""
        if _GUID.fullmatch(real):
            made = "".join("0123456789abcdef"[self._chance(16)] if letter != "-" else letter for letter in real)
            return made if real.islower() else made.upper()
        return "".join(map(self._same_kind, real))

    def _same_kind(self, letter: str) -> str:
        for low, high in (("0", "9"), ("a", "z"), ("A", "Z"), ("ก", "ฮ"), ("๐", "๙")):
            if low <= letter <= high:
                return chr(ord(low) + self._chance(ord(high) - ord(low) + 1))
        return letter

    def _mobile(self) -> str:
        return self._world.person(self._turn("mobile")).mobile

    def _chance(self, bound: int) -> int:
        return draw(self._world.seed, "recording", self._turn("letter"), bound)

    def _turn(self, form: str) -> int:
        self._turns[form] = self._turns.get(form, 0) + 1
        return self._turns[form]

    def _is_owner(self, number: int) -> bool:
        """Whether the registers know a person well enough for a pseudonym: each look-up should find something."""
        person = self._world.person(number)
        return person.alive and person.age_on(RECORD_DATE) >= _OF_AGE and bool(person.parcels)


def _is_day(match: re.Match[str]) -> bool:
    """Whether a number is a date of our times in either era; month and day may be 00, which means unknown."""
    year = int(match["y"])
    return (1850 <= year <= 2150 or 2393 <= year <= 2693) and int(match["m"]) <= 12 and int(match["d"]) <= 31


def _grouped(real: str, made: str) -> str:
    """A value with the hyphens and blanks of the real one."""
    digits = iter(made)
    return "".join(letter if not letter.isalnum() else next(digits, "") for letter in real) + "".join(digits)
