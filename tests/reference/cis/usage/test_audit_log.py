"""The record of look-ups: whatever is done to it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, delete, insert, update

from reference.cis.tables import disclosure, metadata
from reference.cis.usage import __main__ as command
from reference.cis.usage.audit_log import AUDIT_LOG
from reference.common.database import Database
from reference.common.storage.hash_chain import BEGINNING, ChainBroken


def entry(number: int) -> dict[str, Any]:
    about = {"service": "usage", "office": "10001", "officer": "0000000000019", "kind": "account"}
    about |= {"subject": f"{number:08d}", "reference": None, "outcome": "nothing", "told": "{}"}
    return {"at": f"2026-11-23T09:00:{number:02d}+07:00", **about}


@pytest.fixture
def address(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'cis.db'}"


@pytest.fixture
def store(address: str) -> Iterator[Database]:
    store = Database(address, metadata)
    with store.write() as db:
        for number in range(1, 5):
            AUDIT_LOG.append(db, entry(number))
    yield store
    store.close()


def test_each_entry_holds_the_hash_of_the_one_before(store: Database) -> None:
    with store.read() as db:
        rows = db.execute(disclosure.select()).all()
        assert [row.previous for row in rows] == [BEGINNING, *(row.hash for row in rows[:-1])]
        assert AUDIT_LOG.head(db) == rows[-1].hash
        assert AUDIT_LOG.verify(db) == 4


def _rewritten(db: Connection) -> None:
    """An entry is changed and its own hash made new: the next one still holds the old one."""
    row = db.execute(disclosure.select().where(disclosure.c.id == 2)).mappings().one()
    changed = {name: value for name, value in row.items() if name not in ("id", "previous", "hash")} | {"office": "x"}
    values = {"office": "x", "hash": AUDIT_LOG.hash_of(changed, row["previous"])}
    db.execute(update(disclosure).where(disclosure.c.id == 2).values(values))


BREAKING: dict[str, Callable[[Connection], object]] = {
    "changed": lambda db: db.execute(update(disclosure).where(disclosure.c.id == 3).values(subject="0")),
    "its link changed": lambda db: db.execute(update(disclosure).where(disclosure.c.id == 3).values(previous="0")),
    "taken out": lambda db: db.execute(delete(disclosure).where(disclosure.c.id == 2)),
    "the first taken out": lambda db: db.execute(delete(disclosure).where(disclosure.c.id == 1)),
    "put in": lambda db: db.execute(insert(disclosure), {**entry(9), "previous": BEGINNING, "hash": BEGINNING}),
    "rewritten": _rewritten,
}


@pytest.mark.parametrize("what", BREAKING)
def test_whatever_is_done_to_it_is_found(store: Database, address: str, what: str) -> None:
    with store.write() as db:
        BREAKING[what](db)
    with store.read() as db, pytest.raises(ChainBroken, match=r"entry [0-9]"):
        AUDIT_LOG.verify(db)
    assert command.main(["--database", address]) == 1


def test_entries_cut_off_at_the_end_show_against_a_head_written_down(
    store: Database, address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with store.read() as db:
        head = AUDIT_LOG.head(db)
    with store.write() as db:
        AUDIT_LOG.append(db, entry(5))
    assert command.main(["--database", address, "--head", head]) == 0
    assert capsys.readouterr().out.startswith("5 entries, head ")
    with store.write() as db:
        db.execute(delete(disclosure).where(disclosure.c.id > 3))
    assert command.main(["--database", address]) == 0
    assert command.main(["--database", address, "--head", head]) == 1
    assert "cut off" in capsys.readouterr().err


def test_a_database_that_there_is_not_is_told_as_such(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["--database", f"sqlite:///{tmp_path}/none/cis.db"]) == 2
    assert "cannot be opened" in capsys.readouterr().err
