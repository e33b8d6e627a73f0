"""A person asks what is held, and to be erased; what is past its time goes by itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cis_support import ACCOUNT, PID, Cis
from sqlalchemy import insert, select, update

from reference.cis.personal_data import __main__ as command
from reference.cis.personal_data import holdings as holdings_module
from reference.cis.personal_data.erasure import KEPT, erase
from reference.cis.personal_data.holdings import holdings
from reference.cis.tables import (
    account,
    approval,
    charge,
    disclosure,
    document,
    log_in,
    mandate,
    metadata,
    proof,
    received_file,
    received_record,
    request,
    request_step,
    welfare_check,
    welfare_right,
)
from reference.cis.usage.audit_log import AUDIT_LOG
from reference.common.database import Database

OTHER = "1980000000027"
BEGAN = "2026-11-23T09:00:00+07:00"
APPROVAL = {"agent": "KTB", "reference": "R", "registration": "12345678", "made_at": BEGAN}
HELD: list[tuple[Any, dict[str, Any]]] = [
    (account, {name: value for name, value in ACCOUNT.items() if name != "bills"} | {"state": "active"}),
    (charge, {
        "invoice": "691112345678", "registration": "12345678", "item_type": "water_bill", "month": "2026-11",
        "issued": "2026-11-01", "due": "2026-11-15", "amount": 10079, "state": "paid",
    }),
    (approval, APPROVAL | {"number": "1", "state": "OPEN"}),
    (approval, APPROVAL | {"number": "2", "state": "PAID"}),
    (mandate, {
        "number": "01234567890123", "registration": "12345678", "bank": "SCBDD", "instrument": "account",
        "account_number": "0123456789", "state": "revoked",
    }),
    (welfare_check, {
        "registration": "12345678", "at": BEGAN, "register": "w", "last_digits": "…001", "outcome": "found",
    }),
    (proof, {"subject": "12345678", "matter": "veteran", "standing": "proved", "at": BEGAN, "facts": "{}"}),
    (welfare_right, {"registration": "12345678", "holder": PID, "since": BEGAN}),
]  # fmt: skip


def fill(db: Any) -> None:
    """One customer with a bit of everything."""
    for table, row in HELD:
        db.execute(insert(table), row)
    about = {"service": "usage", "office": "1", "officer": "2", "kind": "account", "reference": None, "told": "{}"}
    AUDIT_LOG.append(db, about | {"at": BEGAN, "subject": "12345678", "outcome": "nothing"})


@pytest.fixture
def store(tmp_path: Path) -> Any:
    store = Database(f"sqlite:///{tmp_path / 'cis.db'}", metadata)
    with store.write() as db:
        fill(db)
    yield store
    store.close()


OF_NOBODY = {
    "agent_day_total", "answer_part", "bill_notice", "outage",
    "chain_start", "debit_batch", "material", "material_reading", "received_file", "request_check", "requisition_item",
    "requisition_slip", "series", "used_token",
}  # fmt: skip
"""Tables without a column by which a person is found; what a file held of a person stands in its records."""


def test_every_table_is_searched_or_is_of_nobody() -> None:
    searched = set(metadata.tables) - OF_NOBODY
    text = Path(holdings_module.__file__).read_text(encoding="utf-8")
    assert {name for name in searched if f"    {name},\n" not in text} == set()


def test_whatever_is_held_about_a_person_is_found(store: Database) -> None:
    with store.read() as db:
        held = holdings(db, PID)
        assert holdings(db, OTHER) == {}
    assert {name: len(rows) for name, rows in held.items()} == {
        "account": 1, "charge": 1, "approval": 2, "mandate": 1, "proof": 1, "welfare_check": 1, "welfare_right": 1,
        "disclosure": 1,
    }  # fmt: skip


def test_what_the_law_keeps_stays_and_names_its_rule(store: Database) -> None:
    with store.write() as db:
        answers = {(answer.what, answer.outcome): answer for answer in erase(db, PID)}
        left = holdings(db, PID)
    assert sorted(left) == ["account", "approval", "charge", "disclosure"]
    assert {what for what, outcome in answers if outcome == KEPT} == set(left)
    assert "Revenue Code s. 87/3" in str(answers["charge", KEPT].rule)
    assert all(answer.rule for answer in answers.values() if answer.outcome == KEPT)
    assert not any(answer.rule for answer in answers.values() if answer.outcome != KEPT)


def test_one_command_answers_a_person(tmp_path: Path, store: Database, capsys: pytest.CaptureFixture[str]) -> None:
    address = f"sqlite:///{tmp_path / 'cis.db'}"
    assert command.main(["--database", address, "access", PID]) == 0
    assert json.loads(capsys.readouterr().out)["mandate"][0]["account_number"] == "0123456789"
    assert command.main(["--database", address, "erase", PID]) == 0
    assert {"what": "mandate", "count": 1, "outcome": "erased", "rule": None} in json.loads(capsys.readouterr().out)
    assert command.main(["--database", address, "access", OTHER]) == 1
    assert command.main(["--database", address, "access", "123"]) == 2
    assert command.main(["--database", f"sqlite:///{tmp_path}/none/cis.db", "access", PID]) == 2


def test_data_past_its_time_is_gone(cis: Cis) -> None:
    db = cis.app.extensions["cis"].db
    with db.write() as connection:
        fill(connection)
        finished = dict.fromkeys((column.name for column in request.columns if not column.nullable), "1")
        connection.execute(insert(request), finished | {"id": "R", "status": "REJECTED", "received_at": BEGAN})
        connection.execute(insert(request_step), {"request_id": "R", "at": BEGAN, "status": "REJECTED", "note": "-"})

    def left() -> set[str]:
        tables = (approval, proof, welfare_check, welfare_right, disclosure, request, request_step)
        with db.read() as connection:
            return {table.name for table in tables if connection.execute(select(table)).first()}

    expected = {"approval", "proof", "welfare_check", "welfare_right", "disclosure", "request", "request_step"}
    cis.clock("2027-02-20 09:00")
    assert left() == expected
    with db.read() as connection:
        assert len(connection.execute(select(approval)).all()) == 2
    cis.clock("2027-02-22 09:00")
    with db.read() as connection:
        assert [row.state for row in connection.execute(select(approval))] == ["PAID"]
    cis.clock("2027-11-22 09:00")
    assert left() == expected
    cis.clock("2027-11-24 09:00")
    assert left() == expected - {"proof", "welfare_check", "welfare_right"}
    for year in (2028, 2029, 2030):
        cis.clock(f"{year}-11-23 09:00")
    cis.clock("2031-11-22 09:00")
    assert "disclosure" in left()
    cis.clock("2031-11-24 09:00")
    assert "disclosure" not in left()
    with db.read() as connection:
        assert AUDIT_LOG.verify(connection) == 0
        assert AUDIT_LOG.head(connection) != "0" * 64
    for year in range(2032, 2036):
        cis.clock(f"{year}-11-23 09:00")
    cis.clock("2036-11-22 09:00")
    assert "request" in left()
    cis.clock("2036-11-24 09:00")
    assert left() == {"approval"}
    with db.read() as connection:
        assert connection.execute(select(document)).first() is None


def test_a_person_is_found_by_whatever_identifier_was_used(tmp_path: Path, store: Database, capsys: Any) -> None:
    with store.write() as db:
        db.execute(update(account).values(mobile="0810000001"))
        for name in ("0810000001", "12345678", PID):
            db.execute(insert(log_in), {"channel": "web", "name": name, "first_at": BEGAN})
    with store.read() as db:
        assert [row["name"] for row in holdings(db, PID)["log_in"]] == ["0810000001", "12345678", PID]
    address = f"sqlite:///{tmp_path / 'cis.db'}"
    for identifier in ("0810000001", "12345678", PID):
        assert command.main(["--database", address, "access", identifier]) == 0
        assert len(json.loads(capsys.readouterr().out)["log_in"]) == 3
    assert command.main(["--database", address, "erase", "0810000001"]) == 0
    with store.read() as db:
        assert "log_in" not in holdings(db, PID)


def test_a_telephone_that_two_people_share_names_neither(tmp_path: Path, store: Database) -> None:
    other = {name: value for name, value in ACCOUNT.items() if name != "bills"}
    with store.write() as db:
        db.execute(update(account).values(mobile="0810000001"))
        shared = {"registration": "87654321", "tax_id": OTHER, "mobile": "0810000001", "state": "active"}
        db.execute(insert(account), other | shared)
        db.execute(insert(log_in), {"channel": "web", "name": "0810000001", "first_at": BEGAN})
    assert command.main(["--database", f"sqlite:///{tmp_path / 'cis.db'}", "access", "0810000001"]) == 1
    with store.read() as db:
        assert "log_in" not in holdings(db, PID) and "log_in" not in holdings(db, OTHER)


def test_after_ten_years_nobody_is_named_in_the_books(cis: Cis) -> None:
    db = cis.app.extensions["cis"].db
    lines = {"file_id": 1, "number": 1, "registration": "12345678", "answer": "{}"}
    with db.write() as connection:
        fill(connection)
        connection.execute(update(account).values(state="closed"))
        for table, row in ((received_file, {"taken_at": BEGAN, "id": 1, "state": "settled"}), (received_record, lines)):
            connection.execute(insert(table), _filled(table) | {key: row[key] for key in row if key in table.columns})
    _go_to_2036(cis)
    cis.clock("2036-10-30 09:00")
    with db.read() as connection:
        assert {"account", "charge", "received_record"} <= set(holdings(connection, PID))
    cis.clock("2036-11-24 09:00")
    with db.read() as connection:
        assert holdings(connection, PID) == {}
        record = connection.execute(select(received_record)).one()
        assert (record.registration, record.invoice, record.payment_key) == ("", "", "")
        (emptied,) = connection.execute(select(account))
        assert (emptied.name, emptied.tax_id, emptied.address, emptied.mobile) == ("", None, "", None)
        assert connection.execute(select(charge)).one().amount == 10079, "the books still balance"


def test_an_account_in_use_is_kept_by_its_contract_however_old_its_bills(cis: Cis) -> None:
    db = cis.app.extensions["cis"].db
    with db.write() as connection:
        fill(connection)
    _go_to_2036(cis)
    cis.clock("2036-11-22 09:00")
    cis.clock("2036-11-24 09:00")
    with db.write() as connection:
        kept = {answer.what: answer.rule for answer in erase(connection, PID) if answer.outcome == KEPT}
    assert "24(3)" in str(kept["account"]) and "Accounting Act" in str(kept["charge"])


def _go_to_2036(cis: Cis) -> None:
    """The clock goes a year at most at once."""
    for year in range(2027, 2036):
        cis.clock(f"{year}-11-23 09:00")


def _filled(table: Any) -> dict[str, Any]:
    """Something in every column that needs it."""
    return {
        column.name: 1 if column.type.python_type is int else "1" for column in table.columns if not column.nullable
    }
