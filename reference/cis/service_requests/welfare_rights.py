"""Customers who hold a welfare card register for the state's support: the register is asked, no copy is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select

from reference.cis import accounts
from reference.cis.messages import SourceUnavailable
from reference.cis.numbers import is_juristic_id
from reference.cis.service_requests.register_lookups import Registers
from reference.cis.service_requests.registers import Ask, Question, WelfareOf
from reference.cis.tables import welfare_check, welfare_right
from reference.common.clock import Clock, stamp
from reference.common.database import Database

_RIGHT_OF = select(welfare_right).where(welfare_right.c.holder == bindparam("who"))
_ADD_RIGHT, _ADD_CHECK = insert(welfare_right), insert(welfare_check)


class NoSuchAccount(Exception):
    """No account has this registration number."""


class WelfareRights:
    """The accounts whose holders have the right: one account for each card."""

    def __init__(self, db: Database, clock: Clock, asks: Mapping[type[Question[Any]], Ask]) -> None:
        self._db = db
        self._clock = clock
        self._asks = asks

    def register(self, registration: str) -> bool:
        """Whether the account has the right now. That the register was asked is kept, come what may.

        No transaction is open while it is asked. Where it does not answer nothing is decided: ask again later.
        """
        with self._db.read() as db:
            account = accounts.find(db, registration)
        if account is None:
            raise NoSuchAccount(f"no account has the registration number {registration}")
        if not account.tax_id or is_juristic_id(account.tax_id):
            return False  # only a person holds a card
        registers = Registers(self._asks)
        try:
            card = registers.ask(WelfareOf(account.tax_id))
        except SourceUnavailable:
            card = None
        with self._db.write() as db:
            lookups = [{"registration": registration, "at": self._at()} | asdict(each) for each in registers.lookups]
            db.execute(_ADD_CHECK, lookups)
            return card is not None and self._grant(db, registration, account.tax_id)

    def _grant(self, db: Connection, registration: str, holder: str) -> bool:
        """Give the right, unless the holder has it for another account already."""
        right = db.execute(_RIGHT_OF, {"who": holder}).first()
        if right is None:
            db.execute(_ADD_RIGHT, {"registration": registration, "holder": holder, "since": self._at()})
            return True
        return bool(right.registration == registration)

    def _at(self) -> str:
        return stamp(self._clock.now())
