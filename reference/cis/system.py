"""The system put together: one of everything, for one installation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import requests

from reference.cis.adapter import Adapter, Link
from reference.cis.db import Db
from reference.cis.debit.schedule import BatchExpiry, BatchMaker, BatchSender
from reference.cis.file_formats import FilePartner
from reference.cis.file_intake import FileIntake
from reference.cis.messages import CounterTerms
from reference.cis.money.allocation import Allocation
from reference.cis.money.counter import Counter
from reference.cis.money.day_totals import DayTotals
from reference.cis.partners.biz_portal.client import Portal
from reference.cis.partners.dopa_linkage.register import Registers
from reference.cis.partners.gis.client import Maps
from reference.cis.service_requests import progress
from reference.cis.service_requests.check_queue import CheckQueue
from reference.cis.service_requests.desk import Desk
from reference.cis.settings import Settings
from reference.common.dates import Clock, stamp
from reference.common.discovery import open_links
from reference.common.file_channels.sftp import SftpChannel
from reference.common.outbox import Outbox
from reference.common.scheduler import DueQueue, Scheduler
from reference.common.worker import BackgroundWorker


class System:
    """What the web side and the hooks work with."""

    def __init__(self, settings: Settings, session: requests.Session, adapters: Mapping[str, Adapter]) -> None:
        self.settings = settings
        self.adapters = adapters
        self.clock = Clock()
        self.db = Db(settings.database)
        self.links = open_links(adapters, settings.partners, session, self.clock, settings.timeout)
        self.file_partners = _file_partners(adapters, self.links)
        channel = SftpChannel(settings.sftp, settings.timeout) if settings.sftp else None
        banks = {each.agent: each.debit_files for each in self.file_partners.values() if each.debit_files}
        registers = Registers(self.links["dopa_linkage"])
        verifying = CheckQueue(self.db, registers, Maps(self.links["gis"]), settings.holidays)
        outbox = Outbox(self.db, {"biz_portal": Portal(self.links["biz_portal"]).send})
        self.debits = BatchMaker(self.db, self.clock, banks, settings.bank_holidays)
        sources: list[DueQueue] = [outbox, verifying]
        if banks:
            homes = {each.agent: each.home for each in self.file_partners.values()}
            sources += [self.debits, BatchSender(self.db, homes, channel), BatchExpiry(self.db)]
        self.duties = Scheduler(self.clock, self.db, sources)
        self.desk = Desk(self.db, self.clock)
        self.allocation = Allocation([progress.charge_settled])
        self.counter = Counter(self.db, self.clock, self.allocation, _terms(adapters, self.links))
        self.totals = DayTotals(self.db, self.clock)
        self.files = FileIntake(self.db, self.clock, self.allocation, self.file_partners, channel)

    def advance_to(self, now: datetime) -> None:
        """Let time go there, and do on the way what is due."""
        self.duties.run_until(now)

    def draw_deposits(self) -> int:
        """Pay open bills from the deposits of their accounts; how many."""
        with self.db.write() as db:
            return self.allocation.draw_deposits(db, stamp(self.clock.now()))

    def worker(self) -> BackgroundWorker:
        """What a running installation does by itself."""
        every = self.settings.files_every
        return BackgroundWorker(
            self.clock, due_work=self.duties.run, files=self.files.run, files_every=every, daily=[self.draw_deposits]
        )

    def reset(self) -> None:
        """Forget everything but the time: nothing stored, no token."""
        self.db.empty()
        self.clock.loosen()
        for link in self.links.values():
            if link.client is not None:
                link.client.forget()


def _terms(adapters: Mapping[str, Adapter], links: Mapping[str, Link]) -> dict[str, CounterTerms]:
    """What each agent may take, by its name in the books."""
    agents = {name: link.settings.get("agent_code") for name, link in links.items()}
    return {agent: adapters[name].terms for name, agent in agents.items() if agent}


def _file_partners(adapters: Mapping[str, Adapter], links: Mapping[str, Link]) -> dict[str, FilePartner]:
    """The partners that exchange files with us and are set up for it."""
    return {
        name: FilePartner(
            name,
            links[name]["agent_code"],
            links[name]["sftp_home"],
            adapter.payment_file and adapter.payment_file(links[name]),
            adapter.debit_files and adapter.debit_files(links[name]),
        )
        for name, adapter in adapters.items()
        if (adapter.payment_file or adapter.debit_files) and not links[name].lacks(adapter.needs)
    }
