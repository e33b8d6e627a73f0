"""Takes up predicted levels: the files at the drop-off, and whether what one says can follow what is known."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import Connection, bindparam, insert, select

from reference.common.clock import Clock, moment_of, stamp
from reference.common.database import Db
from reference.common.file_channels.channel import Handled, Place, visit
from reference.common.file_channels.sftp import SftpChannel
from reference.rwc.measurements import readings
from reference.rwc.messages import Reading
from reference.rwc.partners.hydrographic import tide_file
from reference.rwc.partners.hydrographic.tide_file import Refused
from reference.rwc.settings import Settings
from reference.rwc.tables import file, reading

LEAP = 1.0
"""No prediction differs by more metres from those known for its hour, the hour before and the hour after."""

_HOUR = timedelta(hours=1)
_ADD = insert(file)
_AROUND = select(reading.c.at, reading.c.value).where(
    reading.c.source == tide_file.SOURCE, reading.c.at.between(bindparam("first"), bindparam("last"))
)


class Tides:
    """Takes up the Navy's files."""

    def __init__(self, db: Db, clock: Clock, settings: Settings) -> None:
        self._db, self._clock = db, clock
        self._place = Place(tide_file.SOURCE, settings.tide_home, ".csv")
        self._channel = SftpChannel(settings.sftp, settings.timeout) if settings.sftp else None

    def run(self) -> int:
        """One visit; how many files were found. Raises ChannelUnavailable when the drop-off fails."""
        return visit(self._channel, [self._place], self.take) if self._channel else 0

    def take(self, partner: str, name: str, data: bytes) -> Handled:
        """Keep a file's predictions, or the reason why not; where it is put away."""
        now = self._clock.now()
        with self._db.write() as db:
            try:
                told = tide_file.read(data)
                _must_follow(db, told)
                state, reason = "taken", None
            except Refused as why:
                told, state, reason = [], "refused", str(why)
            kept = readings.keep(db, told, now)
            digest = hashlib.sha256(data).hexdigest()
            row = {"name": name, "digest": digest, "state": state, "reason": reason, "records": len(told), "new": kept}
            db.execute(_ADD, row | {"taken_at": stamp(now)})
        return Handled(folder=state)


def _must_follow(db: Connection, told: Sequence[Reading]) -> None:
    """Refuse what leaps from what is known: heights of another datum under the right name would."""
    moments = [moment_of(each.at) for each in told]
    span = {"first": stamp(min(moments) - _HOUR), "last": stamp(max(moments) + _HOUR)}
    known = {moment_of(row.at): row.value for row in db.execute(_AROUND, span)}
    for each, moment in zip(told, moments, strict=True):
        for near in (moment - _HOUR, moment, moment + _HOUR):
            if near in known and abs((each.value or 0) - known[near]) > LEAP:
                seen = f"{each.value} m at {each.at[:16]}, {known[near]} m known for {stamp(near)[:16]}"
                raise Refused(f"leaps by more than {LEAP} m: {seen}; is it of another datum?")
