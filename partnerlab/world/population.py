"""The population behind every register: a function of (seed, number), not a table.

Ten million people cost no memory and no start-up. From a number to an entity and from any identifier back to
its number is arithmetic, so every register finds the same people without asking another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from partnerlab.errors import WorldError
from partnerlab.world.accounts import account, mandate
from partnerlab.world.accounts.account import Account, Bill
from partnerlab.world.accounts.mandate import Mandate
from partnerlab.world.identifiers import NO_PROVINCE, IdentifierScheme, compact, kind_of
from partnerlab.world.overrides import Overrides
from partnerlab.world.people import company, person
from partnerlab.world.people.company import Company
from partnerlab.world.people.family_patterns import HOUSES, PEOPLE
from partnerlab.world.people.person import Person
from partnerlab.world.places import house
from partnerlab.world.places.house import House, Parcel
from partnerlab.world.places.house_map import Box, District, HouseMap, district_at
from partnerlab.world.places.subdistricts import Branch, Subdistrict, area
from partnerlab.world.seeded_random import roll

Entity = Person | House | Company | Account | Parcel | Bill | Mandate

MAX_SIZE = 20_000_000
"""More people than this would need more digits than deed numbers have."""


_AT_HAND = 1_000
"""How much is kept at hand: a story meets the same few again and again."""

_UNSEEN: Any = object()
"""In place of what is not at hand, for nobody may be at hand too."""


class AtHand(dict[Any, Any]):
    """What need not be worked out again; all of it goes when it has become too much."""

    def keep(self, key: Any, value: Any) -> Any:
        """Keep a value, which is given back."""
        if len(self) >= _AT_HAND:
            self.clear()
        self[key] = value
        return value


class World:
    """Everybody and everything of one seed. Numbers run from 0; `size` is rounded up to whole families of 16.

    One family has 16 people in 5 houses and one company with premises; each house and each premises has one
    parcel, one water account and one mandate to pay its bills, of the same number.

    `at_hand` is for whoever makes something of the population alone: it is another one as soon as a fact changes,
    so keep a thing where you looked for it before you made it.
    """

    __slots__ = (
        "_counts", "_found", "_made", "_overrides", "at_hand", "ground", "numbering", "residences", "seed", "size",
    )  # fmt: skip

    def __init__(self, seed: int = 2569, size: int = 10_000_000) -> None:
        if not 1 <= size <= MAX_SIZE:
            raise WorldError(f"world: expected a size from 1 to {MAX_SIZE} people, seen {size}")
        families = -(-size // PEOPLE)
        self.seed, self.size, self.residences = seed, families * PEOPLE, families * HOUSES
        houses = self.residences + families
        self._counts = {
            "person": self.size, "house": houses, "company": families, "account": houses, "parcel": houses,
            "mandate": houses,
        }  # fmt: skip
        self.numbering, self.ground = IdentifierScheme(seed), HouseMap(seed)
        self._overrides = Overrides()
        self._made, self._found, self.at_hand = AtHand(), AtHand(), AtHand()

    def count(self, kind: str) -> int:
        """How many entities of a kind there are; their numbers are `range(count(kind))`."""
        if kind not in self._counts:
            raise WorldError(f"world: {kind!r} is no kind; there are {', '.join(self._counts)}")
        return self._counts[kind]

    def person(self, number: int) -> Person:
        """The citizen of a number."""
        found: Person = self._entity("person", number, person.make)
        return found

    def house(self, number: int) -> House:
        """The house of a number: residences first, then the premises of companies in their order."""
        found: House = self._entity("house", number, house.make)
        return found

    def company(self, number: int) -> Company:
        """The juristic person of a number."""
        found: Company = self._entity("company", number, company.make)
        return found

    def account(self, number: int) -> Account:
        """The water account of the house of the same number."""
        found: Account = self._entity("account", number, account.make)
        return found

    def parcel(self, number: int) -> Parcel:
        """The parcel under the house of the same number."""
        found: Parcel = self._entity("parcel", number, house.make_parcel)
        return found

    def mandate(self, number: int) -> Mandate:
        """The mandate that pays the bills of the water account of the same number."""
        found: Mandate = self._entity("mandate", number, mandate.make)
        return found

    def find(self, identifier: str) -> Entity | None:
        """Whoever or whatever an identifier stands for; None when the world has no such thing.

        PID and juristic number (13 digits), invoice (12), house code (11), ref1 (10), registration (8) and
        deed number (7); a mandate by its own (14), a bank account's (10) or a card's number (16). Hyphens
        and blanks are ignored.
        """
        if not isinstance(identifier, str):
            raise WorldError(f"identifier: expected text, since zeros may lead it; seen {identifier!r}")
        at_hand = self._found
        found: Entity | None = at_hand.get(identifier, _UNSEEN)
        if found is _UNSEEN:
            text = compact(identifier)
            kind = kind_of(text)
            found = at_hand.keep(identifier, None if kind is None else getattr(self, f"_by_{kind}")(text))
        return found

    def area(self, province: str, district: str, subdistrict: str) -> Subdistrict | None:
        """The area of 2-digit codes, with or without leading zeros; None outside the three provinces."""
        return area(province, district, subdistrict)

    def branch(self, province: str, district: str, subdistrict: str) -> Branch | None:
        """The branch that serves an address of 2-digit codes; None outside the three provinces."""
        found = area(province, district, subdistrict)
        return None if found is None else found.branch

    def district_at(self, latitude: float, longitude: float) -> District | None:
        """The district in which a point (WGS 84) lies; None outside MWA's area."""
        return district_at(latitude, longitude)

    def house_at(self, latitude: float, longitude: float) -> House | None:
        """The house that stands at a point, to the sixth decimal; None where none does."""
        return next(iter(self.houses_in(Box(longitude, latitude, longitude, latitude))), None)

    def houses_in(self, box: Box) -> Iterator[House]:
        """Every house that stands in a box, those that a story has moved there included."""
        changed = self._overrides.numbers("house")
        for number in changed:
            if box.holds((moved := self.house(number)).latitude, moved.longitude):
                yield moved
        for district, number in self.ground.numbers_in(box):
            if number >= self._counts["house"] or number in changed:
                continue
            if house.area_of(self.seed, number).district_code == district:
                yield self.house(number)

    def override(self, kind: str, number: int, **facts: Any) -> None:
        """Make single facts of one entity differ, for whoever looks, until `clear`.

        `override("person", 7, alive=False)`; by month, `override("account", 7, usage={"2026-10": 8})`,
        likewise `amount` (satang), `issued` and `due`. Dates may be ISO text. What cannot be, is refused.
        """
        self.count(kind)
        self._check(kind, number)
        self._overrides.add(kind, getattr(self, kind)(number), facts)
        self._forget()

    def clear(self) -> None:
        """Forget all overrides."""
        self._overrides.clear()
        self._forget()

    def kept(self) -> Any:
        """All overrides so far, to bring back."""
        return self._overrides.kept()

    def bring_back(self, kept: Any) -> None:
        """Make the overrides what they were."""
        self._overrides.bring_back(kept)
        self._forget()

    def monthly(self, kind: str, number: int) -> dict[str, dict[str, Any]]:
        """Overridden facts of single months: fact to month to value."""
        return self._overrides.monthly(kind, number)

    def roll(self, tag: str, number: int, bound: int) -> int:
        """A further seeded fact, in `range(bound)`, for a register that needs one (a blood group, say)."""
        return roll(self.seed, tag, number, bound)

    def _entity(self, kind: str, number: int, make: Callable[[World, int], Any]) -> Any:
        """An entity with its overridden facts; those made last are kept at hand."""
        self._check(kind, number)
        key, at_hand = (kind, number), self._made
        found = at_hand.get(key)
        return found if found is not None else at_hand.keep(key, self._overrides.applied(kind, make(self, number)))

    def _forget(self) -> None:
        """What is at hand may not be true any more; nor what a thread is just making, which it keeps where it began."""
        self._made, self._found, self.at_hand = AtHand(), AtHand(), AtHand()

    def _check(self, kind: str, number: int) -> None:
        if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < self._counts[kind]:
            raise WorldError(f"{kind}: expected a number from 0 to {self._counts[kind] - 1}, seen {number!r}")

    def _by_pid(self, pid: str) -> Person | None:
        number = self.numbering.person_of(pid)
        if pid[1:3] != NO_PROVINCE or number >= self.size:
            return None
        found = self.person(number)
        return found if found.pid == pid else None

    def _by_juristic_id(self, juristic_id: str) -> Company | None:
        number = self.numbering.company_of(juristic_id)
        if number is None or number >= self._counts["company"]:
            return None
        found = self.company(number)
        return found if found.juristic_id == juristic_id else None

    def _by_house_code(self, code: str) -> House | None:
        number = self.numbering.house_of(code)
        return self.house(number) if code.startswith(NO_PROVINCE) and number < self._counts["house"] else None

    def _by_registration(self, registration: str) -> Account | None:
        number = self.numbering.account_of(registration)
        return self.account(number) if registration[0] == "9" and number < self._counts["account"] else None

    def _by_ref1(self, ref1: str) -> Account | None:
        found = self._by_registration(ref1[2:])
        return found if found is not None and found.ref1 == ref1 else None

    def _by_invoice(self, invoice: str) -> Bill | None:
        found, month = self._by_registration(invoice[4:]), account.month_of_invoice(invoice)
        return None if found is None or month is None else found.bill(month)

    def _by_deed(self, deed: str) -> Parcel | None:
        number = self.numbering.parcel_of(deed)
        return None if number is None or number >= self._counts["parcel"] else self.parcel(number)

    def _by_mandate(self, number: str) -> Mandate | None:
        return self._mandate_numbered(self.numbering.mandate_of(number))

    def _by_bank_account(self, number: str) -> Mandate | None:
        return self._mandate_numbered(self.numbering.bank_account_of(number))

    def _by_card(self, number: str) -> Mandate | None:
        return self._mandate_numbered(self.numbering.card_of(number))

    def _mandate_numbered(self, number: int | None) -> Mandate | None:
        return None if number is None or number >= self._counts["mandate"] else self.mandate(number)
