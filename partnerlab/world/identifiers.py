"""Identifiers (citizen numbers, registrations, invoices ...): written from an entity's number, and read back to it.

Every identifier that carries an office of issue carries province 98, which no province has. Not 99: state
bodies hold juristic numbers that begin 0-99. The other digits are a seeded shuffle of the entity's number.

| identifier   | digits | form                                                                     |
| ------------ | ------ | ------------------------------------------------------------------------ |
| pid          | 13     | category, `98`, 9 shuffled, check digit                                  |
| juristic id  | 13     | `0`, `98`, type 2/3/5/7, BE year of registration (3), 5 shuffled, check  |
| house code   | 11     | `98`, 9 shuffled (the rule of its check digit is not public: none kept)  |
| registration | 8      | `9`, 7 shuffled (the block is ours)                                      |
| ref1         | 10     | branch code (2), registration                                            |
| invoice      | 12     | BE year (2), month (2), registration (the form is ours)                  |
| deed number  | 7      | first digit 1-9; longer than deed numbers in use (the form is ours)      |
| mandate      | 14     | `9800000`, 7 shuffled (the form is ours)                                 |
| bank account | 10     | branch `000`, which opens no accounts, 7 shuffled, their first 1-9       |
| card         | 16     | `00000000`, 7 shuffled, Luhn digit; issuers' numbers never begin with 0  |
"""

from __future__ import annotations

import re

from partnerlab.world.seeded_random import Permutation

NO_PROVINCE = "98"
FIRST_JURISTIC_YEAR = 2545
JURISTIC_YEARS = 24

NO_BANK_BRANCH = "000"
_MANDATES, _CARDS = "9800000", "00000000"
_KINDS = {
    7: "deed", 8: "registration", 10: "ref1", 11: "house_code", 12: "invoice", 13: "pid", 14: "mandate", 16: "card",
}  # fmt: skip
_DIGITS = re.compile(r"[0-9]+")


def compact(identifier: str) -> str:
    """The identifier without the hyphens and blanks people print in it."""
    return identifier.replace("-", "").replace(" ", "")


def identifier_kind(identifier: str) -> str | None:
    """The kind of identifier that a compact text could be, by its form alone; None for none of ours."""
    if not _DIGITS.fullmatch(identifier):
        return None
    kind = _KINDS.get(len(identifier))
    if kind == "ref1" and identifier.startswith(NO_BANK_BRANCH):
        return "bank_account"
    return "juristic_id" if kind == "pid" and identifier[0] == "0" else kind


def with_check_digit(twelve: str) -> str:
    """A 13-digit citizen or juristic number from its first twelve digits, weighed 13 down to 2, modulo 11."""
    weighed = sum(int(digit) * (13 - place) for place, digit in enumerate(twelve))
    return twelve + str((11 - weighed % 11) % 10)


def with_luhn_digit(digits: str) -> str:
    """A card number from all its digits but the last (ISO/IEC 7812-1, annex B)."""
    doubled = (int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(digits), 1))
    return digits + str(-sum(value // 10 + value % 10 for value in doubled) % 10)


class IdentifierScheme:
    """The identifiers of one seed, both ways. A number found may lie beyond the population: check it."""

    __slots__ = (
        "_account",
        "_bank_account",
        "_card",
        "_company",
        "_house",
        "_mandate",
        "_mobile",
        "_parcel",
        "_person",
    )

    def __init__(self, seed: int) -> None:
        self._person = Permutation(seed, "pid", 10**5, 10**4)
        self._company = Permutation(seed, "juristic", JURISTIC_YEARS, 10**5)
        self._house = Permutation(seed, "house", 10**5, 10**4)
        self._account = Permutation(seed, "account", 10**4, 10**3)
        self._parcel = Permutation(seed, "parcel", 9 * 10**3, 10**3)
        self._mobile = Permutation(seed, "mobile", 10**4, 10**4)
        self._mandate = Permutation(seed, "mandate", 10**4, 10**3)
        self._bank_account = Permutation(seed, "bank account", 9 * 10**3, 10**3)
        self._card = Permutation(seed, "card", 10**4, 10**3)

    def pid(self, number: int, category: int) -> str:
        """Citizen number; category 1 for those registered at birth since 1984, 3 for those before."""
        return with_check_digit(f"{category}{NO_PROVINCE}{self._person.forward(number):09d}")

    def person_of(self, pid: str) -> int:
        return self._person.back(int(pid[3:12]))

    def juristic_place(self, number: int) -> tuple[int, int]:
        """BE year of registration and running number within it."""
        year, running = divmod(self._company.forward(number), 10**5)
        return FIRST_JURISTIC_YEAR + year, running

    def juristic_id(self, number: int, kind: str) -> str:
        """Juristic person's number, which is its tax number as well; `kind` is its type digit."""
        year, running = self.juristic_place(number)
        return with_check_digit(f"0{NO_PROVINCE}{kind}{year % 1000:03d}{running:05d}")

    def company_of(self, juristic_id: str) -> int | None:
        year = int(juristic_id[4:7]) - FIRST_JURISTIC_YEAR % 1000
        if not 0 <= year < JURISTIC_YEARS:
            return None
        return self._company.back(year * 10**5 + int(juristic_id[7:12]))

    def house_code(self, number: int) -> str:
        return f"{NO_PROVINCE}{self._house.forward(number):09d}"

    def house_of(self, house_code: str) -> int:
        return self._house.back(int(house_code[2:]))

    def registration(self, number: int) -> str:
        return f"9{self._account.forward(number):07d}"

    def account_of(self, registration: str) -> int:
        return self._account.back(int(registration[1:]))

    def deed(self, number: int) -> str:
        return str(10**6 + self._parcel.forward(number))

    def parcel_of(self, deed: str) -> int | None:
        place = int(deed) - 10**6
        return self._parcel.back(place) if place >= 0 else None

    def mobile(self, number: int) -> str:
        """Ten digits under 01, a range that no Thai mobile number has."""
        return f"01{self._mobile.forward(number):08d}"

    def mandate(self, number: int) -> str:
        return f"{_MANDATES}{self._mandate.forward(number):07d}"

    def mandate_of(self, mandate: str) -> int | None:
        return self._mandate.back(int(mandate[7:])) if mandate.startswith(_MANDATES) else None

    def bank_account(self, number: int) -> str:
        return f"{NO_BANK_BRANCH}{10**6 + self._bank_account.forward(number)}"

    def bank_account_of(self, bank_account: str) -> int | None:
        place = int(bank_account) - 10**6
        return self._bank_account.back(place) if place >= 0 else None

    def card(self, number: int) -> str:
        return with_luhn_digit(f"{_CARDS}{self._card.forward(number):07d}")

    def card_of(self, card: str) -> int | None:
        known = card.startswith(_CARDS) and with_luhn_digit(card[:-1]) == card
        return self._card.back(int(card[8:15])) if known else None
