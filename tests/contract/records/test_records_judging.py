"""Judging: what is wrong is found where it is, and it is told apart whether a line or the file suffers."""

from __future__ import annotations

from pathlib import Path

import pytest
from record_files import FILES, detail, only, payments, put

from partnerlab.contract.files import Layout

NAME = "MWA_TMN_20261123_01.txt"


def test_a_good_file(payment: Layout) -> None:
    verdict = payment.judge(payments(payment), NAME)
    assert verdict.ok
    assert not verdict.file_refused
    assert verdict.counts == {"header": 1, "detail": 3, "trailer": 1}
    assert verdict.totals["total_credit_amount"] == 10079 + 5 + 20_000
    assert (verdict.lines, verdict.bytes) == (5, 5 * 258)


@pytest.mark.parametrize(
    ("column", "what", "where", "rule"),
    [
        (8, b"XXX", "columns 8-10 (bank_code)", "constant"),
        (11, b"1", "columns 11-20 (company_account)", "as in the header"),
        (21, b"31022026", "columns 21-28 (payment_date)", "calendar"),
        (21, b"23112569", "columns 21-28 (payment_date)", "era"),
        (21, b"23111026", "columns 21-28 (payment_date)", "range"),
        (105, b"261112345678", "columns 105-124 (ref2)", "range"),
        (105, b"691312345678", "columns 105-124 (ref2)", "calendar"),
        (29, b"246060", "columns 29-34 (payment_time)", "time"),
        (35, b" ", "columns 35-84 (customer_name)", "justified"),
        (40, b"\x07", "columns 35-84 (customer_name)", "character"),
        (40, b"\xff", "columns 35-84 (customer_name)", "character"),
        (85, "๐๑".encode("cp874"), "columns 85-104 (ref1)", "digits"),
        (105, b" " * 20, "columns 105-124 (ref2)", "required"),
        (145, b" 001", "columns 145-148 (branch)", "digits"),
        (154, b"???", "columns 154-156 (transaction_code)", "code"),
        (157, b"12345  ", "columns 157-163 (cheque_number)", "digits"),
        (200, b"x", "columns 177-256 (spare)", "constant"),
    ],
)
def test_a_bad_field_refuses_its_line_and_no_other(
    payment: Layout, column: int, what: bytes, where: str, rule: str
) -> None:
    verdict = payment.judge(put(payments(payment), 3, column, what), NAME)
    finding = only(verdict)
    assert (finding.where, finding.rule, finding.level) == (f"line 3, {where}", rule, "record")
    assert not verdict.file_refused
    assert (verdict.refused_lines, verdict.bad_details) == ([3], 1)
    assert verdict.totals["total_credit_count"] == 3


def test_where_a_finding_is_can_be_computed_with(payment: Layout) -> None:
    place = only(payment.judge(put(payments(payment), 3, 29, b"99"))).place
    assert place is not None
    assert (place.line, place.start, place.end, place.field, place.offset) == (3, 29, 34, "payment_time", 2 * 258 + 28)


def test_a_finding_is_a_plain_finding_to_those_who_do_not_know_files(payment: Layout) -> None:
    told = only(payment.judge(put(payments(payment), 3, 29, b"99"))).as_dict()
    assert told["side"] == "request"
    assert (told["expected"], told["seen"]) == ("a time of day HHMMSS", "'991530'")
    assert told["place"]["line"] == 3


def test_an_amount_that_cannot_be_read_leaves_the_others(payment: Layout) -> None:
    thai = "๑".encode("cp874")
    verdict = payment.judge(put(payments(payment), 3, 176, thai))
    assert only(verdict).where == "line 3, columns 164-176 (amount)"
    assert not verdict.file_refused
    assert verdict.totals["total_credit_amount"] == 10079 + 20_000


def test_an_amount_that_cannot_be_read_does_not_excuse_a_trailer_below_the_rest(payment: Layout) -> None:
    data = put(payments(payment, detail(), detail(), trailer={"total_credit_amount": 10078}), 3, 176, b"x")
    trailer = payment.judge(data).findings[-1]
    assert (trailer.rule, trailer.level) == ("total", "file")
    assert trailer.expected == "at least 100.79 baht, without the 1 detail that cannot be read"


@pytest.mark.parametrize("satang", [-1, 1])
def test_a_trailer_off_by_one_satang_refuses_the_file(payment: Layout, satang: int) -> None:
    verdict = payment.judge(payments(payment, detail(), trailer={"total_credit_amount": 10079 + satang}))
    finding = only(verdict)
    assert verdict.file_refused
    assert finding.where == "line 3, columns 40-52 (total_credit_amount)"
    assert (finding.expected, finding.seen) == ("100.79 baht", f"100.{79 + satang} baht")
    assert verdict.refused_lines == []


def test_credits_and_debits_are_counted_apart(payment: Layout) -> None:
    details = [detail(amount=number, kind="CD"[number % 2]) for number in range(1, 11)]
    verdict = payment.judge(payments(payment, *details))
    assert verdict.ok
    assert verdict.totals == {
        "total_credit_amount": 2 + 4 + 6 + 8 + 10,
        "total_credit_count": 5,
        "total_debit_amount": 1 + 3 + 5 + 7 + 9,
        "total_debit_count": 5,
    }


@pytest.mark.parametrize(
    ("line", "expected", "seen"),
    [(1, "000001", "'000002'"), (3, "000003", "'000004'"), (5, "000005", "'000006'")],
)
def test_a_gap_in_the_sequence_refuses_the_file_once(payment: Layout, line: int, expected: str, seen: str) -> None:
    data = payments(payment)
    for later in range(line, 6):
        data = put(data, later, 2, b"%06d" % (later + 1))
    verdict = payment.judge(data)
    finding = only(verdict)
    assert verdict.file_refused
    assert (finding.rule, finding.expected, finding.seen) == ("sequence", expected, seen)
    assert finding.place is not None
    assert finding.place.line == line


def test_a_sequence_that_is_no_number(payment: Layout) -> None:
    assert [f.rule for f in payment.judge(put(payments(payment), 3, 2, b"00000x")).findings] == ["sequence"]


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ([1, 2, 3, 4], "a trailer, a line beginning with 'T'"),
        ([2, 3, 4, 5], "a header"),
        ([1, 5, 2, 3, 4], "nothing after the trailer"),
        ([1, 1, 2, 3, 4, 5], "a detail or a trailer"),
    ],
)
def test_records_out_of_order_refuse_the_file(payment: Layout, order: list[int], told: str) -> None:
    lines = payments(payment).splitlines(keepends=True)
    verdict = payment.judge(b"".join(lines[number - 1] for number in order))
    found = [finding for finding in verdict.findings if finding.rule == "order"]
    assert found[0].expected.startswith(told)
    assert verdict.file_refused


@pytest.mark.parametrize(("cut", "told"), [(1, "255 bytes, 1 too short"), (-2, "258 bytes, 2 too long")])
def test_a_record_of_the_wrong_length_refuses_the_file(payment: Layout, cut: int, told: str) -> None:
    lines = payments(payment).split(b"\r\n")
    lines[2] = lines[2][:-cut] if cut > 0 else lines[2] + b" " * -cut
    verdict = payment.judge(b"\r\n".join(lines))
    finding = only(verdict)
    assert (finding.rule, finding.seen, finding.level) == ("record length", told, "file")
    assert verdict.lines == 5


def test_a_record_of_no_known_type(payment: Layout) -> None:
    verdict = payment.judge(put(payments(payment), 3, 1, b"Z"))
    assert verdict.findings[0].rule == "record type"
    assert verdict.findings[0].seen == "'Z'"
    assert verdict.file_refused


def test_utf8_is_called_by_its_name(payment: Layout) -> None:
    verdict = payment.judge(payments(payment).decode("cp874").encode("utf-8"))
    assert {(finding.rule, finding.level) for finding in verdict.findings} == {("encoding", "file")}
    assert "UTF-8" in verdict.findings[0].seen
    assert verdict.findings[1].where == "line 2, columns 35-37"


def test_utf8_padded_to_the_right_length_is_found_all_the_same(payment: Layout) -> None:
    name = "สมรส".encode().ljust(50)  # every byte of it stands for something in cp874
    verdict = payment.judge(payments(payment, *[detail()] * 600, detail(customer_name=name), detail()))
    assert only(verdict).rule == "encoding"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be"])
def test_a_file_of_wide_letters_is_called_by_its_code_page_and_nothing_else(payment: Layout, encoding: str) -> None:
    finding = only(payment.judge(payments(payment).decode("cp874").encode(encoding)))
    assert (finding.rule, finding.level, finding.seen) == ("encoding", "file", encoding[:6].upper())


def test_a_byte_order_mark_is_called_by_its_name(payment: Layout) -> None:
    assert only(payment.judge(b"\xef\xbb\xbf" + payments(payment))).seen == "a byte order mark of UTF-8"


def test_an_empty_file(payment: Layout) -> None:
    assert only(payment.judge(b"")).rule == "empty file"


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("MWA_TMN_20261124_01.txt", "date as in the header"),
        ("MWA_KTB_20261123_01.txt", "file name"),
        ("MWA_TMN_20261131_01.txt", "file name"),
        ("MWA_TMN_20261123_01.txt.tmp", "file name"),
        ("MWA_TMN_20261123_๐๑.txt", "file name"),
    ],
)
def test_a_name_that_does_not_fit_refuses_the_file(payment: Layout, name: str, rule: str) -> None:
    verdict = payment.judge(payments(payment), name)
    finding = only(verdict)
    assert (finding.where, finding.rule, finding.place) == ("file name", rule, None)
    assert verdict.file_refused


SPOILT = {
    "LF": lambda data: data.replace(b"\r\n", b"\n"),
    "blank lines": lambda data: data.replace(b"\r\n", b"\r\n\r\n"),
    "missing last line end": lambda data: data.removesuffix(b"\r\n"),
    "end-of-file mark": lambda data: data + b"\x1a",
    "end-of-file mark and line end": lambda data: data + b"\x1a\r\n",
    "end-of-file mark on the last line": lambda data: data.removesuffix(b"\r\n") + b"\x1a\r\n\x1a\n\n",
}


@pytest.mark.parametrize("what", SPOILT)
def test_line_ends_pass_only_where_the_layout_tolerates_them(payment: Layout, response: Layout, what: str) -> None:
    assert "tolerates" not in (Path(response.model.file).parent / "response_file.layout.yaml").read_text("utf-8")
    spoil = SPOILT[what]
    assert payment.judge(spoil(payments(payment))).ok
    sample = spoil((Path(response.model.file).parent / "response_file.sample.txt").read_bytes())
    verdict = response.judge(sample)
    assert verdict.findings and {finding.level for finding in verdict.findings} == {"file"}
    assert verdict.counts["detail"] > 1


@pytest.mark.parametrize("size", [1, 2, 257, 258, 5000])
def test_the_mark_is_the_end_wherever_a_chunk_ends(payment: Layout, size: int) -> None:
    data = payments(payment) + b"\x1a\r\n"
    verdict = payment.judge(data[start : start + size] for start in range(0, len(data), size))
    assert verdict.ok and verdict.bytes == len(data)


def test_a_mark_before_a_record_ends_nothing(payment: Layout) -> None:
    data = payments(payment)
    assert only(payment.judge(data[:258] + b"\x1a\r\n" + data[258:])).rule == "record type"


def test_a_file_may_come_as_path_or_in_chunks(payment: Layout, tmp_path: Path) -> None:
    data = put(payments(payment, *[detail(amount=number) for number in range(1, 900)]), 700, 29, b"99")
    (tmp_path / NAME).write_bytes(data)
    whole = payment.judge(data)
    assert whole.refused_lines == [700]
    assert payment.judge(tmp_path / NAME) == whole
    for size in (1, 257, 258, 1000):
        assert payment.judge(data[start : start + size] for start in range(0, len(data), size)) == whole


def test_a_ruined_file_does_not_fill_the_memory(payment: Layout) -> None:
    data = payments(payment, *[detail(payment_time=b"990000")] * 300)
    verdict = payment.judge(data, limit=10)
    assert (len(verdict.findings), verdict.finding_count, verdict.bad_details) == (10, 300, 300)


def test_what_has_no_line_ends_at_all_is_judged_too(payment: Layout) -> None:
    verdict = payment.judge(b"D" * 300_000)
    assert verdict.file_refused
    assert verdict.bytes == 300_000


def test_a_code_that_is_not_taken_makes_its_record_unusable(payment: Layout) -> None:
    agreed = Layout.load(FILES / "payment_file.layout.yaml")
    data = payments(payment, detail(kind="D"), detail())
    assert payment.judge(data).ok
    verdict = agreed.judge(data)
    assert [(f.where, f.rule, f.expected) for f in verdict.findings] == [
        ("line 2, column 153 (kind)", "code", "one of C")
    ]
    assert (verdict.refused_lines, verdict.file_refused) == ([2], False)


def test_an_amount_of_nothing_is_none(payment: Layout) -> None:
    verdict = payment.judge(payments(payment, detail(amount=0), *[detail()] * 50))
    assert [(f.where, f.rule) for f in verdict.findings] == [("line 2, columns 164-176 (amount)", "amount")]
