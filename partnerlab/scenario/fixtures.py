"""Fixtures of a scenario (`given`): people, companies, accounts and bills of the population, under names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from partnerlab.contract.personal_data import PersonalField
from partnerlab.errors import WorldError
from partnerlab.lab.lab import Lab
from partnerlab.scenario.language.variables import fields_of
from partnerlab.world.accounts.account import FROM_THE_BEGINNING
from partnerlab.world.relations import Account, Bill, Company, Mandate, Person

_KINDS = {"people": "person", "companies": "company", "accounts": "account"}

_TELLING = (
    "pid", "first_name", "last_name", "former_first_name", "birth_last_name", "name", "mobile", "email", "code",
    "registration", "ref1", "invoice", "mandate_number", "bank_account", "card",
    "card_truncated", "card_token",
)  # fmt: skip

_USUAL: dict[str, dict[str, Any]] = {
    "person": {"alive": True, "former_first_name": ""},
    "account": {"account_class": "00", "meter_size": "0"},
}
"""What a fixture is unless the scenario says otherwise, so that a story does not hang on the seed."""

_LOOKED_AT = 10_000
"""How far somebody is looked for; whom a family of a common kind has is among its first few."""

FIELDS: dict[str, Callable[[], list[str]]] = {
    "people": lambda: fields_of(Person),
    "companies": lambda: fields_of(Company),
    "accounts": lambda: fields_of(Account),
    "bills": lambda: fields_of(Bill),
}


def make(lab: Lab, given: dict[str, Any]) -> dict[str, Any]:
    """The fixtures by name; facts given with them hold in every register."""
    found: dict[str, Any] = {}
    for word, kind in _KINDS.items():
        for name, item in (given.get(word) or {}).items():
            found[name] = _entity(lab, kind, item)
    for name, item in (given.get("bills") or {}).items():
        found[name] = _bill(lab, found[item["account"]], item)
    return found


def seed(fixtures: dict[str, Any], given: dict[str, Any]) -> list[dict[str, Any]]:
    """The seed for the system under test: accounts, holders and water used, never amounts of money."""
    bills = given.get("bills") or {}
    return [
        _account(fixtures[name], [fixtures[bill] for bill, item in bills.items() if item["account"] == name])
        for name in given.get("accounts") or {}
    ]


def identities(fixture: Any) -> list[PersonalField]:
    """The identifiers of a fixture and of the entities behind it."""
    things = [
        fixture,
        getattr(fixture, "partner", None),
        getattr(fixture, "house", None),
        getattr(fixture, "account", None),
        getattr(fixture, "holder", None),
        getattr(fixture, "mandate", None),
    ]
    return [
        PersonalField(name, "identity", value)
        for thing in things
        for name in _TELLING
        if isinstance(value := getattr(thing, name, None), str)
    ]


def _entity(lab: Lab, kind: str, item: Any) -> Any:
    facts = {} if isinstance(item, int) else dict(item)
    number = item if isinstance(item, int) else facts.pop("number", None)
    if number is None:
        number = _first(lab, kind, facts.pop("who"))
    if kind == "account" and "mandate" in facts:
        lab.world.override("mandate", number, **_mandate_facts(lab, facts.pop("mandate")))
    if kind == "account" and "holder" in facts:
        lab.world.override("person", _acting(lab.world.account(number)).number, **facts.pop("holder"))
    lab.world.override(kind, number, **_USUAL.get(kind, {}) | facts)
    return getattr(lab.world, kind)(number)


def _mandate_facts(lab: Lab, given: Any) -> dict[str, Any]:
    """The facts of a mandate; the bank's agreement decides how a card number is written."""
    facts = {"bank": given} if isinstance(given, str) else dict(given)
    terms = lab.kit.partner(facts["bank"]).agreement.get("debit", {})
    return {"card_form": terms.get("card_numbers", "truncated")} | facts


def _first(lab: Lab, kind: str, who: dict[str, Any]) -> int:
    """The number of the first entity of the population that has all these facts, before any scenario changes them."""
    for number in range(min(_LOOKED_AT, lab.world.count(kind))):
        found = getattr(lab.world, kind)(number)
        if all(getattr(found, fact) == value for fact, value in who.items()):
            return number
    told = ", ".join(f"{fact}: {value}" for fact, value in who.items())
    raise WorldError(f"given: nobody among the first {_LOOKED_AT:,} of the population is {{{told}}}; ask for less")


def _bill(lab: Lab, account: Account, item: dict[str, Any]) -> Bill:
    facts = {fact: {item["month"]: item[fact]} for fact in ("usage", "issued", "due") if fact in item}
    lab.world.override("account", account.number, **facts)
    return lab.world.account(account.number).bill(item["month"])


def _account(account: Account, bills: list[Bill]) -> dict[str, Any]:
    return {
        "registration": account.registration,
        "branch": account.branch.code,
        "name": account.name,
        "tax_id": account.tax_id,
        "account_class": account.account_class,
        "meter_size": account.meter_size,
        "address": account.address,
        "mobile": _mobile(account),
        **_held_since(account),
        **_mandate(account.mandate),
        "bills": [
            {
                "invoice": bill.invoice,
                "month": bill.month,
                "usage": bill.usage,
                "issued": bill.issued.isoformat(),
                "due": bill.due.isoformat(),
            }
            for bill in bills
        ],
    }


def _mobile(account: Account) -> str:
    return _acting(account).mobile


def _acting(account: Account) -> Person:
    """The holder, or the director who acts for a company that is."""
    holder = account.holder
    return holder.director if isinstance(holder, Company) else holder


def _held_since(account: Account) -> dict[str, str]:
    """Since when the present holder has the account, if that was said."""
    since = account.held_since
    return {"held_since": since.isoformat()} if since > FROM_THE_BEGINNING else {}


def _mandate(mandate: Mandate) -> dict[str, Any]:
    """The mandate, if one was given."""
    if not mandate.bank:
        return {}
    told = {
        "bank": mandate.bank,
        "number": mandate.mandate_number,
        "instrument": mandate.instrument,
        "debited": mandate.debit_number,
    }
    if mandate.stage != "active":
        told["state"] = mandate.stage
    return {"mandate": told | ({"expires": mandate.expires} if mandate.expires else {})}
