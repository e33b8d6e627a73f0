"""Files received from partners, known by content and by name, with the answer given: the same file, the same answer."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, insert, select, update

from reference.cis.messages import FileOutcome, FileRefused, OutgoingFile, ReceivedFile, Sum
from reference.cis.tables import answer_part, received_file
from reference.common.clock import stamp
from reference.common.file_channels.file_content import FileContent

_SETTLED = select(received_file).where(received_file.c.agent == bindparam("agent"), received_file.c.state == "settled")
_BY_DIGEST = _SETTLED.where(received_file.c.digest == bindparam("digest"))
_BY_NAME = _SETTLED.where(received_file.c.name == bindparam("name"))
_ADD, _ADD_PART = insert(received_file), insert(answer_part)
_BOOKED = update(received_file).where(received_file.c.id == bindparam("which"))
_PART = select(answer_part.c.data).where(
    answer_part.c.file_id == bindparam("file"), answer_part.c.part == bindparam("number")
)


@dataclass(frozen=True, slots=True)
class Summary:
    """The result of a received file: its digest, and how many records and satang were booked.

    `day` and `stated` are what the file itself says: its day, and its totals of the money that it brings.
    """

    digest: str
    outcome: FileOutcome
    reason: str = ""
    records: int = 0
    amount: int = 0
    day: date | None = None
    stated: Sum = field(default_factory=Sum)


@dataclass(frozen=True, slots=True)
class Earlier:
    """A file that was settled before, with the answer given then; None where the partner wants none."""

    answer: OutgoingFile | None


def digest_of(content: FileContent) -> str:
    """The same for the same lines in the same order, whatever their ends: a broken file is recognised, too."""
    digest = hashlib.sha256()
    for lines in content.line_blocks():
        digest.update(b"".join(line + b"\n" for line in lines))
    return digest.hexdigest()


def find_earlier(db: Connection, file: ReceivedFile, digest: str) -> Earlier | None:
    """The same content under the same name, settled before; raises `FileRefused` for what only looks like it.

    It is the same file sent again, or a visit that broke off before the answer was given. The same content under a
    new name, or new content under a name that is settled, is refused.
    """
    same = db.execute(_BY_DIGEST, {"agent": file.agent, "digest": digest}).first()
    if same is not None:
        if same.name != file.name:
            raise FileRefused(FileOutcome.RECEIVED_BEFORE, f"ไฟล์นี้รับแล้วในชื่อ {same.name}")
        return Earlier(OutgoingFile(same.answer_name, _answer(db, same.id)) if same.answer_name else None)
    if db.execute(_BY_NAME, {"agent": file.agent, "name": file.name}).first() is not None:
        raise FileRefused(FileOutcome.OTHER, "ชื่อไฟล์นี้ใช้กับไฟล์อื่นที่รับแล้ว")
    return None


def _answer(db: Connection, file_id: int) -> FileContent:
    return FileContent.gather(_parts(db, file_id))


def _parts(db: Connection, file_id: int) -> Iterator[bytes]:
    number = 0
    while (data := db.execute(_PART, {"file": file_id, "number": number}).scalar()) is not None:
        yield bytes(data)
        number += 1


def store(db: Connection, file: ReceivedFile, summary: Summary, now: datetime) -> int:
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
        "day": (summary.day or now.date()).isoformat(),
        "stated_count": summary.stated.count,
        "stated_amount": summary.stated.amount,
    }
    key = db.execute(_ADD, row).inserted_primary_key
    assert key is not None
    return int(key[0])


def store_answer(db: Connection, file_id: int, answer: OutgoingFile | None, **booked: int) -> None:
    """Keep the answer to a file, for the same file again; `booked` are its `records` and `amount` if known only now."""
    facts = {"answer_name": answer.name if answer else None, **booked}
    db.execute(_BOOKED.values(**facts), {"which": file_id})
    for number, block in enumerate(answer.content.blocks() if answer else ()):
        db.execute(_ADD_PART, {"file_id": file_id, "part": number, "data": block})
