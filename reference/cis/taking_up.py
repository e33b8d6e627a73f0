"""The round for payment files: fetch what the agents have put at the drop-off, settle it, answer."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from reference.cis import response256, settlement
from reference.cis.clock import Clock, stamp
from reference.cis.db import Db
from reference.cis.dropoff import DropOff, Reply
from reference.cis.settings import Settings
from reference.cis.tables import file_record, payment_file

_FILE = select(payment_file).where(payment_file.c.id == bindparam("id"))
_RECORDS = (
    select(file_record).where(file_record.c.file_id == bindparam("id")).order_by(file_record.c.sequence)
)


class TakingUp:
    """Takes up payment files of all agents that pay by file."""

    def __init__(self, db: Db, clock: Clock, settings: Settings) -> None:
        self._db = db
        self._clock = clock
        self._homes = [(code, agent.home) for code, agent in settings.agents_by_file.items()]
        self._dropoff = DropOff(settings.sftp, settings.timeout) if settings.sftp else None

    def run(self) -> int:
        """One round; how many files were found. Raises DropOffTrouble when the drop-off fails."""
        if self._dropoff is None:
            return 0
        return self._dropoff.visit(self._homes, self.take)

    def take(self, agent: str, name: str, data: bytes) -> Reply:
        """Settle one file and write its answer, both from the same transaction."""
        now = self._clock.now()
        with self._db.write() as db:
            settled = settlement.settle(db, agent, name, data, stamp(now))
            key = {"id": settled.file_id}
            file, records = db.execute(_FILE, key).one(), db.execute(_RECORDS, key).all()
        return Reply(response256.response_name(name), response256.write(file, records, now.date()))
