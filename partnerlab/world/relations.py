"""People, houses, parcels, companies, accounts, bills and mandates with their relations to one another.

One module: they refer to each other. Their facts stand in modules below. A relation is looked up each time, to be new.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol

from partnerlab.world.accounts.account import AccountFacts
from partnerlab.world.accounts.bill import BillFacts, make_bill
from partnerlab.world.accounts.mandate import MandateFacts
from partnerlab.world.accounts.payment_codes import PaymentCodes
from partnerlab.world.people import family_ties
from partnerlab.world.people.civil_records import Marriage, NameChange, marriage_of, moved_in, name_changes
from partnerlab.world.people.company import CompanyFacts
from partnerlab.world.people.name_lists import Sex
from partnerlab.world.people.person import PersonFacts, absent_parent_name
from partnerlab.world.places.house import HouseFacts, ParcelFacts
from partnerlab.world.places.subdistricts import Branch


class Population(Protocol):
    """The population as relations need it: entities by number."""

    seed: int
    residences: int

    def person(self, number: int) -> Person: ...
    def house(self, number: int) -> House: ...
    def parcel(self, number: int) -> Parcel: ...
    def company(self, number: int) -> Company: ...
    def account(self, number: int) -> Account: ...
    def mandate(self, number: int) -> Mandate: ...
    def monthly(self, kind: str, number: int) -> dict[str, dict[str, Any]]: ...


@dataclass(frozen=True, slots=True)
class Person(PersonFacts):
    """A citizen, with family, house, land, company and water account."""

    world: Population = field(repr=False, compare=False)

    @property
    def house(self) -> House:
        """The house in which the person is registered; of the dead, the last one."""
        return self.world.house(family_ties.house_of(self.world.seed, self.number))

    @property
    def is_head(self) -> bool:
        """Whether the person is the head of the house (เจ้าบ้าน)."""
        return family_ties.is_head(self.world.seed, self.number)

    @property
    def spouse(self) -> Person | None:
        """The husband or wife, living or dead, unless they are divorced."""
        return None if self.divorced else self.partner

    @property
    def former_spouse(self) -> Person | None:
        """The divorced husband or wife."""
        return self.partner if self.divorced else None

    @property
    def partner(self) -> Person | None:
        """The husband or wife, divorced or not."""
        return self._relative(family_ties.member_of(self.world.seed, self.number).partner)

    @property
    def father(self) -> Person | None:
        """The father, if he is in the population."""
        return self._relative(family_ties.member_of(self.world.seed, self.number).father)

    @property
    def mother(self) -> Person | None:
        """The mother, if she is in the population."""
        return self._relative(family_ties.member_of(self.world.seed, self.number).mother)

    @property
    def father_name(self) -> str:
        """The father's names without title, also if he is not in the population; empty if he is unknown."""
        member = family_ties.member_of(self.world.seed, self.number)
        if member.father is None and member.mother is not None:
            return ""
        return self._parent_name(self.father, "M")

    @property
    def mother_name(self) -> str:
        """The mother's names without title, also if she is not in the population."""
        return self._parent_name(self.mother, "F")

    @property
    def children(self) -> tuple[Person, ...]:
        """Sons and daughters in the population, in the order of the register."""
        return tuple(self.world.person(child) for child in family_ties.children_of(self.world.seed, self.number))

    @property
    def marital_status(self) -> str:
        """`single`, `married`, `widowed` or `divorced`; a spouse's death, also an overridden one, widows."""
        partner = self.partner
        if self.divorced or partner is None:
            return "divorced" if self.divorced else "single"
        return "married" if partner.alive else "widowed"

    @property
    def marriage(self) -> Marriage[Person] | None:
        """The person's marriage on record: the same one for husband and wife."""
        partner = self.partner
        if partner is None:
            return None
        husband, wife = (self, partner) if self.sex == "M" else (partner, self)
        return marriage_of(self.world.seed, husband, wife)

    @property
    def name_changes(self) -> tuple[NameChange, ...]:
        """The changes of first and last name on record, the oldest first."""
        return name_changes(self, self.marriage)

    @property
    def moved_in(self) -> date:
        """When the person came to the house: at birth, by marriage or divorce, or at 22."""
        return moved_in(self, self.marriage, family_ties.lives_with_mother(self.world.seed, self.number))

    @property
    def companies(self) -> tuple[Company, ...]:
        """The companies that the person directs."""
        company = family_ties.company_of(self.world.seed, self.number)
        return () if company is None else (self.world.company(company),)

    @property
    def accounts(self) -> tuple[Account, ...]:
        """The water accounts in the person's name."""
        return (self.house.account,) if self.is_head else ()

    @property
    def parcels(self) -> tuple[Parcel, ...]:
        """The land that the person owns."""
        return (self.house.parcel,) if self.is_head else ()

    def _relative(self, index: int | None) -> Person | None:
        number = family_ties.relative(self.number, index)
        return None if number is None else self.world.person(number)

    def _parent_name(self, parent: Person | None, sex: Sex) -> str:
        if parent is not None:
            return f"{parent.first_name} {parent.last_name}"
        return absent_parent_name(self.world.seed, self, sex)


@dataclass(frozen=True, slots=True)
class House(HouseFacts):
    """A house, with the people registered in it or the company whose premises it is."""

    world: Population = field(repr=False, compare=False)

    @property
    def members(self) -> tuple[Person, ...]:
        """Everyone registered in the house, the dead included; empty for premises."""
        if not self.residence:
            return ()
        return tuple(self.world.person(person) for person in family_ties.members_of(self.world.seed, self.number))

    @property
    def head(self) -> Person | None:
        """The head of the house (เจ้าบ้าน); None for premises."""
        return self.world.person(family_ties.head_of(self.world.seed, self.number)) if self.residence else None

    @property
    def company(self) -> Company | None:
        """The company whose premises these are; None for a residence."""
        return None if self.residence else self.world.company(self.number - self.world.residences)

    @property
    def owner(self) -> Person | Company:
        """The owner of the land and holder of the water account: the head, or the company."""
        return self.head or self.world.company(self.number - self.world.residences)

    @property
    def account(self) -> Account:
        return self.world.account(self.number)

    @property
    def parcel(self) -> Parcel:
        return self.world.parcel(self.number)


@dataclass(frozen=True, slots=True)
class Parcel(ParcelFacts):
    """A parcel of land, with its house and owner."""

    world: Population = field(repr=False, compare=False)

    @property
    def house(self) -> House:
        return self.world.house(self.number)

    @property
    def owner(self) -> Person | Company:
        return self.house.owner


@dataclass(frozen=True, slots=True)
class Company(CompanyFacts):
    """A juristic person, with directors and premises."""

    world: Population = field(repr=False, compare=False)

    @property
    def directors(self) -> tuple[Person, ...]:
        """Directors of a company, partners of a partnership; the first one acts for it."""
        return tuple(self.world.person(person) for person in family_ties.directors_of(self.world.seed, self.number))

    @property
    def director(self) -> Person:
        return self.directors[0]

    @property
    def house(self) -> House:
        """The premises, which are the registered office."""
        return self.world.house(self.world.residences + self.number)

    @property
    def address(self) -> str:
        return self.house.address

    @property
    def accounts(self) -> tuple[Account, ...]:
        return (self.house.account,)

    @property
    def parcels(self) -> tuple[Parcel, ...]:
        return (self.house.parcel,)


@dataclass(frozen=True, slots=True)
class Account(AccountFacts):
    """A water account, with its holder, house, mandate and bills."""

    world: Population = field(repr=False, compare=False)

    @property
    def house(self) -> House:
        return self.world.house(self.number)

    @property
    def holder(self) -> Person | Company:
        """The person or company in whose name the account is."""
        return self.house.owner

    @property
    def tax_id(self) -> str:
        """The holder's PID or juristic number."""
        holder = self.holder
        return holder.juristic_id if isinstance(holder, Company) else holder.pid

    @property
    def address(self) -> str:
        return self.house.address

    @property
    def branch(self) -> Branch:
        return self.house.branch

    @property
    def mandate(self) -> Mandate:
        """The mandate by which a bank may pay its bills."""
        return self.world.mandate(self.number)

    @property
    def ref1(self) -> str:
        """Reference 1 of payment agents: branch code and registration number."""
        return self.branch.code + self.registration

    def bill(self, month: str) -> Bill:
        """The bill of `2026-10`, with the facts that a story has overridden for that month."""
        overridden = self.world.monthly("account", self.number)
        return make_bill(Bill, self.world.seed, self, month, overridden)


@dataclass(frozen=True, slots=True)
class Bill(PaymentCodes, BillFacts):
    """A month's bill, with its account."""

    account: Account = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Mandate(MandateFacts):
    """A mandate, with the account whose bills it pays."""

    world: Population = field(repr=False, compare=False)

    @property
    def account(self) -> Account:
        return self.world.account(self.number)


Entity = Person | House | Company | Account | Parcel | Bill | Mandate
