"""The system put together: one of everything, for one installation."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import requests

from reference.cis.adapter import Adapter, Link
from reference.cis.db import Db
from reference.cis.debit.schedule import BatchExpiry, BatchMaker, BatchSender, DebitBank
from reference.cis.file_intake import FileIntake
from reference.cis.money import allocation
from reference.cis.money.counter import Counter
from reference.cis.partners.biz_portal.client import Portal
from reference.cis.partners.dopa_linkage.register import Registers
from reference.cis.partners.gis.client import Maps
from reference.cis.service_requests.check_queue import CheckQueue
from reference.cis.service_requests.desk import Desk
from reference.cis.settings import Settings
from reference.common.dates import Clock, stamp
from reference.common.discovery import open_links
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
        self.banks = _debit_banks(self.links)
        registers = Registers(self.links["dopa_linkage"])
        verifying = CheckQueue(self.db, registers, Maps(self.links["gis"]), settings.holidays)
        outbox = Outbox(self.db, {"biz_portal": Portal(self.links["biz_portal"]).send})
        self.debits = BatchMaker(self.db, self.clock, self.banks, settings.bank_holidays)
        sources: list[DueQueue] = [outbox, verifying]
        if self.banks:
            sources += [self.debits, BatchSender(self.db, self.banks, settings), BatchExpiry(self.db)]
        self.duties = Scheduler(self.clock, self.db, sources)
        self.desk = Desk(self.db, self.clock)
        self.counter = Counter(self.db, self.clock)
        self.files = FileIntake(self.db, self.clock, settings, _file_agents(self.links), self.banks)

    def advance_to(self, now: datetime) -> None:
        """Let time go there, and do on the way what is due."""
        self.duties.run_until(now)

    def draw_deposits(self) -> int:
        """Pay open bills from the deposits of their accounts; how many."""
        with self.db.write() as db:
            return allocation.draw_deposits(db, stamp(self.clock.now()))

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


def _debit_banks(links: Mapping[str, Link]) -> dict[str, DebitBank]:
    """The banks that debit for us, by our codes for them."""
    return {
        link["agent_code"]: DebitBank(link.partner, link["sftp_home"], link["bank_code"])
        for link in links.values()
        if not link.lacks(("agent_code", "sftp_home", "bank_code"))
    }


def _file_agents(links: Mapping[str, Link]) -> dict[str, str]:
    """The folders at the drop-off of the agents that pay by file, by our codes for them."""
    return {
        link["agent_code"]: link["sftp_home"]
        for link in links.values()
        if not link.lacks(("agent_code", "sftp_home")) and "bank_code" not in link.settings
    }
