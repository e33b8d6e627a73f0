"""The Navy's tide tables: predicted levels, which do not age; hour by hour by SFTP, and as a summary on its page."""

from __future__ import annotations

from datetime import timedelta

from reference.rwc.adapter import Adapter, ReadingsFile
from reference.rwc.messages import Reading, ReceivedFile
from reference.rwc.partners.hydrographic import tide_file, tide_summary


def read(file: ReceivedFile) -> list[Reading]:
    """Either kind, by its name; raises `FileRefused`."""
    return tide_summary.read(file) if file.name.startswith(tide_summary.PREFIX) else tide_file.read(file)


ADAPTER = Adapter(
    called={"en": "Navy", "th": "กรมอุทกศาสตร์"},
    readings_file=ReadingsFile(read, ".csv", largest_step=1.0, oldest=timedelta(days=1)),
)
