"""Find the person, house, company or account that an identifier names."""

from __future__ import annotations

from collections.abc import Callable

from partnerlab.world.accounts.bill import month_of_invoice
from partnerlab.world.identifiers import NO_PROVINCE, compact, identifier_kind
from partnerlab.world.relations import Account, Bill, Company, Entity, House, Mandate, Parcel, Person, Population
from partnerlab.world.seed import WorldSeed


def find_entity(world: Population, plan: WorldSeed, identifier: str) -> Entity | None:
    """The entity of an identifier; hyphens and blanks are ignored. None when the world has no such entity."""
    text = compact(identifier)
    kind = identifier_kind(text)
    return None if kind is None else _FINDERS[kind](world, plan, text)


def _person(world: Population, plan: WorldSeed, pid: str) -> Person | None:
    number = plan.identifiers.person_of(pid)
    if pid[1:3] != NO_PROVINCE or number >= plan.counts["person"]:
        return None
    person = world.person(number)
    return person if person.pid == pid else None


def _company(world: Population, plan: WorldSeed, juristic_id: str) -> Company | None:
    number = plan.identifiers.company_of(juristic_id)
    if number is None or number >= plan.counts["company"]:
        return None
    company = world.company(number)
    return company if company.juristic_id == juristic_id else None


def _house(world: Population, plan: WorldSeed, code: str) -> House | None:
    number = plan.identifiers.house_of(code)
    return world.house(number) if code.startswith(NO_PROVINCE) and number < plan.counts["house"] else None


def _account(world: Population, plan: WorldSeed, registration: str) -> Account | None:
    number = plan.identifiers.account_of(registration)
    return world.account(number) if registration[0] == "9" and number < plan.counts["account"] else None


def _account_of_ref1(world: Population, plan: WorldSeed, ref1: str) -> Account | None:
    account = _account(world, plan, ref1[2:])
    return account if account is not None and account.ref1 == ref1 else None


def _bill(world: Population, plan: WorldSeed, invoice: str) -> Bill | None:
    account, month = _account(world, plan, invoice[4:]), month_of_invoice(invoice)
    return None if account is None or month is None else account.bill(month)


def _parcel(world: Population, plan: WorldSeed, deed: str) -> Parcel | None:
    number = plan.identifiers.parcel_of(deed)
    return None if number is None or number >= plan.counts["parcel"] else world.parcel(number)


def _mandate(world: Population, plan: WorldSeed, mandate_number: str) -> Mandate | None:
    return _mandate_numbered(world, plan, plan.identifiers.mandate_of(mandate_number))


def _mandate_of_bank_account(world: Population, plan: WorldSeed, bank_account: str) -> Mandate | None:
    return _mandate_numbered(world, plan, plan.identifiers.bank_account_of(bank_account))


def _mandate_of_card(world: Population, plan: WorldSeed, card: str) -> Mandate | None:
    return _mandate_numbered(world, plan, plan.identifiers.card_of(card))


def _mandate_numbered(world: Population, plan: WorldSeed, number: int | None) -> Mandate | None:
    return None if number is None or number >= plan.counts["mandate"] else world.mandate(number)


_FINDERS: dict[str, Callable[[Population, WorldSeed, str], Entity | None]] = {
    "pid": _person, "juristic_id": _company, "house_code": _house, "registration": _account, "ref1": _account_of_ref1,
    "invoice": _bill, "deed": _parcel, "mandate": _mandate, "bank_account": _mandate_of_bank_account,
    "card": _mandate_of_card,
}  # fmt: skip
"""How an identifier of each kind is looked up; the kinds are those of `identifier_kind`."""
