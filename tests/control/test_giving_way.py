"""Reading the whole journal does not block others: other threads run between two exchanges."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Iterator

import pytest

from partnerlab.lab.lab import Lab
from tests.control.control_support import Remote
from tests.lab.lab_support import Client

MANY = 200


@pytest.fixture
def turns() -> Iterator[list[int]]:
    """How many turns another thread has had; it gets none but those that are left to it."""
    count, ended = [0], threading.Event()

    def work() -> None:
        while not ended.is_set():
            count[0] += 1
            time.sleep(0)

    usual = sys.getswitchinterval()
    other = threading.Thread(target=work, daemon=True)
    sys.setswitchinterval(1000.0)
    other.start()
    yield count
    sys.setswitchinterval(usual)
    ended.set()
    other.join()


@pytest.mark.parametrize("path", ["journal", "journal.har", "journal.jsonl", "match"])
def test_other_threads_run_between_two_exchanges(
    lab: Lab, client: Client, remote: Remote, turns: list[int], path: str
) -> None:
    for _ in range(MANY):
        client.token()
    remote.get("/__lab/journal?limit=1")
    before = turns[0]
    if path == "match":
        remote.post("/__lab/match", {"request": {"path": "/"}})
    else:
        remote.call("GET", f"/__lab/{path}")
    assert turns[0] - before > MANY / 2
