"""The list of materials is read again on the first of a month, or each day; after a failure on the next morning."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from reference.cis.messages import SourceUnavailable
from reference.cis.messages.materials import Material
from reference.cis.repairs.material_list import MaterialList
from reference.cis.repairs.material_schedule import MaterialSchedule
from reference.cis.service_requests.registers import AllMaterials
from reference.cis.tables import metadata
from reference.common.clock import BANGKOK, Clock
from reference.common.database import Database

STARTS = datetime(2026, 11, 23, 9, tzinfo=BANGKOK)


class Store:
    """Gives a list, or none while it is down."""

    down = False

    def all(self, question: AllMaterials) -> tuple[Material, ...]:
        if self.down:
            raise SourceUnavailable("503")
        return (Material("100001", "pipe", "M", False),)


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def materials(store: Store, tmp_path: Path) -> MaterialList:
    clock = Clock()
    clock.set(STARTS)
    return MaterialList(Database(f"sqlite:///{tmp_path}/cis.db", metadata), clock, {AllMaterials: store.all})


def due(materials: MaterialList, every: str) -> str | None:
    with materials._db.read() as db:
        turn = MaterialSchedule(materials, every).first(db)
    return turn.due if turn else None


def test_before_the_first_reading_nothing_is_due(materials: MaterialList) -> None:
    assert due(materials, "month") is None


@pytest.mark.parametrize(
    ("every", "next_reading"), [("month", "2026-12-01T06:00:00+07:00"), ("day", "2026-11-24T06:00:00+07:00")]
)
def test_it_is_read_again_as_was_agreed(materials: MaterialList, every: str, next_reading: str) -> None:
    materials.read()
    assert due(materials, every) == next_reading


def test_a_reading_that_failed_is_repeated_next_morning(materials: MaterialList, store: Store) -> None:
    store.down = True
    materials.read()
    assert due(materials, "month") == "2026-11-24T06:00:00+07:00"


def test_another_word_is_told_at_once(materials: MaterialList) -> None:
    with pytest.raises(ValueError, match="every day or every month, not every 'week'"):
        MaterialSchedule(materials, "week")
