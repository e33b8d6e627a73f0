"""A process in which settlements are killed at named points and started again: `crash_driver.py STORE FOLDER`.

It prints, for each point, what the books held right after the kill and what there was at the end. For each point a
child process settles one file and kills itself there, like a machine that loses power; then another one starts.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import requests
from cis_support import ACCOUNT, bill, settings
from payment_files import detail, file
from sqlalchemy import event

from reference.cis import create_app, file_intake, received_files
from reference.cis.money import billing, file_settlement, ledger
from reference.cis.money.allocation import Allocation
from reference.cis.money.settlement_lookup import SettlementLookup
from reference.cis.money.settlement_rules import RecordSettlement
from reference.cis.partners._common.bill_payment_256 import BillPayment256
from reference.common.file_channels.channel import OutgoingFile, Place, WaitingFile, visit
from reference.common.file_channels.file_content import FileContent

NAME = "MWA_TMN_20261115_01.txt"
PLACE = Place("truemoney_offline", "", ".txt")
RECORDS = 6


class FolderChannel:
    """Files in a folder, as at the drop-off, but without a server."""

    address = "folder"

    def __init__(self, folder: Path) -> None:
        self.incoming, self.outgoing, self.taken = (folder / part for part in ("incoming", "outgoing", "taken"))
        for part in (self.incoming, self.outgoing, self.taken):
            part.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def open(self) -> Iterator[FolderChannel]:
        yield self

    def waiting(self, place: Place) -> list[WaitingFile]:
        return [WaitingFile(path.name, path.name) for path in sorted(self.incoming.glob("*.txt"))]

    def fetch(self, place: Place, file: WaitingFile) -> bytes:
        return (self.incoming / file.key).read_bytes()

    def put(self, home: str, file: OutgoingFile) -> None:
        self._write(self.outgoing / f"{file.name}.tmp", file.content)
        (self.outgoing / f"{file.name}.tmp").replace(self.outgoing / file.name)

    def _write(self, path: Path, content: FileContent) -> None:
        path.write_bytes(content.read())

    def put_away(self, place: Place, file: WaitingFile, folder: str) -> None:
        (self.incoming / file.key).replace(self.taken / file.name)


Points = dict[str, tuple[Any, str, int, bool]]
"""Where a process ends: in which object, at which call of which function, and whether after it."""

POINTS: Points = {
    "before the file is fetched": (FolderChannel, "fetch", 1, False),
    "after the file was fetched": (FolderChannel, "fetch", 1, True),
    "before an earlier one is looked for": (received_files, "find_earlier", 1, False),
    "before the file is read": (BillPayment256, "read", 1, False),
    "after the file was read": (BillPayment256, "read", 1, True),
    "after the file was stored": (received_files, "store", 1, True),
    "after its customers were looked up": (SettlementLookup, "__init__", 1, True),
    "after the first block was decided": (RecordSettlement, "decide", 1, True),
    "after its receipts were numbered": (ledger, "next_number", 1, True),
    "after its money was booked": (ledger, "receive", 1, True),
    "after its bills were named": (billing, "set_named", 1, True),
    "after its bills were paid": (Allocation, "settle", 1, True),
    "after its records were stored": (file_settlement, "_settle_block", 1, True),
    "after the second block was booked": (ledger, "receive", 2, True),
    "after the last block": (file_settlement, "_settle_block", 3, True),
    "after the answer was written": (BillPayment256, "write_answer", 1, True),
    "before the answer is stored": (received_files, "store_answer", 1, False),
    "after the answer was stored": (received_files, "store_answer", 1, True),
    "before the commit": (None, "commit", 1, False),
    "after the commit": (file_intake.FileIntake, "take", 1, True),
    "before the answer is put": (FolderChannel, "put", 1, False),
    "while the answer is put": (FolderChannel, "_write", 1, True),
    "after the answer was put": (FolderChannel, "put", 1, True),
    "before the file is put away": (FolderChannel, "put_away", 1, False),
    "after the file was put away": (FolderChannel, "put_away", 1, True),
}
KEPT_FROM = "after the commit"
"""At this point and after it the money is booked; before it nothing is."""


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _arm(system: Any, point: str) -> None:
    """Let this process end at a point."""
    place, name, turn, is_after = POINTS[point]
    if place is None:
        event.listen(system.db._store.engine, name, lambda connection: _die())
        return
    original: Callable[..., Any] = getattr(place, name)
    calls = 0

    def ending(*arguments: Any, **words: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == turn and not is_after:
            _die()
        result = original(*arguments, **words)
        if calls == turn:
            _die()
        return result

    setattr(place, name, ending)


def _system(store: str) -> Any:
    return create_app(settings(database=store), requests.Session()).extensions["cis"]


def _in_child(work: Callable[[], None]) -> int:
    """Do it in a process of its own; the signal that ended it, or 0."""
    child = os.fork()
    if child == 0:
        work()
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _settle(store: str, folder: Path, point: str | None) -> None:
    system = _system(store)
    if point:
        _arm(system, point)
    visit(FolderChannel(folder), [PLACE], system.files.take)


def _seed(store: str) -> None:
    app = create_app(settings(database=store), requests.Session())
    app.extensions["cis"].reset()
    web = app.test_client()
    web.put("/_test/clock", json={"now": "2026-11-16T07:00:00+07:00"})
    owners = [f"{number:08d}" for number in range(12_345_678, 12_345_678 + RECORDS)]
    accounts = [{**ACCOUNT, "registration": owner, "bills": [bill(owner=owner)]} for owner in owners]
    assert web.post("/_test/seed", json={"accounts": accounts}).status_code == 200


def content() -> bytes:
    """Six payments, one of them for nobody that is known and one told twice."""
    owners = [f"{number:08d}" for number in range(12_345_678, 12_345_678 + RECORDS - 2)]
    usual = [detail(ref1=f"16{owner}", ref2=f"6910{owner}") for owner in owners]
    return file(*usual, detail(ref1="1600000000"), usual[0] | {"time": "111111"})


def _state(store: str, folder: Path) -> dict[str, Any]:
    system = _system(store)
    with system.db.read() as db:
        books = ledger.books(db)
        states = [row[0] for row in db.exec_driver_sql("SELECT state FROM charge ORDER BY invoice")]
    system.db.close()
    answers = {path.name: path.read_bytes()[256:].decode("cp874") for path in (folder / "outgoing").glob("*.txt")}
    waiting = sorted(path.name for path in (folder / "incoming").iterdir())
    return {"books": books, "charges": states, "answers": answers, "waiting": waiting}


def play(store: str, folder: Path, point: str | None) -> dict[str, Any]:
    """Kill a settlement at this point and start it again; what there was after each."""
    place = folder / (point or "undisturbed").replace(" ", "_")
    (FolderChannel(place).incoming / NAME).write_bytes(content())
    _in_child(lambda: _seed(store))
    signalled = _in_child(lambda: _settle(store, place, point)) if point else 0
    after_kill = _state(store, place)
    again = _in_child(lambda: _settle(store, place, None))
    return {"signal": -signalled, "again": again, "after_kill": after_kill, "end": _state(store, place)}


if __name__ == "__main__":
    file_settlement.BLOCK = 2
    store, folder = sys.argv[1], Path(sys.argv[2])
    for name in [None, *(sys.argv[3:] or POINTS)]:
        print(json.dumps([name, play(store, folder, name)]), flush=True)
