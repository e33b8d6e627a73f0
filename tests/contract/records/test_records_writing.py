"""Writing: what fills itself in, what may be forced, and what is refused rather than cut."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

import pytest
from record_files import HEADER, detail, payments

from partnerlab.contract.files import Layout, ReadError, WriteError


def test_what_is_written_is_read_again(payment: Layout) -> None:
    file = payment.read(payments(payment, detail(), detail(customer_name="", kind="D", amount=1)))
    assert file.header["effective_date"] == date(2026, 11, 23)
    first, second = file.details
    assert first | detail() == first
    assert (first["sequence"], second["sequence"], file.trailer["sequence"]) == (2, 3, 4)
    assert (first["payment_time"], first["amount"], first["ref3"]) == (time(10, 15, 30), 10079, "")
    assert second["customer_name"] == ""
    assert (file.trailer["total_credit_amount"], file.trailer["total_debit_amount"]) == (10079, 1)
    assert "spare" not in first


def test_scenarios_may_write_dates_as_text(payment: Layout) -> None:
    assert payments(payment, detail(payment_date="2026-11-23", payment_time="10:15:30")) == payments(payment, detail())


def test_a_file_too_large_to_hold_is_written_line_by_line(payment: Layout) -> None:
    lines = payment.lines(HEADER, (detail() for _ in range(3)))
    assert next(lines).startswith(b"H000001")
    assert b"".join(lines).count(b"\r\n") == 4


def test_the_largest_amount_fits_and_a_total_beyond_it_is_told(payment: Layout) -> None:
    largest = 10**13 - 1
    data = payments(payment, detail(amount=largest))
    assert payment.read(data).details[0]["amount"] == largest
    assert payment.judge(data).totals["total_credit_amount"] == largest
    with pytest.raises(WriteError, match="trailer, field 'total_credit_amount': expected 0 to 9999999999999"):
        payments(payment, detail(amount=largest), detail(amount=1))


def test_what_is_given_wins_over_what_fills_itself_in(payment: Layout) -> None:
    data = payments(payment, detail(sequence=9, bank_code="KTB"), trailer={"total_credit_amount": 1})
    assert data.split(b"\r\n")[1][:10] == b"D000009KTB"
    assert data.split(b"\r\n")[2][39:52] == b"0000000000001"


def test_bytes_force_a_fault(payment: Layout) -> None:
    assert b"31022026" in payments(payment, detail(payment_date=b"31022026"))


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("customer_name", "ก" * 51, "at most 50 bytes, got 51 bytes"),
        ("customer_name", "Zoë", "characters that cp874 has, got 'ë' (U+00EB) at character 3"),
        ("customer_name", " x", "text without spaces around it"),
        ("customer_name", "a\nb", "no control characters"),
        ("ref1", "๐๑๑๒๓๔๕๖๗๘", "10 digits 0-9"),
        ("ref1", "112345678", "10 digits 0-9"),
        ("ref1", 112345678, "a text, got 112345678 (int)"),
        ("ref2", None, "12 digits 0-9 from the first column on, then spaces, got nothing"),
        ("kind", "X", "one of C, D, got 'X'"),
        ("amount", Decimal("100.79"), "an amount in satang, an int, got Decimal"),
        ("amount", True, "an amount in satang"),
        ("amount", -1, "0 to 9999999999999, got -1"),
        ("amount", 10**13, "0 to 9999999999999"),
        ("amount", b"1", "at most 13 bytes, got 1 bytes"),
        ("payment_date", "31/02/2026", "a date (or its text, 2026-11-23)"),
        ("payment_date", datetime(2026, 11, 23, 10), "a date (or its text"),
        ("payment_time", time(10, 15, 30, 5), "a time that HHMMSS can hold"),
        ("payment_tiem", "1", "'payment_time', perhaps, got a field that this record does not have"),
    ],
)
def test_what_does_not_fit_is_refused(payment: Layout, field: str, value: object, told: str) -> None:
    with pytest.raises(WriteError) as refused:
        payments(payment, detail(), detail(**{field: value}))
    assert told in str(refused.value)
    assert f"detail 2, field '{field}'" in str(refused.value)


def test_what_cannot_be_read_says_where(payment: Layout) -> None:
    data = payments(payment, detail(), detail(payment_date=b"31022026"))
    with pytest.raises(ReadError, match=r"line 3, columns 21-28 \(payment_date\): calendar") as bad:
        payment.read(data)
    assert bad.value.finding.place is not None
    assert bad.value.finding.place.offset == 2 * 258 + 20
    assert payment.peek(data) is None


@pytest.mark.parametrize(
    ("data", "told"), [(b"X" * 256, "record type: expected one of H, D, T"), (b"D" * 9, "expected 256 bytes")]
)
def test_lines_that_are_no_records_are_not_read(payment: Layout, data: bytes, told: str) -> None:
    with pytest.raises(ReadError, match=told):
        payment.read(data)


def test_reading_skips_blank_lines_and_the_end_mark(payment: Layout) -> None:
    data = payments(payment).replace(b"\r\n", b"\n\n").rstrip(b"\n") + b"\x1a"
    assert payment.read(data) == payment.read(payments(payment))
    assert payment.read(data + b"\r\n\x1a\r\n") == payment.read(payments(payment))


def test_names_of_files(payment: Layout, response: Layout) -> None:
    assert payment.file_name(date=date(2026, 11, 23), sequence=1) == "MWA_TMN_20261123_01.txt"
    assert payment.parse_name("MWA_TMN_20261123_01.txt") == {"date": date(2026, 11, 23), "sequence": 1}
    assert payment.named("MWA_TMN_20261123_01.txt")
    assert not payment.named("MWA_TMN_20261123_01_RESULT.txt")
    assert response.named("MWA_TMN_20261123_01_RESULT.txt")
    assert not payment.named("MWA_TMN_20261331_01.txt")
    with pytest.raises(WriteError, match="file name, field 'sequence': expected the parts date, sequence, got nothing"):
        payment.file_name(date=date(2026, 11, 23))
    with pytest.raises(WriteError, match="0 to 99, got 100"):
        payment.file_name(date=date(2026, 11, 23), sequence=100)
