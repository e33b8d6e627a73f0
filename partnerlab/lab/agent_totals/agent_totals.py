"""The lab's totals of all agents: a listener of the journal that adds up every exchange that moves money."""

from __future__ import annotations

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass, field

from partnerlab.contract.files import Layout
from partnerlab.contract.files.fixed_width import money_records
from partnerlab.contract.files.line_stream import Data
from partnerlab.contract.http.money_marks import MoneyMarks
from partnerlab.lab.agent_totals.day_sum import DaySum
from partnerlab.lab.agent_totals.disagreement import Disagreement
from partnerlab.lab.agent_totals.file_payments import FilePayments
from partnerlab.lab.agent_totals.message_payments import MessagePayments
from partnerlab.lab.agent_totals.money_messages import count_message
from partnerlab.lab.journal import Exchange
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.registry import Registry


@dataclass(slots=True)
class Totals:
    """Totals of one partner in satang: the sure amount, and the amount that may or may not be in our books."""

    messages: MessagePayments = field(default_factory=MessagePayments)
    files: FilePayments = field(default_factory=FilePayments)

    @property
    def sure(self) -> int:
        return self.messages.sure + self.files.sure

    @property
    def unsure(self) -> int:
        return self.messages.unsure + self.files.unsure


State = tuple[dict[str, Totals], list[Disagreement]]


class AgentTotals:
    """Totals of all paying partners, by partner; emptied at reset."""

    def __init__(self, kit: Registry) -> None:
        self._kit = kit
        self._totals: dict[str, Totals] = {}
        self.disagreements: list[Disagreement] = []

    def of(self, partner: str) -> Totals:
        """The totals of one partner; of one that took in nothing too."""
        return self._totals.setdefault(partner, Totals())

    def by_book_name(self) -> dict[str, tuple[str, Totals]]:
        """Partner and totals by the name under which our side books the money."""
        paying = (partner for partner in self._kit.partners.values() if partner.pays)
        return {partner.booked_as or partner.name: (partner.name, self.of(partner.name)) for partner in paying}

    def by_day(self) -> dict[tuple[str, str, str], DaySum]:
        """What each partner handed over, in which way, on which of its days; a day without money is left out."""
        found: dict[tuple[str, str, str], DaySum] = {}
        for name, totals in self._totals.items():
            messages, files = (_moved(days.days()) for days in (totals.messages, totals.files))
            in_files = "debit_results" if files and _asks(self._kit.partners[name]) else "payment_files"
            for way, days in (("messages", messages), (in_files, files)):
                found |= {(name, way, day): each for day, each in days.items()}
        return found

    def hear(self, exchange: Exchange) -> None:
        """Count the money that a finished exchange moved."""
        contract = exchange.route.contract
        if contract is not None:
            if contract.money is not None:
                self._count_message(exchange, contract.money)
        elif exchange.channel != "http":
            self._count_file(exchange)

    def reset(self) -> None:
        self._totals.clear()
        self.disagreements.clear()

    def snapshot(self) -> State:
        return deepcopy((self._totals, self.disagreements))

    def restore(self, state: State) -> None:
        self._totals, self.disagreements = deepcopy(state)

    def busy(self) -> str | None:
        return None

    def run_due(self) -> int:
        return 0

    def _partner(self, exchange: Exchange) -> Partner | None:
        known = (self._kit.partners.get(party) for party in exchange.parties())
        return next((partner for partner in known if partner is not None and partner.pays), None)

    def _count_message(self, exchange: Exchange, marks: MoneyMarks) -> None:
        partner = self._partner(exchange)
        if partner is not None:
            self.disagreements += count_message(
                self.of(partner.name).messages, exchange, marks, partner.business_day(exchange.left)
            )

    def _count_file(self, exchange: Exchange) -> None:
        partner = self._partner(exchange)
        layout = partner.layouts.get(exchange.operation) if partner else None
        if partner is None or layout is None or layout.model.money is None or exchange.lost:
            return
        files, model = self.of(partner.name).files, layout.model
        data = layout.in_columns(exchange.request.raw)
        if layout.model.money.takes:
            payments = {(key, nth): satang for key, nth, satang in money_records.payments(model, data)}
            day = money_records.day(model, data)
            files.arrive(_file_name(exchange), payments, day, _debits(partner, layout, data))
        elif layout.model.money.asks:
            files.ask(money_records.keys(model, data, layout.model.money.once))
        elif answer := money_records.answered_file(model, data):
            self.disagreements += _unasked(exchange, answer[0], files.answer(*answer))


def _unasked(exchange: Exchange, name: str, debits: int) -> list[Disagreement]:
    if not debits:
        return []
    return [
        Disagreement(
            f"{exchange.name}: our side took up debits that it had not asked for",
            f"{exchange.name}: ระบบรับผลการหักบัญชีที่ไม่ได้ขอ",
            "only debits that stood in a file of ours",
            f"{debits} others in {name}",
        )
    ]


def _moved(days: dict[str, DaySum]) -> dict[str, DaySum]:
    """The days on which money moved."""
    return {day: moved for day, moved in days.items() if moved.amount or moved.unsure}


def _asks(partner: Partner) -> bool:
    """Whether our side asks it, in files, to debit."""
    return any(layout.model.money and layout.model.money.asks for layout in partner.layouts.values())


def _debits(partner: Partner, layout: Layout, data: Data) -> Iterable[money_records.Key]:
    """The debits that a bank's result names, as our side's file names them; none where our side asks for none."""
    known = {field.name for field in layout.model.records["detail"].fields}
    moving = (other.model.money for other in partner.layouts.values())
    asked = next((money for money in moving if money and money.asks and known.issuperset(money.once)), None)
    return money_records.keys(layout.model, data, asked.once) if asked else ()


def _file_name(exchange: Exchange) -> str:
    return exchange.request.path.rpartition("/")[2]
