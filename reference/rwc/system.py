"""The system put together: one of everything, for one installation."""

from __future__ import annotations

from datetime import datetime

import requests

from reference.common.clock import Clock
from reference.common.database import Db
from reference.common.hooks import Showing
from reference.common.link import Link
from reference.common.outbox import Outbox
from reference.common.scheduler import Scheduler
from reference.common.worker import BackgroundWorker
from reference.rwc import feeds
from reference.rwc.file_intake import Tides
from reference.rwc.measurements.probes import Probes
from reference.rwc.partners.hii_thaiwater.client import Hii
from reference.rwc.polling import Polling
from reference.rwc.reporting import Reporting
from reference.rwc.settings import Settings
from reference.rwc.tables import metadata


class System:
    """What the hooks and the rounds work with."""

    def __init__(self, settings: Settings, session: requests.Session) -> None:
        self.settings = settings
        self.adapters: dict[str, Showing] = {}
        self.links: dict[str, Link] = {}
        self.clock = Clock()
        self.db = Db(settings.database, metadata)
        self.polling = Polling(self.db, feeds.opened(settings, session))
        self.probes = Probes(self.db, self.clock)
        self.tides = Tides(self.db, self.clock, settings)
        self.reporting = Reporting(self.db)
        outbox = Outbox(self.db, {"hii_thaiwater": Hii(settings, session).send})
        self.duties = Scheduler(self.clock, self.db, (self.polling, self.reporting, outbox))
        self._begun = False

    def begin(self, now: datetime) -> None:
        """Enter what the calendar asks for from now on; once."""
        if self._begun:
            return
        with self.db.write() as db:
            self.polling.begin(db, now)
            self.reporting.begin(db, now)
        self._begun = True

    def advance_to(self, now: datetime) -> None:
        """Let time go there, and do on the way what is due."""
        self.begin(now)
        self.duties.run_until(now)

    def worker(self) -> BackgroundWorker:
        """What a running installation does by itself."""
        every = self.settings.files_every
        return BackgroundWorker(self.clock, due_work=self._work, files=self.tides.run, files_every=every)

    def _work(self) -> None:
        self.begin(self.clock.now())
        self.duties.run()

    def reset(self) -> None:
        """Forget everything but the time."""
        self.db.empty()
        self.clock.loosen()
        self._begun = False
