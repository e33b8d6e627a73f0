"""Every code that a dialect of the payment agents documents has its canonical outcome, and both sides use the table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from partnerlab import yamlio
from partnerlab.errors import InputError
from partnerlab.lab.partners import partner_page, payment_outcomes
from partnerlab.lab.partners.registry import Registry
from reference.cis.messages import OutcomeCode
from reference.cis.partners._common.payment_outcomes import code_of, codes_of

CONTRACTS = Path(__file__).parents[2] / "contracts"
OUTCOMES = payment_outcomes.load(CONTRACTS)
DIALECTS = {
    "online_agent": ("_common/online_agent.openapi.yaml", ("responseCode",)),
    "scb_online": ("scb_online/as_consumer.openapi.yaml", ("resCode", "ResponseCode")),
    "krungthai_online": ("krungthai_online/as_consumer.openapi.yaml", ("respCode",)),
    "krungthai_edc": ("krungthai_edc/as_consumer.openapi.yaml", ("code",)),
}


def documented(node: Any, fields: tuple[str, ...]) -> Iterator[str]:
    """The codes that schemas of these names allow."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name in fields and isinstance(value, dict):
                yield from value.get("enum", [value["const"]] if "const" in value else [])
            yield from documented(value, fields)
    elif isinstance(node, list):
        for value in node:
            yield from documented(value, fields)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_documented_code_has_its_canonical_outcome(dialect: str) -> None:
    file, fields = DIALECTS[dialect]
    codes = set(documented(yamlio.load(CONTRACTS / file).data, fields))
    assert len(codes) > 5 and codes == OUTCOMES.codes(dialect)
    assert all(OUTCOMES.meanings(dialect, code) for code in codes)


def test_every_record_of_a_payment_file_has_its_canonical_outcome() -> None:
    layout = yamlio.load(CONTRACTS / "_common/bill_payment_result_256.layout.yaml").data
    (outcome,) = (field for field in layout["records"]["detail"]["fields"] if field["name"] == "outcome")
    assert set(outcome["codes"]) == OUTCOMES.codes("payment_file")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_our_side_takes_each_of_its_codes_from_the_table(dialect: str) -> None:
    codes = codes_of(dialect, OutcomeCode)
    rows = {row.outcome: row for row in OUTCOMES.rows}
    assert [codes[outcome] for outcome in OutcomeCode] == [
        rows[outcome.value].codes[dialect] for outcome in OutcomeCode
    ]


def test_an_outcome_that_does_not_come_up_has_no_code() -> None:
    with pytest.raises(LookupError, match="payment_file has no code for has_arrears"):
        code_of("payment_file", "has_arrears")


@pytest.mark.parametrize(("rows", "why"), [("a,splendid,1", "expected one of ok"), ("a,ok,1\na,ok,2", "stands in two")])
def test_a_table_that_cannot_be_read_is_refused(tmp_path: Path, rows: str, why: str) -> None:
    (tmp_path / "_common").mkdir()
    (tmp_path / payment_outcomes.TABLE).write_text(f"outcome,canonical,bank\n{rows}\n")
    with pytest.raises(InputError, match=why):
        payment_outcomes.load(tmp_path)


def test_the_page_shows_every_code() -> None:
    shown = "\n".join(partner_page.outcome_table(Registry()))
    assert all(f" {code} |" in shown for dialect in OUTCOMES.dialects for code in OUTCOMES.codes(dialect))
