"""The fast way and the slow way must agree on every line, or speed would cost truth."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from record_files import FILES, HEADER, detail, payments

from partnerlab.contract.files import Layout
from partnerlab.contract.files.fixed_width.record_format import RecordFormat, compiled

NASTY = b" 0159CDTMNx\x00\x1a\n\r\x80\x9f\xa0\xa1\xe0\xb8\xdb\xff" + "๑ก้".encode("cp874")


def good(detail_type: RecordFormat, line: bytes, header: bytes) -> bool:
    return len(line) == 256 and not [*detail_type.misfits(line, header), *detail_type.unknown_codes(line)]


def fast(detail_type: RecordFormat, line: bytes, header: bytes) -> bool:
    dated = detail_type.dates() | detail_type.dated_digits()
    names = [one.name for one, _ in detail_type.fields if one.name in dated]
    found = detail_type.pattern(header, names, b"\r\n").fullmatch(line + b"\r\n")
    if found is None:
        return False
    days = dict(zip(names, found.groups(), strict=True))
    return all(dated[name].exists(day) for name, day in days.items()) and all(
        detail_type.in_order(one, days[one.name], detail_type.other_date(named, line, header) or b"", named)
        for one, named in detail_type.ordered_dates()
    )


@pytest.mark.parametrize("seed", range(4))
def test_the_pattern_takes_exactly_what_the_fields_take(payment: Layout, seed: int) -> None:
    chance = random.Random(seed)
    header, line, *_ = payments(payment, detail()).split(b"\r\n")
    kind = compiled(payment.model)["detail"]
    verdicts = set()
    for _ in range(400):
        spoilt = bytearray(line)
        at = chance.randrange(256)
        for position in range(at, min(256, at + chance.choice((1, 1, 2, 20)))):
            spoilt[position] = chance.choice((*NASTY, line[position], line[position]))
        verdicts.add(good(kind, bytes(spoilt), header))
        assert good(kind, bytes(spoilt), header) == fast(kind, bytes(spoilt), header), bytes(spoilt)
    assert verdicts == {True, False}


def test_every_form_of_an_optional_field_is_taken_both_ways(payment: Layout) -> None:
    header, line, *_ = payments(payment, detail()).split(b"\r\n")
    kind = compiled(payment.model)["detail"]
    for start, end in ((124, 144), (156, 163)):
        for blank in (b" ", b"0"):
            changed = line[:start] + blank * (end - start) + line[end:]
            assert good(kind, changed, header)
            assert fast(kind, changed, header)


def test_bad_lines_among_thousands_are_found_wherever_blocks_end(payment: Layout) -> None:
    chance = random.Random(7)
    bad = set(chance.sample(range(2, 3002), 40)) | {2, 257, 258, 259, 513, 514, 3001}
    details = [
        detail(amount=number, payment_time=b"2360  " if number in bad else b"235959", kind="CD"[number % 3 == 0])
        for number in range(2, 3002)
    ]
    verdict = payment.judge(payment.write(HEADER, details))
    assert set(verdict.refused_lines) == bad
    assert not verdict.file_refused
    assert verdict.totals["total_debit_amount"] == sum(range(3, 3002, 3))
    assert verdict.totals["total_credit_amount"] == sum(range(2, 3002)) - sum(range(3, 3002, 3))


def test_payments_after_the_day_of_their_file_are_found_inside_a_block(payment: Layout) -> None:
    next_day, bad = HEADER["effective_date"] + timedelta(days=1), {2, 400, 999}
    details = [detail(payment_date=next_day) if line in bad else detail() for line in range(2, 1002)]
    verdict = payment.judge(payment.write(HEADER, details))
    assert set(verdict.refused_lines) == bad
    assert {finding.rule for finding in verdict.findings} == {"order of dates"}
    assert verdict.findings[0].expected == f"a date not after header.effective_date, {HEADER['effective_date']}"


def test_dates_of_one_line_are_compared_inside_a_block() -> None:
    layout = Layout.load(FILES.parents[1] / "mea_offline" / "files" / "payment_file.layout.yaml")
    day = HEADER["effective_date"]
    rest = {"company_account": "0000000000", "transaction_date": day, "posting_date": day}
    good, early = detail(**rest), detail(**rest | {"posting_date": day - timedelta(days=1)})
    strange = ("bank_code", "spare")
    lines = [{k: v for k, v in one.items() if k not in strange} for one in [good] * 300 + [early] + [good] * 300]
    header = {name: value for name, value in HEADER.items() if name not in strange}
    (finding,) = layout.judge(layout.write(header | {"company_account": "0000000000"}, lines)).findings
    assert (finding.where, finding.rule) == ("line 302, columns 189-196 (posting_date)", "order of dates")


def test_a_gap_and_a_repeated_line_are_found_inside_a_block(payment: Layout) -> None:
    lines = payment.write(HEADER, [detail()] * 1000).splitlines(keepends=True)
    for changed, seen in ((lines[:400] + lines[401:], 402), (lines[:400] + lines[399:], 400)):
        verdict = payment.judge(b"".join(changed))
        assert verdict.findings[0].rule == "sequence"
        assert verdict.findings[0].seen == f"'{seen:06d}'"
