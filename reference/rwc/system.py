"""The system put together: one of everything, for one installation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import requests
from sqlalchemy import Connection

from reference.common.clock import Clock
from reference.common.database import Database
from reference.common.discovery import open_links
from reference.common.file_channels.partner_channels import PartnerChannels
from reference.common.link import Link
from reference.common.outbox import Outbox
from reference.common.scheduler import Scheduler
from reference.common.worker import BackgroundWorker
from reference.rwc.adapter import Adapter, Feed, FeedClient, ReadingsFile
from reference.rwc.file_intake import FileIntake
from reference.rwc.measurements import probes, quality
from reference.rwc.measurements.loggers import Loggers
from reference.rwc.measurements.probes import Probes
from reference.rwc.messages import Reading
from reference.rwc.operation import alerts
from reference.rwc.polling import Polling
from reference.rwc.report_check import ReportCheck
from reference.rwc.reporting import KINDS, Reporting
from reference.rwc.settings import Settings
from reference.rwc.tables import metadata


class System:
    """What the hooks and the background worker use."""

    def __init__(self, settings: Settings, session: requests.Session, adapters: Mapping[str, Adapter]) -> None:
        self.settings = settings
        self.adapters = adapters
        self.clock = Clock()
        self.db = Database(settings.database, metadata)
        self.links = open_links(adapters, settings.partners, session, self.clock, settings.timeout)
        ready = {name: adapter for name, adapter in adapters.items() if not self.links[name].lacks(adapter.needs)}
        self.maximum_ages = _maximum_ages(adapters)
        archives = [adapter.archive(self.links[name]) for name, adapter in ready.items() if adapter.archive]
        self.polling = Polling(self.db, _feeds(ready, self.links), archives)
        channels = PartnerChannels(settings, self.links, self.clock)
        self.files = FileIntake(self.db, self.clock, channels, _formats(ready, channels))
        receivers = {name: adapter.receiver(self.links[name]) for name, adapter in ready.items() if adapter.receiver}
        self.reporting = Reporting(self.db, receivers)
        self.probes = Probes(self.db, self.clock, self._measured)
        self.loggers = Loggers(self.db, self.probes)
        check = ReportCheck(self.db, receivers, [kind.name for kind in KINDS])
        outbox = Outbox(self.db, {name: receiver.send for name, receiver in receivers.items()})
        queues = (self.loggers, self.polling, self.reporting, outbox, check)
        self.duties = Scheduler(self.clock, self.db, queues, separate=(self.polling, outbox))
        self._begun = False

    def _measured(self, db: Connection, measured: Sequence[Reading], now: datetime) -> None:
        """What follows on measurements: salinity may raise an alert, and Samlae's are reported."""
        for entry in measured:
            if entry.parameter == "salinity" and entry.quality == quality.GOOD and entry.value is not None:
                alerts.note(db, entry.point, entry.value, entry.at)
        self.reporting.expect(db, now)

    def begin(self, now: datetime) -> None:
        """Enter what the calendar asks for from now on; once."""
        if self._begun:
            return
        with self.db.write() as db:
            self.polling.begin(db, now)
        self._begun = True

    def advance_to(self, now: datetime) -> None:
        """Let time go there, and do on the way what is due."""
        self.begin(now)
        self.duties.run_until(now)

    def worker(self) -> BackgroundWorker:
        """What a running installation does by itself."""
        every = self.settings.files_every
        return BackgroundWorker(self.clock, due_work=self._work, files=self.files.run, files_every=every)

    def _work(self) -> None:
        self.begin(self.clock.now())
        self.duties.run()

    def reset(self) -> None:
        """Forget everything but the time."""
        self.db.clear()
        self.clock.loosen()
        self._begun = False


def _maximum_ages(adapters: Mapping[str, Adapter]) -> dict[str, timedelta | None]:
    """How old readings of each source may be; None where they do not age."""
    return {probes.SOURCE: probes.MAXIMUM_AGE, **{name: adapter.maximum_age for name, adapter in adapters.items()}}


def _feeds(adapters: Mapping[str, Adapter], links: Mapping[str, Link]) -> dict[Feed, FeedClient]:
    """Every feed with the client that asks for it; those of one partner share theirs."""
    clients: dict[Feed, FeedClient] = {}
    for name, adapter in adapters.items():
        if taken := {feed.name for feed in adapter.feeds} & {feed.name for feed in clients}:
            raise ValueError(f"{name}: another partner has a feed called {', '.join(sorted(taken))}")
        if adapter.feeds and adapter.client:
            clients |= dict.fromkeys(adapter.feeds, adapter.client(links[name]))
    return clients


def _formats(adapters: Mapping[str, Adapter], channels: PartnerChannels) -> dict[str, ReadingsFile]:
    """How the files of each partner that sends some are read."""
    return {
        name: adapter.readings_file
        for name, adapter in adapters.items()
        if adapter.readings_file and channels.reaches(name)
    }
