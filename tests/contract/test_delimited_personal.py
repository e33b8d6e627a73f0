"""Personal data in a delimited file: marked by column, held to the agreement, covered in what is shown."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnerlab.contract.data_scope import outside_scope
from partnerlab.contract.files import Layout
from partnerlab.contract.files.layout_loader import load
from partnerlab.contract.personal_data import PersonalField
from partnerlab.yamlio import YamlError

LAYOUT = """\
delimited: 1
title: {en: Payments of a day, th: รายการชำระประจำวัน}
provenance: invented
lines: {encoding: utf-8, separator: ",", end: LF}
columns:
  - {name: account, type: text, pattern: "[0-9]{10}", personal: identity}
  - {name: customer, type: text, personal: name, required: false}
  - {name: amount, type: decimal, decimals: 2, personal: finance}
  - {name: channel, type: code, codes: {C: counter, A: app}}
"""
NAMES = "account,customer,amount,channel\n"
FILE = NAMES + "0123456789,สมชาย ใจดี,100.79,C\n9876543210,,1.00,A\n"


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    (tmp_path / "payments.layout.yaml").write_text(LAYOUT, encoding="utf-8")
    return load(tmp_path / "payments.layout.yaml")


def test_each_cell_is_found_with_its_place_and_category(layout: Layout) -> None:
    assert layout.judge(FILE.encode()).ok
    assert [(str(place), category, text) for place, category, text in layout.personal(FILE.encode())] == [
        ("line 2, columns 1-10 (account)", "identity", "0123456789"),
        ("line 2, columns 12-39 (customer)", "name", "สมชาย ใจดี"),
        ("line 2, columns 41-46 (amount)", "finance", "100.79"),
        ("line 3, columns 1-10 (account)", "identity", "9876543210"),
        ("line 3, columns 13-16 (amount)", "finance", "1.00"),
    ]


def test_what_is_not_agreed_is_found_out(layout: Layout) -> None:
    fields = [PersonalField(str(place), *found) for place, *found in layout.personal(FILE.encode())]
    agreement = {"data": {"payments": {"file": ["identity", "finance"]}}}
    (finding,) = outside_scope(agreement, "payments", "file", fields)
    assert (finding.where, finding.rule) == ("line 2, columns 12-39 (customer)", "outside the agreed data")
    assert "สมชาย" not in str(finding)


def test_what_is_shown_is_covered_whatever_is_wrong_with_the_line(layout: Layout) -> None:
    x = "x" * len("สมชาย ใจดี".encode())
    assert layout.mask(FILE.encode()) == f"{NAMES}xxxxxxxxxx,{x},xxxxxx,C\nxxxxxxxxxx,,xxxx,A\n"
    assert layout.mask(b"0123456789,Somchai,100.79,C,more\n") == "xxxxxxxxxx,xxxxxxx,xxxxxx,x,xxxx\n"
    assert layout.mask(b"account;customer;amount;channel\n") == "x" * 31 + "\n"


def test_a_finding_draws_and_tells_no_personal_data(layout: Layout) -> None:
    bad = NAMES.encode() + b"0123456789,Somchai,100.7,C\n"
    (finding,) = layout.judge(bad).findings
    assert "Somchai" not in layout.ruler(finding, bad.splitlines(keepends=True)[1])
    headless = b"0123456789,Somchai,100.79,C\n"
    assert "Somchai" not in str(layout.judge(headless).findings)


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("12,x,1.00,C\n", ("text", "text like [0-9]{10}", "'12'")),
        (",x,1.00,C\n", ("required", "text like [0-9]{10}", "nothing")),
    ],
)
def test_a_text_is_held_to_its_pattern(layout: Layout, text: str, finding: tuple[str, ...]) -> None:
    (found,) = layout.judge((NAMES + text).encode()).findings
    assert (found.rule, found.expected, found.seen) == finding


def test_a_pattern_that_is_none_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "payments.layout.yaml").write_text(LAYOUT.replace('"[0-9]{10}"', '"[0-9"'), encoding="utf-8")
    with pytest.raises(YamlError, match=r"payments\.layout\.yaml:6:.*no regular expression"):
        load(tmp_path / "payments.layout.yaml")
