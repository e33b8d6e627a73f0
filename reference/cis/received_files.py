"""Files received from partners, known by content and by name, with the answer given: the same file, the same answer."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, insert, select

from reference.cis.messages import FileOutcome, FileRefused, OutgoingFile, ReceivedFile
from reference.cis.tables import received_file
from reference.common.clock import stamp

_SETTLED = select(received_file).where(received_file.c.agent == bindparam("agent"), received_file.c.state == "settled")
_BY_DIGEST = _SETTLED.where(received_file.c.digest == bindparam("digest"))
_BY_NAME = _SETTLED.where(received_file.c.name == bindparam("name"))
_ADD = insert(received_file)


@dataclass(frozen=True, slots=True)
class Summary:
    """What became of a file: the digest that it is known by, and how many records and satang were booked."""

    digest: str
    outcome: FileOutcome
    reason: str
    records: int = 0
    amount: int = 0


@dataclass(frozen=True, slots=True)
class Earlier:
    """A file that was settled before, with the answer given then; None where the partner wants none."""

    answer: OutgoingFile | None


def digest_of(data: bytes) -> str:
    """The same for the same lines in the same order, whatever their ends: a broken file is recognised, too."""
    lines = data.rstrip(b"\x1a\r\n").replace(b"\r\n", b"\n").split(b"\n")
    return hashlib.sha256(b"\n".join(line for line in lines if line.strip())).hexdigest()


def find_earlier(db: Connection, file: ReceivedFile, digest: str) -> Earlier | None:
    """The same content under the same name, settled before; raises `FileRefused` for what only looks like it.

    It is the same file sent again, or a visit that broke off before the answer was given. The same content under a
    new name, or new content under a name that is settled, is refused.
    """
    same = db.execute(_BY_DIGEST, {"agent": file.agent, "digest": digest}).first()
    if same is not None:
        if same.name != file.name:
            raise FileRefused(FileOutcome.RECEIVED_BEFORE, f"ไฟล์นี้รับแล้วในชื่อ {same.name}")
        return Earlier(OutgoingFile(same.answer_name, bytes(same.answer)) if same.answer_name else None)
    if db.execute(_BY_NAME, {"agent": file.agent, "name": file.name}).first() is not None:
        raise FileRefused(FileOutcome.OTHER, "ชื่อไฟล์นี้ใช้กับไฟล์อื่นที่รับแล้ว")
    return None


def store(db: Connection, file: ReceivedFile, summary: Summary, answer: OutgoingFile | None, now: datetime) -> int:
    """Keep a file with what became of it; its key in the store."""
    row = {
        "digest": summary.digest,
        "agent": file.agent,
        "name": file.name,
        "state": "settled" if summary.outcome is FileOutcome.SETTLED else "refused",
        "outcome": summary.outcome.value,
        "reason": summary.reason or None,
        "taken_at": stamp(now),
        "records": summary.records,
        "amount": summary.amount,
        "answer_name": answer.name if answer else None,
        "answer": answer.data if answer else None,
    }
    key = db.execute(_ADD, row).inserted_primary_key
    assert key is not None
    return int(key[0])
