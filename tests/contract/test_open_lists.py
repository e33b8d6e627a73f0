"""A code that a list does not have is a notice where the list is not known to be closed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from partnerlab.conformance.partner_folder.list_rules import code_lists
from partnerlab.contract.findings import Finding, failures
from partnerlab.contract.http import message as wire
from partnerlab.contract.http.judge import MessageJudge
from partnerlab.contract.open_lists import MARK, RULE, list_mistakes
from partnerlab.contract.schema_walker import KEYWORDS
from partnerlab.lab.partners.registry import Registry
from tests.contract.records.record_files import HEADER, detail

KIT = Registry()
PAYMENT: dict[str, Any] = {
    "agentCode": "BIGC", "transactionId": "T1", "transactionDateTime": "2026-01-05T09:00:00+07:00", "channel": "TELL",
    "branchCode": "1", "terminalId": "1", "reference1": "0112345678", "amount": "100.79",
}  # fmt: skip


def judged(body: dict[str, Any]) -> list[Finding]:
    partner = KIT.partner("big_c_online")
    assert partner.consumer is not None
    judge = MessageJudge(partner.consumer.operations["payment"], partner.agreement)
    headers = {"content-type": wire.JSON, "x-agent-key": "k"}
    found = [judge.request(_request(headers, body)) for _ in range(2)]
    assert found[0] == found[1], "the glance at a message and the whole judgement agree"
    return found[0]


def _request(headers: dict[str, str], body: dict[str, Any]) -> Any:
    return wire.request("POST", "/big-c/v1/payments", headers=headers, raw=wire.encode(body, wire.JSON))


def test_an_unknown_code_of_a_partner_is_a_notice() -> None:
    assert judged(PAYMENT) == []
    (finding,) = judged(PAYMENT | {"channel": "KIOSK"})
    assert (finding.where, finding.rule, finding.seen) == ("body/channel", RULE, "'KIOSK'")
    assert finding.expected == "one of ATM, CDM, PHON, ENET, TELE, TELL, PTNR, or a new one"
    assert failures([finding]) == []


def test_a_code_that_has_another_form_is_refused() -> None:
    assert [finding.rule for finding in failures(judged(PAYMENT | {"channel": "kiosk 7"}))] == ["pattern"]


def test_a_closed_list_refuses() -> None:
    partner = KIT.partner("dbd_juristic")
    assert partner.provider is not None
    operation = partner.provider.operations["profile"]
    assert not operation.open_lists


@pytest.mark.parametrize(
    ("codes", "notices"), [(["CSH"] * 600, 0), (["CSH", "QRC"] * 300, 1), (["QRC", "PPY", "QRC"], 2)]
)
def test_an_unknown_code_in_a_file_is_a_notice_once(codes: list[str], notices: int) -> None:
    layout = KIT.partner("truemoney_offline").layouts["payment_file"]
    field = layout.model.records["detail"].named("transaction_code")
    details = [detail(transaction_code=code.encode() if code not in field.codes else code) for code in codes]
    verdict = layout.judge(layout.write(HEADER, details))
    told = [(finding.rule, finding.notice) for finding in verdict.findings]
    assert told == [(RULE, True)] * notices
    assert (verdict.ok, verdict.finding_count, verdict.file_refused) == (True, 0, False)
    assert (verdict.bad_details, verdict.refused_lines) == (0, [])
    assert [values["transaction_code"] for values in layout.read(layout.write(HEADER, details)).details] == codes


def test_a_wrong_line_beside_a_notice_is_found() -> None:
    layout = KIT.partner("truemoney_offline").layouts["payment_file"]
    details = [detail(transaction_code=b"QRC", kind=b"X"), detail(kind=b"X")]
    verdict = layout.judge(layout.write(HEADER, details))
    assert {f.rule for f in failures(verdict.findings)} >= {"code"}
    assert verdict.refused_lines == [2, 3]


def test_lint_demands_of_what_a_partner_writes_whether_its_list_is_closed(tmp_path: Path) -> None:
    partner = KIT.partner("mof_welfare")
    assert code_lists(KIT, partner) == []
    schema = partner.documents.document("mof_welfare/as_provider.openapi.yaml")["components"]["schemas"]
    answer = next(s for s in schema.values() if "result" in s.get("properties", {}))["properties"]["result"]
    codes = answer.pop(MARK)
    try:
        answer["enum"] = codes
        (told,) = code_lists(KIT, partner)
        assert f"enum: is inferred, so that there may be more codes: write {MARK} instead, or x-closed: true" in told
        answer["x-closed"] = True
        assert code_lists(KIT, partner) == []
    finally:
        answer.pop("enum"), answer.pop("x-closed", None)
        answer[MARK] = codes


def test_a_mark_that_cannot_be_read_says_what_was_expected() -> None:
    assert "expected the codes that are known" in next(list_mistakes({MARK: []}))
    assert "stands beside `enum`" in next(list_mistakes({MARK: ["A"], "enum": ["A"]}))
    assert {MARK, "x-closed"} <= KEYWORDS
