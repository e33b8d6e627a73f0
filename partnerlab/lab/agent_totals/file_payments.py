"""One partner's payments that came in files: they wait for the answer to their file, and are counted once."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field

from partnerlab.lab.agent_totals.day_sum import DaySum

Key = tuple[bytes, ...]
Payments = dict[tuple[Key, int], int]
"""Satang by key, and how manieth of that key in its file: two equal records in one file are two payments."""


@dataclass(slots=True)
class WaitingFile:
    """A file that our side has not answered; `debits` are the records of a result by what was asked."""

    payments: Payments
    day: str
    debits: list[Key] = field(default_factory=list)


@dataclass(slots=True)
class FilePayments:
    """The payments of one partner's files; the same name left twice is one file."""

    sure: int = 0
    by_day: dict[str, DaySum] = field(default_factory=dict)
    _booked: set[tuple[Key, int]] = field(default_factory=set)
    _waiting: dict[str, WaitingFile] = field(default_factory=dict)
    _asked: set[Key] = field(default_factory=set)

    @property
    def unsure(self) -> int:
        """Satang in files without an answer that are not counted from another file."""
        waiting: Payments = {}
        for file in self._waiting.values():
            waiting |= file.payments
        return sum(satang for key, satang in waiting.items() if key not in self._booked)

    def arrive(self, name: str, payments: Payments, day: str, debits: Iterable[Key]) -> None:
        """A file has come whole; `day` is that of its payments."""
        self._waiting[name] = WaitingFile(payments, day, list(debits))

    def days(self) -> dict[str, DaySum]:
        """The sums of each day; payments without an answer are unsure."""
        days = deepcopy(self.by_day)
        for file in self._waiting.values():
            waiting = sum(satang for key, satang in file.payments.items() if key not in self._booked)
            days.setdefault(file.day, DaySum()).unsure += waiting
        return days

    def answer(self, name: str, accepted: bool) -> int:
        """Note that our side accepted or refused a file; returns how many accepted debits no batch asked for."""
        file = self._waiting.pop(name, None)
        if file is None or not accepted:
            return 0
        fresh = file.payments.keys() - self._booked
        amount = sum(file.payments[key] for key in fresh)
        self.sure += amount
        day = self.by_day.setdefault(file.day, DaySum())
        day.count, day.amount = day.count + len(fresh), day.amount + amount
        self._booked |= fresh
        return sum(debit not in self._asked for debit in file.debits)

    def ask(self, debits: Iterable[Key]) -> None:
        """Our side asks for these debits."""
        self._asked.update(debits)
