"""The hooks of rehearsals, and that a real installation has none."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from cis_support import ACCOUNT, Cis, bill, settings

from reference.cis import create_app


def test_a_real_installation_has_no_hooks() -> None:
    app = create_app(settings(test_hooks=False))
    assert app.test_client().get("/_test/about").status_code == 404


def test_it_says_what_it_is(cis: Cis) -> None:
    assert cis.ok(cis.web.get("/_test/about")).keys() == {"name", "version"}


def test_reset_forgets_everything_but_the_time(cis: Cis) -> None:
    cis.seed(bill())
    cis.agent("payments", transactionId="T", reference1="1612345678", amount="115.79")
    cis.ok(cis.web.post("/_test/reset"))
    assert cis.books()["received"] == 0
    gone: Any = cis.web.get("/_test/show/account?id=12345678")
    assert (gone.status_code, "account" in gone.json["message"]) == (404, True)
    cis.seed(bill())
    asked = cis.agent("inquiry", transactionId="Q", reference1="1612345678")
    assert asked["totalAmount"] == "115.79"


@pytest.mark.parametrize(
    ("account", "named"),
    [
        ({"registration": "123"}, "registration"),
        ({"registration": "12345678"}, "branch"),
        (ACCOUNT | {"meter_size": "Z"}, "meter_size"),
        (ACCOUNT | {"bills": [{"month": "2026-13"}]}, "month"),
        (ACCOUNT | {"bills": None}, "bills"),
        (ACCOUNT | {"name": {}}, "name"),
        (ACCOUNT | {"surname": "ก"}, "surname"),
        (ACCOUNT | {"bills": [bill() | {"usage": True}]}, "usage"),
        (ACCOUNT | {"bills": [bill() | {"due": None}]}, "due"),
    ],
)
def test_a_wrong_seed_is_told_and_enters_nothing(cis: Cis, account: dict[str, Any], named: str) -> None:
    answer: Any = cis.web.post("/_test/seed", json={"accounts": [account]})
    assert (answer.status_code, named in answer.json["message"]) == (400, True)
    assert "accounts[0]" in answer.json["message"]
    assert cis.web.get("/_test/show/account?id=12345678").status_code == 404


def test_what_is_seeded_twice_gets_the_new_facts_and_an_invoice_stands_once(cis: Cis) -> None:
    first = ACCOUNT | {"bills": [bill()]}
    moved = ACCOUNT | {"address": "2/2 ถนนใหม่", "bills": [bill("2026-11", "2026-12-15")]}
    other = ACCOUNT | {"registration": "87654321"}
    entered: Any = cis.web.post("/_test/seed", json={"accounts": [first, other, moved]})
    assert entered.json == {"accounts": 3, "bills": 2}
    shown = cis.show("account", "12345678")
    assert (shown["address"], [charge["month"] for charge in shown["charges"]]) == (
        "2/2 ถนนใหม่",
        ["2026-10", "2026-11"],
    )
    for twice in ([first], [other | {"bills": [bill("2026-12", owner="87654321")] * 2}]):
        refused: Any = cis.web.post("/_test/seed", json={"accounts": twice})
        assert (refused.status_code, "exists already" in refused.json["message"]) == (409, True)
    assert cis.show("account", "87654321")["charges"] == []


@pytest.mark.parametrize("now", ["2026-11-23", "2026-11-23T09:00:00", "then", None, 5])
def test_a_clock_needs_a_whole_time(cis: Cis, now: Any) -> None:
    answer: Any = cis.web.put("/_test/clock", json={"now": now})
    assert (answer.status_code, "now" in answer.json["message"]) == (400, True)


def test_a_clock_that_was_set_leaps_a_year_at_most_until_all_is_forgotten(cis: Cis) -> None:
    now = cis.ok(cis.web.put("/_test/clock", json={"now": "2026-11-23T09:00:00+07:00"}))["now"]
    far: Any = cis.web.put("/_test/clock", json={"now": "2027-11-24T09:00:01+07:00"})
    assert (far.status_code, now in far.json["message"]) == (409, True)
    assert "at most 366 days ahead" in far.json["message"]
    cis.ok(cis.web.put("/_test/clock", json={"now": "2027-11-24T09:00:00+07:00"}))
    cis.ok(cis.web.put("/_test/clock", json={"now": "2026-11-23T09:00:00+07:00"}))
    cis.ok(cis.web.post("/_test/reset"))
    cis.ok(cis.web.put("/_test/clock", json={"now": "2031-11-23T09:00:00+07:00"}))


@pytest.mark.parametrize("year", [1999, 2100, 2569, 9999])
def test_a_clock_knows_gregorian_years_of_this_century(cis: Cis, year: int) -> None:
    answer: Any = cis.web.put("/_test/clock", json={"now": f"{year}-12-31T23:59:59+07:00"})
    assert (answer.status_code, str(year) in answer.json["message"]) == (400, True)


@pytest.mark.parametrize("path", ["jobs/dance", "show/ghost"])
def test_what_does_not_exist_is_named_with_what_does(cis: Cis, path: str) -> None:
    answer: Any = cis.web.post(f"/_test/{path}") if "jobs" in path else cis.web.get(f"/_test/{path}")
    assert answer.status_code == 404
    assert ("survey" if "jobs" in path else "outbox") in answer.json["message"]


def test_a_job_for_an_unknown_request_says_so(cis: Cis) -> None:
    answer: Any = cis.web.post("/_test/jobs/survey", json={"requestId": "16X", "feasible": True})
    assert (answer.status_code, "16X" in answer.json["message"]) == (404, True)


def test_many_counters_at_once_post_each_bill_once(cis: Cis) -> None:
    owners = [f"{number:08d}" for number in range(20)]
    for owner in owners:
        cis.seed(bill(owner=owner), registration=owner)
    codes: list[str] = []

    def pay(counter: int) -> None:
        clerk = Cis(cis.app, cis.partners)
        for owner in owners:
            message = {"reference1": f"16{owner}", "transactionId": f"{counter}-{owner}"}
            codes.append(clerk.agent("payments", amount="115.79", **message)["responseCode"])

    threads = [threading.Thread(target=pay, args=(counter,)) for counter in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes) == ["0000"] * 20 + ["1005"] * 60
    assert cis.books()["received"] == 20 * 11579


@pytest.mark.parametrize("seed", [{}, {"accounts": {}}, {"accounts": [5]}])
def test_a_seed_of_another_shape_is_told(cis: Cis, seed: Any) -> None:
    answer: Any = cis.web.post("/_test/seed", json=seed)
    assert (answer.status_code, "accounts" in answer.json["message"]) == (400, True)


def test_a_seed_may_be_larger_than_any_other_body(cis: Cis) -> None:
    body = b'{"accounts": []' + b" " * (33 << 20) + b"}"
    sizes = {
        path: cis.web.post(path, data=body, content_type="application/json").status_code
        for path in ("/_test/seed", "/_test/jobs/work_queue")
    }
    assert sizes == {"/_test/seed": 200, "/_test/jobs/work_queue": 413}
