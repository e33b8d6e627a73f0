"""The system put together: one of everything, for one installation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import requests

from reference.cis.adapter import Adapter, Link
from reference.cis.citizens.bill_notices import BillNotices
from reference.cis.citizens.channels import CitizenChannel
from reference.cis.citizens.desk import CitizenDesk
from reference.cis.citizens.log_ins import LogIns
from reference.cis.citizens.outages import Outages
from reference.cis.debit import terms as debit_terms
from reference.cis.debit.schedule import BatchExpiry, BatchMaker, BatchSender
from reference.cis.file_formats import DebitBank, FilePartner
from reference.cis.file_intake import FileIntake
from reference.cis.messages import CounterTerms, UsageTerms
from reference.cis.money import counter_terms
from reference.cis.money.allocation import Allocation
from reference.cis.money.approvals import Approvals
from reference.cis.money.counter import Counter
from reference.cis.money.day_totals import DayTotals
from reference.cis.personal_data.retention import Retention
from reference.cis.proofs.proof_desk import ProofDesk
from reference.cis.repairs.material_list import MaterialList
from reference.cis.repairs.material_schedule import MONTH, MaterialSchedule
from reference.cis.repairs.repair_desk import RepairDesk
from reference.cis.repairs.requisition_slips import RequisitionSlips
from reference.cis.service_requests import e_document
from reference.cis.service_requests.check_queue import CheckQueue
from reference.cis.service_requests.desk import RequestDesk
from reference.cis.service_requests.listeners import Listeners, RequestListener
from reference.cis.service_requests.paper_intake import PaperIntake, PaperSource
from reference.cis.service_requests.progress import Progress
from reference.cis.service_requests.registers import AllMaterials, Ask, Question
from reference.cis.service_requests.welfare_rights import WelfareRights
from reference.cis.settings import Settings
from reference.cis.tables import metadata
from reference.cis.usage.disclosures import Disclosures
from reference.cis.used_tokens import UsedTokens
from reference.common.clock import Clock, stamp
from reference.common.database import Database
from reference.common.discovery import open_links
from reference.common.file_channels.partner_channels import PartnerChannels
from reference.common.outbox import Outbox
from reference.common.scheduler import DueQueue, Scheduler
from reference.common.worker import BackgroundWorker

SETTLE_OTHERS = "settle_others"
"""The setting `bad_record` of a partner whose good records are settled beside a bad one."""


class System:
    """One installation of the CIS: every part of it, built from the settings."""

    def __init__(self, settings: Settings, session: requests.Session, adapters: Mapping[str, Adapter]) -> None:
        self.settings = settings
        self.adapters = adapters
        self.clock = Clock()
        self.db = Database(settings.database, metadata)
        self.links = open_links(adapters, settings.partners, session, self.clock, settings.timeout)
        channels = PartnerChannels(settings, self.links, self.clock)
        self.file_partners = _file_partners(adapters, self.links, channels)
        banks = {each.agent: each.debit_bank for each in self.file_partners.values() if each.debit_bank}
        self.asks = _asks(adapters, self.links)
        self.listeners = Listeners(_listeners(adapters, self.links))
        progress = Progress([e_document.on_status_changed, self.listeners.on_status_changed])
        checks = CheckQueue(self.db, progress, self.asks, settings.holidays)
        outbox = Outbox(self.db, self.listeners.destinations())
        self.debits = BatchMaker(self.db, self.clock, banks, settings.bank_holidays)
        self.materials = MaterialList(self.db, self.clock, self.asks)
        sources: list[DueQueue] = [outbox, checks, _material_schedule(self.materials, adapters, self.links)]
        sources.append(PaperIntake(self.db, _paper_sources(adapters, self.links)))
        if banks:
            partners = {each.agent: each.partner for each in self.file_partners.values()}
            sources += [self.debits, BatchSender(self.db, partners, channels, banks), BatchExpiry(self.db)]
        self.duties = Scheduler(self.clock, self.db, sources, separate=(outbox,))
        self.desk = RequestDesk(self.db, self.clock, progress)
        self.repairs = RepairDesk(self.db, self.clock, progress)
        self.slips = RequisitionSlips(self.db, self.clock)
        self.welfare_rights = WelfareRights(self.db, self.clock, self.asks)
        self.proof_desk = ProofDesk(self.db, self.clock, self.asks)
        self.allocation = Allocation([progress.on_charge_settled])
        self.counter = Counter(self.db, self.clock, self.allocation, _terms(adapters, self.links), settings.holidays)
        self.approvals = Approvals(self.db, self.clock, self.counter)
        self.used_tokens = UsedTokens(self.db, self.clock)
        self.totals = DayTotals(self.db, self.clock)
        citizen_channels = _citizen_channels(adapters, self.links)
        log_ins = LogIns(self.db, self.clock, citizen_channels)
        self.citizens = CitizenDesk(self.db, self.clock, log_ins, self.counter, self.desk)
        self.bill_notices = BillNotices(self.db, self.clock, citizen_channels)
        self.outages = Outages(self.db, self.clock)
        self.disclosures = Disclosures(self.db, self.clock, _usage_terms(adapters, self.links), settings.holidays)
        self.retention = Retention(self.db, self.clock)
        self.files = FileIntake(self.db, self.clock, self.allocation, self.file_partners, channels)

    def advance_to(self, now: datetime) -> None:
        """Move the clock, doing the work that falls due on the way."""
        self.duties.run_until(now)
        self.retention.run()

    def draw_deposits(self) -> int:
        """Pay open bills from the deposits of their accounts; how many."""
        with self.db.write() as db:
            return self.allocation.draw_deposits(db, stamp(self.clock.now()))

    def worker(self) -> BackgroundWorker:
        """The worker of a running installation."""
        every, daily = self.settings.files_every, [self.draw_deposits, self.bill_notices.announce, self.retention.run]
        return BackgroundWorker(
            self.clock, due_work=self.duties.run, files=self.files.run, files_every=every, daily=daily
        )

    def reset(self) -> None:
        """Forget everything but the time: nothing stored, no token."""
        self.db.clear()
        self.clock.loosen()
        self.retention.forget()
        for link in self.links.values():
            if link.client is not None:
                link.client.drop_token()


def _asks(adapters: Mapping[str, Adapter], links: Mapping[str, Link]) -> dict[type[Question[Any]], Ask]:
    """How each question is asked; a ValueError where two partners answer the same one."""
    asks: dict[type[Question[Any]], Ask] = {}
    answered_by: dict[type[Question[Any]], str] = {}
    for name in _connected(adapters, links):
        for question, ask in adapters[name].registers.items():
            if other := answered_by.get(question):
                raise ValueError(f"{question.__name__} is answered by both {other} and {name}; leave one of them out")
            asks[question], answered_by[question] = ask(links[name]), name
    return asks


def _material_schedule(
    materials: MaterialList, adapters: Mapping[str, Adapter], links: Mapping[str, Link]
) -> MaterialSchedule:
    """The list of materials is read as often as was agreed with who gives it."""
    givers = [name for name in _connected(adapters, links) if AllMaterials in adapters[name].registers]
    return MaterialSchedule(materials, links[givers[0]].settings.get("read_every", MONTH) if givers else MONTH)


def _listeners(adapters: Mapping[str, Adapter], links: Mapping[str, Link]) -> dict[str, RequestListener]:
    """The partners that hear of changed requests."""
    makers = {name: adapters[name].listener for name in _connected(adapters, links)}
    return {name: make(links[name]) for name, make in makers.items() if make is not None}


def _paper_sources(adapters: Mapping[str, Adapter], links: Mapping[str, Link]) -> dict[str, PaperSource]:
    """The partners that keep papers of their requests."""
    makers = {name: adapters[name].paper_source for name in _connected(adapters, links)}
    return {name: make(links[name]) for name, make in makers.items() if make is not None}


def _citizen_channels(adapters: Mapping[str, Adapter], links: Mapping[str, Link]) -> dict[str, CitizenChannel]:
    """The partners through which citizens log in."""
    makers = {name: adapters[name].citizen_channel for name in _connected(adapters, links)}
    return {name: make(links[name]) for name, make in makers.items() if make is not None}


def _connected(adapters: Mapping[str, Adapter], links: Mapping[str, Link]) -> list[str]:
    """The partners that can be called: this installation has the settings of each, and of the gateways before it."""

    def is_connected(name: str) -> bool:
        link = links[name]
        return not link.lacks(adapters[name].needs) and (not link.through or is_connected(link.through))

    return [name for name in adapters if is_connected(name)]


def _terms(adapters: Mapping[str, Adapter], links: Mapping[str, Link]) -> dict[str, CounterTerms]:
    """What each agent may take, by its name in the books; a bank that debits takes nothing at a counter."""
    agents = {
        name: link.settings["agent_code"]
        for name, link in links.items()
        if link.settings.get("agent_code") and adapters[name].debit_files is None
    }
    return {agent: counter_terms.terms_of(name, links[name].settings) for name, agent in agents.items()}


def _usage_terms(adapters: Mapping[str, Adapter], links: Mapping[str, Link]) -> dict[str, UsageTerms]:
    """What each office may be told, by its number; a ValueError where two offices have the same one."""
    found: dict[str, UsageTerms] = {}
    for name, adapter in adapters.items():
        number = links[name].settings.get("office_code")
        if adapter.usage_terms is None or not number:
            continue
        if number in found:
            raise ValueError(f"{name}: office_code {number} is another office's already")
        found[number] = adapter.usage_terms
    return found


def _file_partners(
    adapters: Mapping[str, Adapter], links: Mapping[str, Link], channels: PartnerChannels
) -> dict[str, FilePartner]:
    """The partners that exchange files with us and are set up for it."""
    return {
        name: FilePartner(
            name,
            links[name]["agent_code"],
            adapter.payment_file and adapter.payment_file(links[name]),
            _debit_bank(adapter, links[name]),
            links[name].settings.get("bad_record", SETTLE_OTHERS) == SETTLE_OTHERS,
            links[name].settings.get("empty_day", ""),
        )
        for name, adapter in adapters.items()
        if (adapter.payment_file or adapter.debit_files)
        and channels.reaches(name)
        and not links[name].lacks(adapter.needs)
    }


def _debit_bank(adapter: Adapter, link: Link) -> DebitBank | None:
    if adapter.debit_files is None:
        return None
    settles_others = link.settings.get("bad_record") == SETTLE_OTHERS
    return DebitBank(adapter.debit_files(link), debit_terms.terms_of(link.partner, link.settings), settles_others)
