"""Bulk work of the reference: a file of a hundred thousand payments settled, as many accounts entered, a debit round.

A process of its own for each, so that its peak of memory is its own. `python -m tools.bench.settlement WHAT COUNT` runs
one and prints seconds of processors and peak memory; a million fits into no file (numbers have six digits), so the
largest is 999,997 payments.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from typing import Any

import requests
from sqlalchemy import Connection

from reference.cis import create_app
from reference.cis.tables import account, charge
from reference.common.file_channels.file_content import FileContent
from reference.common.storage.bulk_rows import insert_rows
from tools.bench.figures import figure
from tools.bench.machine import most_mb
from tools.bench.processes import run

COUNT, LARGEST, ROUNDS = 100_000, 999_997, 3
SEED_WANTED, MICROSECONDS_WANTED, MORE_MEMORY = 6.0, 90.0, 1.10
AMOUNT, FIRST, DAY = 10_079, 10_000_000, "2026-10-28"
PARTNERS = {
    "truemoney_offline": {"agent_code": "TMN", "sftp_home": "truemoney_offline"},
    "scb_debit": {"agent_code": "SCB", "bank_code": "014", "sftp_home": "scb_debit"},
}


def measure() -> Iterator[dict[str, Any]]:
    """Microseconds of processors for a record, seconds for a seed and a debit round, and memory."""
    rounds = [_run("settle", COUNT) for _ in range(ROUNDS)]
    each = [1e6 * seconds / COUNT for seconds, _ in rounds]
    yield figure("a payment of a file of 100,000 settled, processors", each, "µs", MICROSECONDS_WANTED)
    seeds = [_run("seed", COUNT) for _ in range(ROUNDS)]
    yield figure("100,000 accounts entered, processors", [seconds for seconds, _ in seeds], "s", SEED_WANTED)
    debits = [_run("debit", COUNT) for _ in range(ROUNDS)]
    yield figure("100,000 bills sent to a bank, processors", [seconds for seconds, _ in debits], "s")
    small, (seconds, large) = sorted(peak for _, peak in rounds)[ROUNDS // 2], _run("settle", LARGEST)
    yield figure("999,997 payments settled, processors", [seconds], "s", MICROSECONDS_WANTED)
    beside = f"{large:.0f} MB; {small:.0f} MB for 100,000"
    yield figure("memory for ten times the payments", [large / small], "times", MORE_MEMORY, beside=beside)


def _run(what: str, count: int) -> tuple[float, float]:
    spent = run([sys.executable, "-m", "tools.bench.settlement", what, str(count)], timeout=3_000)
    if spent.status != 0:
        raise RuntimeError(f"{what} of {count:,} failed")
    seconds, peak = json.loads(spent.output)
    return seconds, peak


def settle(system: Any, count: int) -> float:
    """Settle one file; every payment must be posted."""
    with system.db.write(expected=count * 300) as db:
        _enter(db, count)
    content = FileContent.gather(_payments(count))
    begun = time.process_time()
    answer = system.files.take("truemoney_offline", "MWA_TMN_20261115_01.txt", content).answer
    seconds = time.process_time() - begun
    posted = sum(line[:1] == b"D" and line[176:177] == b"1" for lines in answer.content.line_blocks() for line in lines)
    if posted != count:
        raise RuntimeError(f"{posted:,} of {count:,} were posted")
    return seconds


def _enter(db: Connection, count: int) -> None:
    """Customers with an open bill each, past the hooks: as if they had always been there."""
    for first in range(FIRST, FIRST + count, 20_000):
        owners = [f"{number:08d}" for number in range(first, min(first + 20_000, FIRST + count))]
        known = ("registration", "branch", "name", "account_class", "meter_size", "address", "state")
        insert_rows(db, account, known, [(owner, "16", "x", "00", "0", "x", "active") for owner in owners])
        owed = ("invoice", "registration", "item_type", "month", "issued", "due", "amount", "state")
        water = ("WATER_BILL", "2026-10", DAY, "2026-11-15", AMOUNT, "open")
        insert_rows(db, charge, owed, [(f"6910{owner}", owner, *water) for owner in owners])


def _payments(count: int) -> Iterator[bytes]:
    """A file of 256 bytes a record: header, details, trailer."""
    agent, name = "TMN9999999999", "ลูกค้า"

    def line(text: str) -> bytes:
        return text.encode("cp874").ljust(256) + b"\r\n"

    yield line(f"H000001{agent}{'การประปานครหลวง':<40}15112026{'7337':<8}")
    tail = f"{'':20}00010001CCSH{'':7}{AMOUNT:013d}"
    for place in range(count):
        owner = f"{FIRST + place:08d}"
        yield line(f"D{place + 2:06d}{agent}14112026101530{name:<50}16{owner:<18}6910{owner:<16}{tail}")
    yield line(f"T{count + 2:06d}{agent}{0:019d}{AMOUNT * count:013d}{count:06d}")


def seed(system: Any, count: int) -> float:
    """Enter accounts through the hooks, each with a bill and a mandate."""
    accounts = [_account(place) for place in range(count)]
    body = json.dumps({"accounts": accounts})
    begun = time.process_time()
    answer = system.web.post("/_test/seed", data=body, content_type="application/json")
    if answer.status_code != 200:
        raise RuntimeError(answer.text[:300])
    return time.process_time() - begun


def _account(place: int) -> dict[str, Any]:
    owner = f"{FIRST + place:08d}"
    bill = {"invoice": f"6910{owner}", "month": "2026-10", "usage": 8, "issued": DAY, "due": "2026-11-15"}
    mandate = {"number": f"{place:014d}", "bank": "scb_debit", "instrument": "account", "debited": f"{place:010d}"}
    facts = {"branch": "16", "name": "x", "tax_id": "1980000000001", "account_class": "00", "meter_size": "0"}
    return {"registration": owner, **facts, "address": "x", "bills": [bill], "mandate": mandate}


def debit(system: Any, count: int) -> float:
    """Make the file of a bank for all of them."""
    seed(system, count)
    begun = time.process_time()
    if system.debits.make_all() != 1:
        raise RuntimeError("no file was made")
    return time.process_time() - begun


def main(what: str, count: int) -> None:
    """Do one kind of work in this process; print its seconds of processors and the peak of memory in MB."""
    app = create_app({"partners": PARTNERS, "test_hooks": True}, requests.Session())
    system = app.extensions["cis"]
    system.web = app.test_client()
    system.web.put("/_test/clock", json={"now": "2026-11-16T07:00:00+07:00"})
    seconds = {"settle": settle, "seed": seed, "debit": debit}[what](system, count)
    print(json.dumps([seconds, most_mb()]))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
