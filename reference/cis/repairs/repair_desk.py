"""Takes the result of a crew's visit: repaired, or nothing found."""

from __future__ import annotations

from reference.cis.messages import RequestStatus
from reference.cis.service_requests.desk import in_turn
from reference.cis.service_requests.field_work import NOTHING_FOUND, REPAIRED
from reference.cis.service_requests.progress import Progress
from reference.common.clock import Clock, stamp
from reference.common.database import Database


class RepairDesk:
    """The results of field work. Each call is one transaction."""

    def __init__(self, db: Database, clock: Clock, progress: Progress) -> None:
        self._db, self._clock, self._progress = db, clock, progress

    def finish(self, request_id: str, repaired: bool) -> None:
        """The crew is back; of requests that share the repair, it reports to the one that the others joined."""
        with self._db.write() as db:
            row = in_turn(db, request_id, RequestStatus.REPAIRING)
            status, note = REPAIRED if repaired else NOTHING_FOUND
            facts = {} if repaired else {"reason": note}
            lead = row.joined_to or request_id
            self._progress.change_status(db, lead, status, stamp(self._clock.now()), note, **facts)
