"""Fetches partners' files, has them read, and keeps their readings or the reason for a refusal."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Connection, insert

from reference.common.clock import Clock, stamp
from reference.common.database import Database
from reference.common.file_channels.channel import Handled
from reference.common.file_channels.file_content import FileContent
from reference.common.file_channels.partner_channels import PartnerChannels
from reference.rwc.adapter import ReadingsFile
from reference.rwc.measurements import readings
from reference.rwc.messages import FileRefused, Reading, ReceivedFile
from reference.rwc.tables import file

_ADD = insert(file)


class FileIntake:
    """Takes up the files of all partners that send readings so; `formats` say how each one's are read."""

    def __init__(
        self, db: Database, clock: Clock, channels: PartnerChannels, formats: Mapping[str, ReadingsFile]
    ) -> None:
        self._db, self._clock = db, clock
        self._channels, self._formats = channels, formats

    def run(self) -> int:
        """One visit; how many files were found. Raises ChannelUnavailable when a channel fails."""
        suffixes = {partner: readings_file.suffix for partner, readings_file in self._formats.items()}
        return self._channels.visit(suffixes, self.take)

    def take(self, partner: str, name: str, content: bytes | FileContent) -> Handled:
        """Keep a file's readings, or the reason why not; it is put away in the folder of its state."""
        now, data = self._clock.now(), FileContent.of(content).read()
        with self._db.write() as db:
            try:
                taken = self._read(db, ReceivedFile(partner, name, data), now)
                state, reason = "taken", None
            except FileRefused as refusal:
                taken, state, reason = [], "refused", str(refusal)
            new = readings.keep(db, taken, now)
            digest = hashlib.sha256(data).hexdigest()
            row = {"partner": partner, "name": name, "digest": digest, "taken_at": stamp(now)}
            db.execute(_ADD, row | {"state": state, "reason": reason, "records": len(taken), "new": new})
        return Handled(folder=state)

    def _read(self, db: Connection, received: ReceivedFile, now: datetime) -> list[Reading]:
        """A file's readings; heights of another datum under the right name would jump from those that are known."""
        readings_file = self._formats[received.partner]
        taken = readings_file.read(received)
        last = max(reading.at for reading in taken)
        if readings_file.oldest is not None and last < stamp(now - readings_file.oldest):
            raise FileRefused(f"ends on {last[:10]}, which has passed; is it an older file?")
        if readings_file.largest_step is not None:
            jump = readings.find_jump(db, taken, readings_file.largest_step)
            if jump is not None:
                raise FileRefused(f"{jump}; is it of another datum?")
        return taken
