"""Records whose fields stand between separators are held to their layout like those in columns."""

from __future__ import annotations

import pytest

from partnerlab.contract.files import Layout
from partnerlab.contract.files.fixed_width import money_records
from partnerlab.contract.files.layout_loader import load
from partnerlab.lab.partners.registry import default_root

FILES = default_root() / "contracts" / "bbl_debit" / "files"


@pytest.fixture(scope="module")
def layout() -> Layout:
    return load(FILES / "result.layout.yaml")


@pytest.fixture(scope="module")
def sample() -> bytes:
    return (FILES / "result.sample.txt").read_bytes()


def changed(sample: bytes, old: bytes, new: bytes) -> bytes:
    assert sample.count(old) >= 1
    return sample.replace(old, new, 1)


def told(layout: Layout, data: bytes) -> list[tuple[str, str]]:
    return [(finding.where, finding.rule) for finding in layout.judge(data).findings]


def test_a_file_reads_and_writes_back_byte_for_byte(layout: Layout, sample: bytes) -> None:
    file = layout.read(sample)
    assert file.header["batch"] == "2026111301" and file.details[0]["amount"] == 10079
    assert layout.write(file.header, file.details, file.trailer) == sample
    assert told(layout, sample) == []


@pytest.mark.parametrize(
    ("old", "new", "where", "rule"),
    [
        (b"~0000000000010079~0000000000010079~", b"~0000000000010079~", "line 2", "cells"),
        (b"~DD20261113000001", b"~DD20261113000001DD2026", "line 2", "cell length"),
        (b"003~000002~", b"003~000005~", "line 3, columns 5-10 (running_number)", "sequence"),
        (b"~0000000000021400~", b"~21400~", "line 3", "digits"),
        (b"100~000003~", b"100~000004~", "line 5, columns 5-10 (total_count)", "total"),
        (b"003~000001~", b"004~000001~", "line 2", "record type"),
        (b"~14112026~", b"~31112026~", "line 2", "calendar"),
    ],
)
def test_what_is_wrong_is_told_where_it_stands_in_the_line(
    layout: Layout, sample: bytes, old: bytes, new: bytes, where: str, rule: str
) -> None:
    found = told(layout, changed(sample, old, new))
    assert [one for one in found if one[0].startswith(where) and one[1] == rule], found


def test_the_place_of_a_finding_is_its_cell(layout: Layout, sample: bytes) -> None:
    data = changed(sample, b"~14112026~", b"~31112026~")
    (finding,) = layout.judge(data).findings
    line = data.split(b"\r\n")[1]
    assert finding.place and line[finding.place.start - 1 : finding.place.end] == b"31112026"
    assert data[finding.place.offset :].startswith(b"31112026")


def test_a_field_is_found_in_its_line(layout: Layout, sample: bytes) -> None:
    line = sample.split(b"\r\n")[1]
    start, end = layout.columns(line, "status")
    assert line[start:end] == b"0000"
    with pytest.raises(KeyError):
        layout.columns(line, "colour")


def test_personal_cells_are_covered_and_amounts_are_not(layout: Layout, sample: bytes) -> None:
    masked = layout.mask(sample)
    assert "98000007564655" not in masked and "691091313939" not in masked and "000000******" not in masked
    assert "0000000000010079" in masked
    broken = layout.mask(changed(sample, b"003~000001~", b"003~000001~~"))
    assert "98000007564655" not in broken


def test_money_in_cells_is_counted(layout: Layout, sample: bytes) -> None:
    found = [(key, satang) for key, _, satang in money_records.payments(layout.model, layout.in_columns(sample))]
    assert found == [((b"98000007564655", b"691091313939"), 10079)]
