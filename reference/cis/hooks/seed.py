"""Accounts and bills for a rehearsal. What a bill costs is worked out here, as for any other bill."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection

from reference.cis import accounts
from reference.cis.debit import mandates
from reference.cis.debit.mandates import Mandate
from reference.cis.messages import Instrument
from reference.cis.money import billing, tariff
from reference.cis.money.billing import WATER_BILL, Charge
from reference.cis.numbers import whole_number
from reference.common import progress
from reference.common.dates import gregorian_day

_ACCOUNT = frozenset(
    (
        "registration", "branch", "name", "tax_id", "account_class", "meter_size", "address", "bills", "mandate",
        "held_since", "mobile",
    )
)  # fmt: skip
_MANDATE = frozenset(("number", "bank", "instrument", "debited", "state", "expires"))
_STATES = frozenset((mandates.REQUESTED, mandates.ACTIVE))
_BILL = frozenset(("invoice", "month", "usage", "issued", "due"))
_DIGITS = {"registration": 8, "branch": 2, "invoice": 12, "tax_id": 13, "number": 14, "mobile": 10}
_DEBITED = {
    Instrument.ACCOUNT: ("[0-9]{10}", "10 digits"),
    Instrument.CARD: (r"[0-9]{6}\*{6}[0-9]{4}|TK[0-9A-Z]{14}", "its first six and last four digits, or a token"),
}
_INSTRUMENTS = frozenset(Instrument)
_STEP = 5_000  # accounts after which a listener hears how far seeding is
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_MOST_USED = 9_999_999  # seven digits: what a meter can count
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])\Z")


class SeedError(Exception):
    """Seed data that cannot be entered; the text says where and why."""


class Taken(Exception):
    """A unique number is in use already."""


class NoSuchBank(Exception):
    """A mandate names a bank that does not debit for us."""


def seed(db: Connection, data: dict[str, Any], banks: Mapping[str, str]) -> dict[str, int]:
    """Enter accounts, each with its mandate and bills; an account that is there gets the new facts and bills.

    `banks` are our codes of the banks that debit, by the names of their homes.
    """
    _only(data, frozenset(("accounts",)))
    accounts = data.get("accounts")
    if not isinstance(accounts, list):
        raise SeedError(f"accounts: expected a list, seen {accounts!r}")
    seeds = Seeds()
    for index, given in enumerate(accounts):
        with _Place(index):
            registration, *facts = _account(given)
            seeds.accounts[registration] = tuple(facts)
            if "mandate" in given:
                seeds.mandates.append(_mandate(given["registration"], given["mandate"], banks))
        for number, bill in enumerate(given["bills"]):
            with _Place(index, number):
                seeds.add_bill(*_bill(given, bill))
        if index and index % _STEP == 0:
            progress.report("seeded", index)
    seeds.enter(db)
    return {"accounts": len(accounts), "bills": len(seeds.bills)}


class Seeds:
    """Data to enter, checked as a whole before any of it is written."""

    def __init__(self) -> None:
        self.accounts: dict[str, tuple[Any, ...]] = {}
        self.mandates: list[Mandate] = []
        self.bills: dict[str, tuple[Charge, str, int | None]] = {}

    def add_bill(self, owed: Charge, issued: str, usage: int) -> None:
        if owed.invoice in self.bills:
            raise Taken(f"invoice {owed.invoice} exists already")
        self.bills[owed.invoice] = (owed, issued, usage)

    def enter(self, db: Connection) -> None:
        if taken := billing.known_invoices(db, list(self.bills)):
            raise Taken(f"invoice {min(taken)} exists already")
        accounts.enter_accounts(db, self.accounts)
        mandates.enter(db, self.mandates)
        billing.add_charges(db, list(self.bills.values()))


def _account(given: dict[str, Any]) -> tuple[Any, ...]:
    """An account's number, and its facts in the order of `accounts.FACTS`."""
    _only(given, _ACCOUNT)
    facts = (
        _digits(given, "registration"),
        _digits(given, "branch"),
        _text(given, "name", least=1),
        _digits(given, "tax_id"),
        _one_of(given, "account_class", tariff.ACCOUNT_CLASSES),
        _one_of(given, "meter_size", tariff.METER_SIZES),
        _text(given, "address"),
        _day(given, "held_since") if "held_since" in given else None,
        _digits(given, "mobile") if "mobile" in given else None,
    )
    if not isinstance(given["bills"], list):
        raise SeedError(f"bills: expected a list, seen {given['bills']!r}")
    return facts


def _mandate(registration: str, given: dict[str, Any], banks: Mapping[str, str]) -> Mandate:
    _only(given, _MANDATE)
    bank = _text(given, "bank", least=1)
    if bank not in banks:
        raise NoSuchBank(f"bank: expected one of {', '.join(sorted(banks))}, seen {bank!r}")
    instrument = Instrument(_one_of(given, "instrument", _INSTRUMENTS))
    form, wanted = _DEBITED[instrument]
    debited = given["debited"]
    if not isinstance(debited, str) or not re.fullmatch(form, debited):
        raise SeedError(
            f"debited: expected {wanted} of the {instrument.value}, seen {len(str(debited))} letters of another form"
        )
    expires = given.get("expires")
    if expires is not None and (not isinstance(expires, str) or not _MONTH.match(expires)):
        raise SeedError(f"expires: expected YYYY-MM, seen {expires!r}")
    state = _one_of(given, "state", _STATES) if "state" in given else mandates.ACTIVE
    number = _digits(given, "number")
    return Mandate(number, registration, banks[bank], instrument, debited, state, expires)


def _bill(owner: dict[str, Any], given: dict[str, Any]) -> tuple[Charge, str, int]:
    """A bill, the day that it was issued, and the cubic metres that it is for."""
    _only(given, _BILL)
    month = given["month"]
    if not isinstance(month, str) or not _MONTH.match(month):
        raise SeedError(f"month: expected YYYY-MM, seen {month!r}")
    invoice = _digits(given, "invoice")
    usage = _cubic_metres(given["usage"])
    amount = tariff.bill_amount(usage, owner["account_class"], owner["meter_size"])
    owed = Charge(invoice, owner["registration"], WATER_BILL, month, _day(given, "due"), amount, "open")
    return owed, _day(given, "issued"), usage


def _only(given: dict[str, Any], names: frozenset[str]) -> None:
    if not isinstance(given, dict):
        raise SeedError(f"expected an object, seen {given!r}")
    if surplus := given.keys() - names:
        raise SeedError(f"{', '.join(sorted(surplus))}: not known; there are: {', '.join(sorted(names))}")


def _text(given: dict[str, Any], name: str, least: int = 0) -> str:
    text = given[name]
    if not isinstance(text, str) or len(text) < least:
        raise SeedError(f"{name}: expected text, seen {text!r}")
    return text


def _cubic_metres(value: Any) -> int:
    used = whole_number(value)
    if used is None or not 0 <= used <= _MOST_USED:
        raise SeedError(f"usage: expected whole cubic metres up to {_MOST_USED}, seen {value!r}")
    return used


def _day(given: dict[str, Any], name: str) -> str:
    text = given[name]
    if not isinstance(text, str) or not _DAY.match(text):
        raise SeedError(f"{name}: expected YYYY-MM-DD, seen {text!r}")
    return gregorian_day(text).isoformat()


def _digits(given: dict[str, Any], name: str) -> str:
    text = given[name]
    if not (isinstance(text, str) and len(text) == _DIGITS[name] and text.isascii() and text.isdigit()):
        raise SeedError(f"{name}: expected {_DIGITS[name]} digits as text, seen {text!r}")
    return text


def _one_of(given: dict[str, Any], name: str, known: frozenset[str]) -> str:
    value = given[name]
    if not isinstance(value, str) or value not in known:
        raise SeedError(f"{name}: expected one of {', '.join(sorted(known))}, seen {value!r}")
    return str(value)


class _Place:
    """Gives an error its place: the account, and its bill. A class, for a seed may enter it 200,000 times."""

    def __init__(self, account: int, bill: int | None = None) -> None:
        self._account, self._bill = account, bill

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, wrong: BaseException | None, trace: object) -> None:
        where = f"accounts[{self._account}]" + ("" if self._bill is None else f".bills[{self._bill}]")
        if isinstance(wrong, KeyError):
            raise SeedError(f"{where}: {wrong.args[0]} is missing") from None
        if isinstance(wrong, SeedError | ValueError | TypeError | AttributeError):
            raise SeedError(f"{where}: {wrong}") from None
