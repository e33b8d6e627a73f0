"""The layouts themselves: column by column what the published tables say, with samples that keep them."""

from __future__ import annotations

import pytest
from record_files import FILES, HEADER, detail, payments

from partnerlab.contract.files import Layout

# The tables of the cross-bank file, written down here a second time: name, first column, last column.
HEADER_TABLE = """record_type 1 1, sequence 2 7, bank_code 8 10, company_account 11 20, company_name 21 60,
    effective_date 61 68, service_code 69 76, spare 77 256"""
DETAIL_TABLE = """record_type 1 1, sequence 2 7, bank_code 8 10, company_account 11 20, payment_date 21 28,
    payment_time 29 34, customer_name 35 84, ref1 85 104, ref2 105 124, ref3 125 144, branch 145 148, teller 149 152,
    kind 153 153, transaction_code 154 156, cheque_number 157 163, amount 164 176, spare 177 256"""
TRAILER_TABLE = """record_type 1 1, sequence 2 7, bank_code 8 10, company_account 11 20, total_debit_amount 21 33,
    total_debit_count 34 39, total_credit_amount 40 52, total_credit_count 53 58, spare 59 256"""
GRADES = {"published", "observed", "inferred", "invented"}


@pytest.mark.parametrize(
    ("role", "table"), [("header", HEADER_TABLE), ("detail", DETAIL_TABLE), ("trailer", TRAILER_TABLE)]
)
def test_payment_file_keeps_the_published_columns(payment: Layout, role: str, table: str) -> None:
    rows = [row.split() for row in table.split(",")]
    found = [(one.name, one.start + 1, one.end) for one in payment.model.records[role].fields]
    assert found == [(name, int(first), int(last)) for name, first, last in rows]


def test_bytes_of_a_payment_stand_where_the_tables_say(payment: Layout) -> None:
    header, line, trailer, _ = payments(payment, detail()).split(b"\r\n")
    assert header[:20] == b"H000001TMN0000000000"
    assert header[60:76] == b"23112026water   "
    assert line[:34] == b"D000002TMN000000000023112026101530"
    assert line[34:84].decode("cp874") == "นางสาวสมมุติ น้ำใส".ljust(50)
    assert line[84:124] == b"0112345678          691012345678        "
    assert line[144:176] == b"00010007CCSH       0000000010079"
    assert trailer[:58] == b"T000003TMN0000000000" + b"0" * 19 + b"0000000010079000001"
    assert {len(header), len(line), len(trailer)} == {256}


@pytest.mark.parametrize("name", ["payment_file", "response_file"])
def test_samples_keep_their_layout(name: str) -> None:
    layout = Layout.load(FILES / f"{name}.layout.yaml")
    data = (FILES / f"{name}.sample.txt").read_bytes()
    verdict = layout.judge(data)
    assert verdict.findings == []
    assert verdict.counts["detail"] > 1
    file = layout.read(data)
    assert layout.write(file.header, file.details, file.trailer) == data


def test_every_field_says_how_it_is_known(payment: Layout, response: Layout) -> None:
    for layout in (payment, response):
        fields = [one for record in layout.model.records.values() for one in record.fields]
        assert {one.provenance for one in fields} <= GRADES
        assert all(one.source for one in fields)
    grades = {one.name: one.provenance for one in payment.model.records["detail"].fields}
    assert (grades["amount"], grades["transaction_code"], grades["ref1"]) == ("observed", "inferred", "invented")
    assert {one.provenance for one in response.model.records["detail"].fields} == {"invented"}


def test_personal_data_is_marked_and_the_answer_carries_no_name(payment: Layout, response: Layout) -> None:
    sent = {one.name: one.personal for one in payment.model.records["detail"].fields if one.personal}
    back = {one.name for one in response.model.records["detail"].fields if one.personal}
    assert sent == {"customer_name": "name", "ref1": "identity", "ref2": "identity"}
    assert back == {"ref1", "ref2"}


def answer(response: Layout, *outcomes: str, **header: object) -> bytes:
    told = {"file_outcome": "00", "received_name": "MWA_TMN_20261123_01.txt"}
    done = {"processed_date": "2026-11-24", "processed_time": "08:30:00"}
    details = [
        {"outcome": outcome, "outcome_text": "-", "amount": 100 * number, "received_sequence": number + 1}
        for number, outcome in enumerate(outcomes, 1)
    ]
    return response.write(HEADER | told | done | header, details)


def test_accepted_and_refused_add_up_to_what_was_received(response: Layout) -> None:
    verdict = response.judge(answer(response, "1", "2", "3", "4", "5", "6"))
    assert verdict.findings == []
    assert verdict.totals == {
        "received_amount": 2100,
        "received_count": 6,
        "accepted_amount": 100 + 500,
        "accepted_count": 2,
        "refused_amount": 200 + 300 + 400 + 600,
        "refused_count": 4,
    }


def test_an_answer_must_account_for_the_whole_file(payment: Layout, response: Layout) -> None:
    received = payment.judge(payments(payment, detail(amount=100), detail(amount=200, kind="D")))
    assert response.unaccounted(received, response.judge(answer(response, "1", "2"))) == []
    found = response.unaccounted(received, response.judge(answer(response, "1")))
    assert [finding.where for finding in found] == ["trailer (received_amount)", "trailer (received_count)"]
    assert found[0].seen == "1.00 baht"


def test_a_file_refused_as_a_whole_has_no_details(response: Layout) -> None:
    refused = {"file_outcome": "04", "file_reason": "ยอดรวมไม่ตรง"}
    assert response.judge(answer(response, **refused)).ok
    found = response.judge(answer(response, "1", **refused)).findings
    assert [finding.rule for finding in found] == ["detail only if"]
    assert found[0].level == "file"
