"""What `verify` sends of dates: good ones where it keeps the contract, and where it breaks it, one date alone."""

from __future__ import annotations

import pytest
from hypothesis import find, settings
from hypothesis import strategies as st

from partnerlab.conformance.pacts.examples import recorded_examples
from partnerlab.conformance.verify.checks.broken_dates import broken_dates
from partnerlab.conformance.verify.checks.broken_request import broken_requests
from partnerlab.conformance.verify.checks.bundled_document import bundled
from partnerlab.conformance.verify.checks.date_patterns import date_pattern, narrow_dates
from partnerlab.contract.json_dates import agreed_date
from partnerlab.lab.partners.registry import Registry

KIT = Registry()
DATED = [
    pytest.param(example, id=example.id)
    for name in ("krungthai_edc", "scb_online", "big_c_online", "rid_dams")
    for sent in (False, True)
    for example in recorded_examples(KIT.partner(name), sent=sent)
    if list(broken_dates(example.operation, example.recorded.request))
    and not example.operation.judge_request(example.recorded.request)
]


assert len(DATED) > 20, "most of the examples above carry a date"


@pytest.mark.parametrize("example", DATED)
def test_each_breaks_one_date_and_nothing_else(example: object) -> None:
    operation, good = example.operation, example.recorded.request  # type: ignore[attr-defined]
    made = list(broken_dates(operation, good))
    rules = {finding.rule for _, finding in made}
    assert {"era", "calendar"} <= rules, rules
    for broken, finding in made:
        assert {each.where for each in operation.judge_request(broken)} == {finding.where}
    assert {finding.where for _, finding in made} <= {finding.where for _, finding in broken_requests(operation, good)}
    assert not operation.judge_request(good), "the good request is left as it was"


def test_a_number_stays_a_number() -> None:
    mark = {"format": "YYYYMMDD", "era": "be"}
    assert list(agreed_date(mark).spoilt(25690105)) == [20260105, 25691305, 25690132]


def test_the_date_of_a_generated_request_is_of_the_form_and_range_agreed() -> None:
    whole = bundled(KIT.documents, "rid_dams/as_provider.openapi.yaml")
    narrow_dates(whole)
    text = str(whole)
    assert date_pattern({"format": "YYYY-MM-DD", "era": "ce"}) in text
    pattern = date_pattern({"format": "DD/MM/YYYY", "era": "be", "range": [2030, 2031]})
    seen = find(st.from_regex(pattern, fullmatch=True), lambda _: True, settings=settings(database=None))
    assert agreed_date({"format": "DD/MM/YYYY", "era": "be", "range": [2030, 2031]}).read(seen) is not None
