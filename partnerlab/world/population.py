"""The population behind every register: a function of (seed, number), not a table.

Ten million people cost no memory and no start-up. From a number to an entity and from any identifier back to
its number is arithmetic, so every register finds the same people without asking another.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from partnerlab.errors import WorldError
from partnerlab.world.accounts.account import make_account
from partnerlab.world.accounts.mandate import make_mandate
from partnerlab.world.lookup import find_entity
from partnerlab.world.overrides import Overrides
from partnerlab.world.people.company import make_company
from partnerlab.world.people.person import make_person
from partnerlab.world.places.districts import District, district_at
from partnerlab.world.places.house import make_house, make_parcel, subdistrict_of
from partnerlab.world.places.house_map import Box
from partnerlab.world.places.subdistricts import Branch, Subdistrict, find_subdistrict
from partnerlab.world.relations import Account, Company, Entity, House, Mandate, Parcel, Person
from partnerlab.world.seed import WorldSeed, plan_world
from partnerlab.world.seeded_random import draw

_CACHE_SIZE = 3_000
"""Entries of a cache. A story meets the same few entities again and again."""

_MISSING: Any = object()
"""Returned by a cache without an entry, since None is an entry too: an identifier that stands for no entity."""


class Cache(dict[Any, Any]):
    """Entities and answers that were made lately; all of them go when there are too many."""

    def keep(self, key: Any, value: Any) -> Any:
        """Add an entry and return its value."""
        if len(self) >= _CACHE_SIZE:
            self.clear()
        self[key] = value
        return value


class World:
    """All entities of one seed. Numbers run from 0; `size` is rounded up to whole families of 16.

    One family has 16 people in 5 houses and one company with premises; each house and each premises has one
    parcel, one water account and one mandate to pay its bills, of the same number.

    `cache` holds entities by kind and number, and by identifier. Others may keep there, under keys of another shape,
    what follows from the population alone. It is replaced as soon as a fact changes: add an entry to the cache that
    was there before you made the value.
    """

    __slots__ = ("_overrides", "_plan", "cache", "residences", "seed", "size")

    def __init__(self, seed: int = 2569, size: int = 10_000_000) -> None:
        plan = plan_world(seed, size)
        self._plan, self._overrides, self.cache = plan, Overrides(), Cache()
        self.seed, self.size, self.residences = seed, plan.counts["person"], plan.residences

    def count(self, kind: str) -> int:
        """How many entities of a kind there are; their numbers are `range(count(kind))`."""
        if kind not in self._plan.counts:
            raise WorldError(f"world: {kind!r} is no kind; there are {', '.join(self._plan.counts)}")
        return self._plan.counts[kind]

    def person(self, number: int) -> Person:
        """The citizen of a number."""
        person: Person = self._entity("person", number)
        return person

    def house(self, number: int) -> House:
        """The house of a number: residences first, then the premises of companies in their order."""
        house: House = self._entity("house", number)
        return house

    def company(self, number: int) -> Company:
        """The juristic person of a number."""
        company: Company = self._entity("company", number)
        return company

    def account(self, number: int) -> Account:
        """The water account of the house of the same number."""
        account: Account = self._entity("account", number)
        return account

    def parcel(self, number: int) -> Parcel:
        """The parcel under the house of the same number."""
        parcel: Parcel = self._entity("parcel", number)
        return parcel

    def mandate(self, number: int) -> Mandate:
        """The mandate that pays the bills of the water account of the same number."""
        mandate: Mandate = self._entity("mandate", number)
        return mandate

    def find(self, identifier: str) -> Entity | None:
        """The entity with this identifier; None when the world has no such entity.

        PID and juristic number (13 digits), invoice (12), house code (11), ref1 (10), registration (8) and
        deed number (7); a mandate by its own (14), a bank account's (10) or a card's number (16). Hyphens
        and blanks are ignored.
        """
        if not isinstance(identifier, str):
            raise WorldError(f"identifier: expected text, since zeros may lead it; seen {identifier!r}")
        cache = self.cache
        entity: Entity | None = cache.get(identifier, _MISSING)
        return cache.keep(identifier, find_entity(self, self._plan, identifier)) if entity is _MISSING else entity

    def subdistrict(self, province: str, district: str, subdistrict: str) -> Subdistrict | None:
        """The subdistrict of 2-digit codes, with or without leading zeros; None outside the three provinces."""
        return find_subdistrict(province, district, subdistrict)

    def branch(self, province: str, district: str, subdistrict: str) -> Branch | None:
        """The branch that serves an address of 2-digit codes; None outside the three provinces."""
        place = find_subdistrict(province, district, subdistrict)
        return None if place is None else place.branch

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
        for district, number in self._plan.house_map.numbers_in(box):
            if number >= self._plan.counts["house"] or number in changed:
                continue
            if subdistrict_of(self.seed, number).district_code == district:
                yield self.house(number)

    def override(self, kind: str, number: int, **facts: Any) -> None:
        """Change single facts of one entity in every register, until `clear`.

        `override("person", 7, alive=False)`; by month, `override("account", 7, usage={"2026-10": 8})`,
        likewise `amount` (satang), `issued` and `due`. Dates may be ISO text. Impossible facts are refused.
        """
        self.count(kind)
        entity = self._entity(kind, number)
        partner = entity.partner if kind == "person" else None
        self._overrides.add(kind, entity, facts, None if partner is None else partner.number)
        self.cache = Cache()

    def clear(self) -> None:
        """Forget all overrides."""
        self._overrides.clear()
        self.cache = Cache()

    def snapshot(self) -> Any:
        """All overrides so far, for `restore`."""
        return self._overrides.snapshot()

    def restore(self, snapshot: Any) -> None:
        """Bring back the overrides of a snapshot."""
        self._overrides.restore(snapshot)
        self.cache = Cache()

    def monthly(self, kind: str, number: int) -> dict[str, dict[str, Any]]:
        """Overridden facts of single months: fact to month to value."""
        return self._overrides.monthly(kind, number)

    def draw(self, tag: str, number: int, bound: int) -> int:
        """A further seeded fact, in `range(bound)`, for a register that needs one (a blood group, say)."""
        return draw(self.seed, tag, number, bound)

    def _entity(self, kind: str, number: int) -> Any:
        """An entity with its overridden facts, from the cache if it is there.

        One that is being made while a fact changes goes to the cache of before the change.
        """
        if not isinstance(number, int) or isinstance(number, bool) or not 0 <= number < self._plan.counts[kind]:
            raise WorldError(f"{kind}: expected a number from 0 to {self._plan.counts[kind] - 1}, seen {number!r}")
        key, cache = (kind, number), self.cache
        entity = cache.get(key)
        if entity is None:
            entity = cache.keep(key, self._overrides.applied(kind, _MAKERS[kind](self, self._plan, number)))
        return entity


_MAKERS: Mapping[str, Callable[[World, WorldSeed, int], Any]] = {
    "person": lambda world, plan, number: make_person(Person, plan, number, world),
    "house": lambda world, plan, number: make_house(House, plan, number, world),
    "company": lambda world, plan, number: make_company(Company, plan, number, world),
    "parcel": lambda world, plan, number: make_parcel(Parcel, plan, number, world),
    "mandate": lambda world, plan, number: make_mandate(Mandate, plan, number, world),
    "account": lambda world, plan, number: make_account(
        Account, plan, number, world.house(number).owner.full_name, world
    ),
}
"""How an entity of each kind is made from its number, before any override."""
