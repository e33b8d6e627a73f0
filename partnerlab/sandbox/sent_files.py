"""The files of money that a partner has sent, each with what our side made of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from partnerlab.contract.files import Layout
from partnerlab.contract.files.fixed_width import money_records
from partnerlab.lab.journal import Exchange
from partnerlab.lab.openpgp.envelope import RULE as ENVELOPE
from partnerlab.lab.partners.partner import Partner
from partnerlab.sandbox.accounts import SandboxAccount
from partnerlab.sandbox.checklist import first_failure
from partnerlab.scenario.verdicts import Text

Record = money_records.Key
"""What tells one payment of a file from another, in the fields that our answer repeats."""


@dataclass
class SentFile:
    """One file. `paid` is in satang by record, `day` the day of its payments as YYYY-MM-DD; `wrong` what was found.
    `telling` are the places in a record that tell whom it is about. One whose envelope was not `opened` has no answer.

    Once our side has answered, `answer` names the file that says so, `accepted` whether this one was taken up, `booked`
    the records that need not come again, and `said` the code of the whole in words.
    """

    number: int
    operation: str
    name: str
    left: datetime
    records: list[Record]
    paid: dict[Record, int]
    day: str
    wrong: Text | None
    telling: tuple[int, ...]
    opened: bool = True
    is_used_name: bool = False
    answer: str | None = None
    accepted: bool = False
    booked: list[Record] = field(default_factory=list)
    said: str = ""

    @property
    def refused(self) -> list[Record]:
        """The records that are to come again; none while our side has not answered."""
        return [] if self.answer is None else [record for record in self.records if record not in self.booked]

    @property
    def uses_its_name(self) -> bool:
        """Whether no other file may have the name; of one that was refused as a whole nothing is kept."""
        return self.opened and (self.accepted or self.answer is None)

    @property
    def all_booked(self) -> bool:
        return self.accepted and bool(self.records) and not self.refused

    def record_of(self, account: SandboxAccount) -> Record | None:
        """The payment of an account's bill."""
        return next((record for record in self.records if account.invoice.encode() in record), None)

    def is_named(self, account: SandboxAccount) -> bool:
        return self.record_of(account) is not None


class SentFiles:
    """Hears of each exchange before the steps do. `fetched` are the files of ours that the partner has read."""

    def __init__(self, partner: Partner) -> None:
        self._partner = partner
        self.files: list[SentFile] = []
        self.asked: dict[str, list[Record]] = {}
        self.fetched: set[str] = set()

    @property
    def sees_fetching(self) -> bool:
        """Whether the partner's channel lets the lab see which files of ours it reads."""
        return "mail" not in self._partner.file_channels

    def hear(self, exchange: Exchange) -> None:
        """A file of money, our answer to one, or what our side asks to be debited."""
        layout = self._partner.layouts.get(exchange.operation)
        if exchange.channel == "http" or exchange.lost or layout is None or layout.model.money is None:
            return
        if layout.model.money.takes and exchange.sender == self._partner.name:
            self.files.append(self._sent(exchange, layout))
        elif layout.model.money.answers and exchange.receiver == self._partner.name:
            self._answer(exchange, layout)
        elif layout.model.money.asks and exchange.receiver == self._partner.name:
            data = layout.in_columns(exchange.request.raw)
            records = money_records.keys(layout.model, data, layout.model.money.once)
            self.asked[_name(exchange)] = list(records)

    def note_fetch(self, partner: str, name: str) -> None:
        """A partner reads a file of ours."""
        if partner == self._partner.name:
            self.fetched.add(name)

    def of(self, exchange: Exchange) -> SentFile | None:
        """The file that this exchange brings, or answers."""
        name = _name(exchange)
        found = (file for file in reversed(self.files) if exchange.number == file.number or name == file.answer)
        return next(found, None) if exchange.channel != "http" else None

    def _sent(self, exchange: Exchange, layout: Layout) -> SentFile:
        model, data, name = layout.model, layout.in_columns(exchange.request.raw), _name(exchange)
        once, names, opened = _once(layout), self._names(layout), not _is_sealed_wrongly(exchange)
        short = dict(zip(money_records.keys(model, data, once), money_records.keys(model, data, names), strict=True))
        paid = {short[key]: satang for key, _, satang in money_records.payments(model, data)}
        records = [record for record, _ in money_records.records(model, data, names)]
        return SentFile(
            exchange.number, exchange.operation, name, exchange.left, records, paid, money_records.day(model, data),
            first_failure(exchange), _telling(layout, names), opened,
            is_used_name=any(file.name == name and file.uses_its_name for file in self.files),
        )  # fmt: skip

    def _names(self, layout: Layout) -> tuple[str, ...]:
        """The fields by which a record is known on the way there and on the way back."""
        answers = self._answering()
        known = {each.name for each in answers.model.records["detail"].fields} if answers else set(_once(layout))
        return tuple(name for name in _once(layout) if name in known)

    def _answering(self) -> Layout | None:
        layouts = self._partner.layouts.values()
        return next((each for each in layouts if each.model.money and each.model.money.answers), None)

    def _answer(self, exchange: Exchange, layout: Layout) -> None:
        data = layout.in_columns(exchange.request.raw)
        told = money_records.answered_file(layout.model, data)
        found = (file for file in self.files if told and file.name == told[0] and file.opened and not file.answer)
        file = next(found, None)
        if told is None or file is None:
            return
        names = self._names(self._partner.layouts[file.operation])
        answered = money_records.records(layout.model, data, names)
        file.answer, file.accepted, file.said = _name(exchange), told[1], _said(exchange.fields, layout)
        file.booked = [record for record, is_booked in answered if is_booked] if file.accepted else []


def _is_sealed_wrongly(exchange: Exchange) -> bool:
    return any(finding.rule == ENVELOPE for finding in exchange.findings)


def _telling(layout: Layout, names: tuple[str, ...]) -> tuple[int, ...]:
    detail = layout.model.records["detail"]
    return tuple(place for place, name in enumerate(names) if detail.named(name).personal == "identity")


def _once(layout: Layout) -> tuple[str, ...]:
    return layout.model.money.once if layout.model.money else ()


def _said(fields: Any, layout: Layout) -> str:
    """The code of the whole file, and our reason, as they stand in the header of an answer that can be read."""
    if fields is None or layout.model.money is None:
        return ""
    texts = [str(fields.header.get(name, "")) for name in (*layout.model.money.accepted, *_reasons(layout))]
    return " ".join(filter(None, texts))


def _reasons(layout: Layout) -> Iterator[str]:
    return (each.name for each in layout.model.records["header"].fields if each.name.endswith("_reason"))


def _name(exchange: Exchange) -> str:
    return exchange.request.path.rpartition("/")[2]
