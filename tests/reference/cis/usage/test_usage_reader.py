"""Look-ups of usage over HTTP: the order of checks, and what each office is told."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from cis_support import PID, Cis, Partners, bill, settings

from reference.cis import create_app

BASIC = "Basic dGVzdDp0ZXN0"
MONTHS = [f"2026-{month:02d}" for month in range(4, 11)]
OFFICES = {"cib_police": "10001", "nia": "10002", "oncb": "10003", "dsi": "10004", "krungthai_usage": "10005"}


def made(basic: str | None = BASIC) -> Any:
    told: dict[str, dict[str, str]] = {name: {"office_code": code} for name, code in OFFICES.items()}
    return create_app(
        settings(told | ({"dopa_linkage": {"water_usage_basic": basic}} if basic else {})), requests.Session()
    )


@pytest.fixture(scope="module")
def app() -> Iterator[Any]:
    app = made()
    yield app
    app.extensions["cis"].db.close()


@pytest.fixture
def cis(app: Any, partners: Partners) -> Cis:
    app.extensions["cis"].reset()
    system = Cis(app, partners)
    system.clock("2026-11-23 09:00")
    system.seed(*(bill(month) for month in MONTHS))
    return system


def ask(
    cis: Cis, office: str = "cib_police", path: str = "", headers: dict[str, Any] | None = None, **query: str
) -> Any:
    usual = {"Authorization": BASIC, "X-Office-Request": OFFICES.get(office, office), "X-User-Request": "0000000000019"}
    usual |= {"User-Agent": "Linkage Center 2/1.0"} | (headers or {})
    sent = {name: value for name, value in usual.items() if value is not None}
    sent.setdefault("User-Agent", "")  # else the test's own client names itself
    return cis.web.get(f"/linkage/api/v1/water-usage{path}", query_string=query, headers=sent)


def rows(cis: Cis, office: str = "cib_police", **query: str) -> list[dict[str, Any]]:
    answer = ask(cis, office, **({"searchKey": "12345678", "reference": "R-1"} | query))
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json["data"]
    return found


def outcomes(cis: Cis) -> list[str]:
    return [each["outcome"] for each in cis.show("disclosures", "all")["disclosures"]]


@pytest.mark.parametrize("header", ["Authorization", "X-Office-Request", "X-User-Request", "User-Agent"])
@pytest.mark.parametrize("value", [None, "  "])
def test_a_missing_or_blank_header_is_400_before_anything_else_is_looked_at(
    cis: Cis, header: str, value: str | None
) -> None:
    wrong = {"Authorization": "Basic d3Jvbmc6"} | {header: value}
    answer = ask(cis, headers=wrong)
    assert (answer.status_code, answer.json["missingHeaders"]) == (400, [header])
    assert answer.json.keys() == {"message", "errors", "traceId", "missingHeaders"}


def test_another_scheme_than_basic_counts_as_missing(cis: Cis) -> None:
    assert ask(cis, headers={"Authorization": "Bearer x"}).json["missingHeaders"] == ["Authorization"]


@pytest.mark.parametrize("path", ["", "-sandbox", "-health-check"])
def test_a_wrong_credential_is_401_in_the_frameworks_words_before_the_parameters(cis: Cis, path: str) -> None:
    answer = ask(cis, path=path, headers={"Authorization": "Basic d3Jvbmc6"}, searchKey="1")
    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert answer.json.keys() == {"type", "title", "status", "traceId"}


def test_a_credential_that_we_were_never_told_is_500(partners: Partners) -> None:
    system = Cis(made(basic=None), partners)
    answer = ask(system, searchKey="12345678")
    assert (answer.status_code, answer.json["missingHeaders"]) == (500, [])


@pytest.mark.parametrize("path", ["", "-sandbox"])
@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({}, "searchKey"),
        ({"searchKey": "1234567"}, "searchKey"),
        ({"searchKey": "12345678\n"}, "searchKey"),
        ({"searchKey": "x" * 13}, "searchKey"),
        ({"searchKey": "12345678", "reference": "x" * 61}, "reference"),
    ],
)
def test_wrong_parameters_are_400_and_leave_no_record(cis: Cis, path: str, query: dict[str, str], named: str) -> None:
    answer = ask(cis, path=path, **query)
    assert (answer.status_code, answer.json["missingHeaders"]) == (400, [])
    assert named in answer.json["errors"]
    assert outcomes(cis) == []


def test_six_months_and_no_seventh_however_many_there_are(cis: Cis) -> None:
    (row,) = rows(cis)
    assert [month["period"] for month in row["months"]] == MONTHS[1:]
    cis.clock("2026-12-01 09:00")
    assert [month["period"] for month in rows(cis)[0]["months"]] == MONTHS[2:]


@pytest.mark.parametrize(
    ("since", "first"), [("2026-08-01", "2026-08"), ("2026-08-02", "2026-09"), ("2026-12-31", None)]
)
def test_months_that_are_not_wholly_the_present_holders_never_come(cis: Cis, since: str, first: str | None) -> None:
    cis.seed(held_since=since)
    (row,) = rows(cis)
    assert [month["period"] for month in row["months"]] == [m for m in MONTHS if first and m >= first]


@pytest.mark.parametrize(
    ("office", "of_account", "of_month"),
    [
        ("cib_police", {"branchCode", "address"}, {"readingDate", "volume"}),
        ("nia", {"branchCode", "address"}, {"volume"}),
        ("oncb", {"branchCode", "meterSize", "address"}, {"readingDate", "volume"}),
        ("dsi", {"branchCode", "meterSize", "address"}, {"readingDate", "volume", "amount"}),
        ("krungthai_usage", set(), {"volume", "amount"}),
    ],
)
def test_each_office_gets_the_fields_of_its_agreement(
    cis: Cis, office: str, of_account: set[str], of_month: set[str]
) -> None:
    (row,) = rows(cis, office)
    assert row.keys() == {"accountNo", "months"} | of_account
    assert all(month.keys() == {"period"} | of_month for month in row["months"])


def test_a_person_is_told_with_all_accounts_and_one_who_has_none_is_an_empty_list(cis: Cis) -> None:
    cis.seed(registration="22345678")
    found = ask(cis, searchKey=PID, reference="R-1").json["data"]
    assert [row["accountNo"] for row in found] == ["12345678", "22345678"]
    assert ask(cis, searchKey="0" * 13, reference="R-1").json == {"responseCode": "000", "data": []}
    assert outcomes(cis) == ["told", "nothing"]


@pytest.mark.parametrize(
    ("office", "at", "query", "status", "outcome"),
    [
        ("99999", "09:00", {"searchKey": "12345678", "reference": "R"}, 403, "no_agreement"),
        ("nia", "16:30", {"searchKey": "12345678", "reference": "R"}, 403, "out_of_hours"),
        ("nia", "08:29", {"searchKey": "12345678", "reference": "R"}, 403, "out_of_hours"),
        ("krungthai_usage", "09:00", {"searchKey": PID}, 403, "out_of_scope"),
        ("cib_police", "09:00", {"searchKey": "12345678"}, 403, "no_reference"),
        ("cib_police", "09:00", {"searchKey": "12345678", "reference": "  "}, 403, "no_reference"),
    ],
)
def test_what_the_agreement_does_not_allow_is_refused_and_recorded(
    cis: Cis, office: str, at: str, query: dict[str, str], status: int, outcome: str
) -> None:
    cis.clock(f"2026-11-23 {at}")
    answer = ask(cis, office, **query)
    assert (answer.status_code, outcomes(cis)) == (status, [outcome])
    assert answer.json.keys() == {"message", "errors", "traceId", "missingHeaders"}


def test_an_office_that_works_on_days_of_work_is_shut_out_on_others(cis: Cis) -> None:
    cis.clock("2026-11-28 10:00")
    assert ask(cis, "nia", searchKey="12345678", reference="R").status_code == 403
    cis.clock("2026-12-07 10:00")  # a holiday
    assert ask(cis, "nia", searchKey="12345678", reference="R").status_code == 403
    assert rows(cis, "krungthai_usage")


def test_the_quota_is_of_a_day_and_counts_what_was_answered_alone(cis: Cis) -> None:
    assert ask(cis, "nia", searchKey="12345678").status_code == 403
    assert all(rows(cis, "nia") for _ in range(20))
    assert ask(cis, "nia", searchKey="12345678", reference="R").status_code == 429
    assert outcomes(cis)[-1] == "quota_used_up"
    assert rows(cis, "cib_police"), "another office's quota is its own"
    cis.clock("2026-11-24 09:00")
    assert rows(cis, "nia")


def test_the_sandbox_knows_no_account_and_nothing_of_it_is_recorded(cis: Cis) -> None:
    assert ask(cis, path="-sandbox", searchKey="12345678").json["data"][0]["accountNo"] == "00000000"
    assert ask(cis, path="-health-check").json == {"responseCode": "000", "data": []}
    assert ask(cis, "99999", path="-sandbox", searchKey="12345678").status_code == 403
    assert ask(cis, "99999", path="-health-check").status_code == 403
    assert outcomes(cis) == []


def test_two_offices_of_one_number_are_refused_at_the_start() -> None:
    with pytest.raises(ValueError, match="office_code 1 is another office's"):
        create_app(settings({"nia": {"office_code": "1"}, "oncb": {"office_code": "1"}}))
