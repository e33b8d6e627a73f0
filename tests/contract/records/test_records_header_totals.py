"""Totals in the header, a hash total, records known by a column within, and numbers that only details have."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnerlab.contract.files import Layout
from partnerlab.contract.files.layout_loader import load
from partnerlab.contract.files.layout_source import LayoutError
from partnerlab.lab.partners.registry import default_root

CONTRACTS = default_root() / "contracts"
OLDER, KBANK, EIGHTY = "krungsri_debit/files/result_128", "kbank_debit/files/result", "scb_debit/files/result_80"
ALL = sorted(
    str(path.relative_to(CONTRACTS))[: -len(".layout.yaml")] for path in CONTRACTS.glob("*_debit/files/*.layout.yaml")
)


def of(name: str) -> tuple[Layout, bytes]:
    return load(CONTRACTS / f"{name}.layout.yaml"), (CONTRACTS / f"{name}.sample.txt").read_bytes()


@pytest.mark.parametrize("name", ALL)
def test_a_sample_reads_and_writes_back_byte_for_byte(name: str) -> None:
    layout, sample = of(name)
    file = layout.read(sample)
    assert layout.judge(sample).ok and layout.write(file.header, file.details, file.trailer or None) == sample


@pytest.mark.parametrize(
    ("name", "field", "text"),
    [
        (OLDER, "total_count", b"0000004"),
        (OLDER, "collected_amount", b"000000000010078"),
        (KBANK, "hash_total", b"000000000000001"),
        (EIGHTY, "hash_total", b"0000000001"),
    ],
)
def test_a_wrong_total_in_the_header_is_told_there(name: str, field: str, text: bytes) -> None:
    layout, sample = of(name)
    header, rest = sample.split(b"\r\n", 1)
    start, end = layout.columns(header, field)
    (finding,) = layout.judge(header[:start] + text + header[end:] + b"\r\n" + rest).findings
    assert (finding.rule, finding.place and finding.place.line, finding.place and finding.place.field) == (
        "total", 1, field,
    )  # fmt: skip


def test_a_hash_is_the_last_digits_of_the_sum_of_what_is_debited() -> None:
    layout, sample = of(EIGHTY)
    numbers = [int(line[:10]) for line in sample.split(b"\r\n")[1:-1]]
    assert layout.read(sample).header["hash_total"] == sum(numbers) % 10**10
    high = [dict(layout.read(sample).details[0], debited="9999999999") for _ in range(3)]
    header = {k: v for k, v in layout.read(sample).header.items() if not k.startswith(("total", "hash"))}
    assert layout.read(layout.write(header, high)).header["hash_total"] == (3 * 9999999999) % 10**10


def test_the_first_record_is_known_by_a_column_within_and_the_others_by_lacking_it() -> None:
    layout, sample = of(OLDER)
    verdict = layout.judge(sample)
    assert verdict.counts == {"header": 1, "detail": 3}
    lines = sample.split(b"\r\n")
    without = b"\r\n".join(lines[1:])
    assert "a line with 'A' in column 73" in [
        finding.expected.partition(", ")[2] for finding in layout.judge(without).findings
    ]


def test_a_running_number_that_only_details_have_begins_with_the_first_of_them() -> None:
    layout, sample = of("krungthai_debit/files/result")
    assert [detail["running_number"] for detail in layout.read(sample).details] == [1, 2, 3]
    lines = sample.split(b"\r\n")
    swapped = b"\r\n".join([lines[0], lines[2], lines[1], *lines[3:]])
    assert {finding.rule for finding in layout.judge(swapped).findings} == {"sequence"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "in: header, over: hash, of: debited",
            "in: header, over: hash, of: amount",
            "'amount' of the detail is of type",
        ),
        ("in: header, over: count", "over: count", "a total needs a trailer that holds it"),
        ('starts_with: "        M"', 'starts_with: "M"\n    marker_column: 10', "has that constant in column 10"),
        ("  length: 80\n", '  length: 80\n  separator: "~"\n', "oneOf"),
    ],
)
def test_a_rule_that_cannot_hold_is_told(tmp_path: Path, old: str, new: str, told: str) -> None:
    text = (CONTRACTS / "_common" / "debit_80.layout.yaml").read_text("utf-8")
    assert old in text
    file = tmp_path / "broken.layout.yaml"
    status = "      - {name: status, columns: 59, type: spare}\n      - {name: invoice,"
    file.write_text(text.replace("      - {name: invoice,", status).replace(old, new), "utf-8")
    with pytest.raises(LayoutError, match=told):
        load(file)
