"""The system put together: one of everything, for one installation."""

from __future__ import annotations

import requests

from reference.cis.db import Db
from reference.cis.debit.schedule import BatchExpiry, BatchMaker, BatchSender
from reference.cis.file_intake import FileIntake
from reference.cis.money import allocation
from reference.cis.money.counter import Counter
from reference.cis.partners.biz_portal.client import Portal
from reference.cis.partners.dga_gdx.gateway import Gateway
from reference.cis.partners.dopa_linkage.register import Registers
from reference.cis.partners.gis.client import Maps
from reference.cis.service_requests.check_queue import CheckQueue
from reference.cis.service_requests.desk import Desk
from reference.cis.settings import Settings
from reference.common.dates import Clock, stamp
from reference.common.outbox import Outbox
from reference.common.scheduler import DueQueue, Scheduler
from reference.common.worker import BackgroundWorker


class System:
    """What the web side and the hooks work with."""

    def __init__(self, settings: Settings, session: requests.Session) -> None:
        self.settings = settings
        self.clock = Clock()
        self.db = Db(settings.database)
        self.gateway = Gateway(settings, session, self.clock)
        registers = Registers(self.gateway, settings)
        verifying = CheckQueue(self.db, registers, Maps(settings, session), settings.holidays)
        outbox = Outbox(self.db, {"biz_portal": Portal(settings, session).send})
        self.debits = BatchMaker(self.db, self.clock, settings)
        sources: list[DueQueue] = [outbox, verifying]
        if settings.debit_banks:
            sources += [self.debits, BatchSender(self.db, settings), BatchExpiry(self.db)]
        self.duties = Scheduler(self.clock, self.db, sources)
        self.desk = Desk(self.db, self.clock)
        self.counter = Counter(self.db, self.clock)
        self.files = FileIntake(self.db, self.clock, settings)

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
        self.gateway.forget()
