"""The background thread: every kind of work is done, and none that fails ends the others."""

from __future__ import annotations

import logging
import threading
from collections import Counter
from datetime import datetime, timedelta

import pytest

from reference.common.clock import BANGKOK, Clock
from reference.common.worker import BackgroundWorker
from tests.patience import PATIENCE


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    monkeypatch.setattr("reference.common.worker._EVERY", 0.001)
    made = Clock()
    made.set(datetime(2026, 11, 23, 9, 0, tzinfo=BANGKOK))
    return made


def test_files_wait_their_time_and_a_daily_job_its_day(clock: Clock) -> None:
    done: Counter[str] = Counter()
    over = threading.Event()

    def due_work() -> None:
        done["due"] += 1
        if done["due"] == 50:
            clock.set(clock.now() + timedelta(days=1))
        if done["due"] == 100:
            over.set()

    def count(name: str) -> None:
        done[name] += 1

    worker = BackgroundWorker(
        clock, due_work=due_work, files=lambda: count("files"), files_every=0.0095, daily=[lambda: count("daily")]
    )
    worker.start()
    assert over.wait(PATIENCE)
    worker.stop()
    assert done["daily"] == 2
    assert done["due"] // 10 <= done["files"] <= done["due"] // 10 + 1


def test_work_that_fails_is_logged_and_tried_again_and_ends_nothing_else(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    tried: Counter[str] = Counter()
    over = threading.Event()

    def fail(name: str) -> None:
        tried[name] += 1
        if all(tried[work] >= 2 for work in ("due", "files", "daily")):
            over.set()
        raise OSError(name)

    worker = BackgroundWorker(
        clock, due_work=lambda: fail("due"), files=lambda: fail("files"), files_every=0, daily=[lambda: fail("daily")]
    )
    with caplog.at_level(logging.ERROR):
        worker.start()
        assert over.wait(PATIENCE)
        worker.stop()
    assert {"due", "files", "daily"} <= {str(record.exc_info[1]) for record in caplog.records if record.exc_info}
