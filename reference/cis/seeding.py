"""Accounts and bills for a rehearsal. What a bill costs is worked out here, as for any other bill."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, insert, update

from reference.cis import billing, tariff
from reference.cis.billing import WATER_BILL, Charge
from reference.cis.debit import mandates
from reference.cis.debit.mandates import Mandate
from reference.cis.tables import account

_ADD = insert(account)
_CHANGE = update(account).where(account.c.registration == bindparam("which"))
_DIGITS = {"registration": 8, "branch": 2, "invoice": 12, "number": 14}
_INSTRUMENTS = {"account": ("A", 10), "card": ("C", 16)}
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])\Z")


class BadSeed(Exception):
    """Seed data that cannot be entered; the text says where and why."""


def seed(db: Connection, data: dict[str, Any], banks: Mapping[str, str]) -> dict[str, int]:
    """Enter accounts, each with its mandate and bills; an account that is there gets the new facts and bills.

    `banks` are our codes of the banks that debit, by the names of their homes.
    """
    accounts = data.get("accounts")
    if not isinstance(accounts, list):
        raise BadSeed(f"accounts: expected a list, seen {accounts!r}")
    bills = 0
    for index, given in enumerate(accounts):
        with _told_where(f"accounts[{index}]"):
            _enter_account(db, given)
            if given.get("mandate") is not None:
                _enter_mandate(db, given["registration"], given["mandate"], banks)
            given.setdefault("bills", [])
        for number, bill in enumerate(given["bills"]):
            with _told_where(f"accounts[{index}].bills[{number}]"):
                _enter_bill(db, given, bill)
            bills += 1
    return {"accounts": len(accounts), "bills": bills}


def _enter_account(db: Connection, given: dict[str, Any]) -> None:
    registration = _digits(given, "registration")
    facts = {
        "branch": _digits(given, "branch"),
        "name": str(given["name"]),
        "tax_id": given.get("tax_id"),
        "account_class": _one_of(given, "account_class", tariff.ACCOUNT_CLASSES, tariff.RESIDENTIAL),
        "meter_size": _one_of(given, "meter_size", tariff.METER_SIZES, "0"),
        "address": str(given.get("address", "")),
        "state": "active",
    }
    if billing.debtor(db, registration) is None:
        db.execute(_ADD, {"registration": registration, **facts})
    else:
        db.execute(_CHANGE.values(**facts), {"which": registration})


def _enter_mandate(db: Connection, registration: str, given: dict[str, Any], banks: Mapping[str, str]) -> None:
    bank = _one_of(given, "bank", frozenset(banks), "")
    instrument, length = _INSTRUMENTS[_one_of(given, "instrument", frozenset(_INSTRUMENTS), "account")]
    debited = given["debited"]
    if not isinstance(debited, str) or not re.fullmatch(f"[0-9]{{{length}}}", debited):
        raise BadSeed(f"debited: expected {length} digits as text, seen {debited!r}")
    mandates.enter(db, Mandate(_digits(given, "number"), registration, banks[bank], instrument, debited))


def _enter_bill(db: Connection, owner: dict[str, Any], given: dict[str, Any]) -> None:
    month = str(given["month"])
    if not _MONTH.match(month):
        raise BadSeed(f"month: expected YYYY-MM, seen {month!r}")
    invoice = _digits(given, "invoice")
    if billing.charge_by_invoice(db, invoice) is not None:
        raise BadSeed(f"invoice {invoice} exists already")
    usage = given["usage"]
    if not isinstance(usage, int) or usage < 0:
        raise BadSeed(f"usage: expected whole cubic metres, seen {usage!r}")
    size, kind = owner.get("meter_size", "0"), owner.get("account_class", tariff.RESIDENTIAL)
    amount = tariff.bill_amount(usage, kind, size)
    due = date.fromisoformat(given["due"]).isoformat()
    owed = Charge(invoice, owner["registration"], WATER_BILL, month, due, amount, "open")
    billing.add_charge(db, owed, date.fromisoformat(given["issued"]).isoformat(), usage)


def _digits(given: dict[str, Any], name: str) -> str:
    text = given[name]
    if not isinstance(text, str) or not re.fullmatch(f"[0-9]{{{_DIGITS[name]}}}", text):
        raise BadSeed(f"{name}: expected {_DIGITS[name]} digits as text, seen {text!r}")
    return text


def _one_of(given: dict[str, Any], name: str, known: frozenset[str], otherwise: str) -> str:
    value = given.get(name, otherwise)
    if value not in known:
        raise BadSeed(f"{name}: expected one of {', '.join(sorted(known))}, seen {value!r}")
    return str(value)


@contextmanager
def _told_where(where: str) -> Iterator[None]:
    try:
        yield
    except KeyError as missing:
        raise BadSeed(f"{where}: {missing.args[0]} is missing") from None
    except (BadSeed, ValueError, TypeError, AttributeError) as wrong:
        raise BadSeed(f"{where}: {wrong}") from None
