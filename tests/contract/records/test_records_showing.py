"""What people see: rulers under the wrong columns, and no personal data."""

from __future__ import annotations

import pytest
from record_files import detail, payments, put

from partnerlab.contract.files import Layout, ruler


def test_the_ruler_stands_under_the_wrong_columns(payment: Layout) -> None:
    data = put(payments(payment), 3, 170, b"x")
    finding = payment.judge(data).findings[0]
    drawn = payment.ruler(finding, data.split(b"\r\n")[2]).splitlines()
    assert drawn == [
        "line 3, columns 164-176 (amount): digits",
        "                       170",
        "  …007CCSH       000000x000005              …",
        "                       ^",
        "  expected  13 digits 0-9, the last 2 of them decimals of a baht, above zero",
        "  seen      '000000x000005'",
    ]


def test_carets_keep_their_place_behind_thai_vowels(payment: Layout) -> None:
    above_and_below = "ผู้ที่"  # six bytes, two cells on a screen
    data = put(payments(payment, detail(customer_name="ก" * 50)), 2, 79, above_and_below.encode("cp874"))
    finding = payment.judge(put(data, 2, 85, b"x")).findings[-1]
    scale, shown, carets = ruler(finding, data.split(b"\r\n")[1]).splitlines()[1:4]
    assert shown.startswith("  …" + "ก" * 14 + above_and_below + "0112345678")
    assert (scale, carets) == (" " * (3 + 14 + 2) + "85", " " * (3 + 14 + 2) + "^")


def test_a_mark_in_the_place_of_a_digit_has_a_cell_of_its_own(payment: Layout) -> None:
    data = put(payments(payment), 2, 170, "้".encode("cp874"))
    scale, shown, carets = payment.ruler(payment.judge(data).findings[0], data.split(b"\r\n")[1]).splitlines()[1:4]
    assert shown[scale.index("170") : scale.index("170") + 2] == "◌้" and carets.index("^") == scale.index("170")


def test_what_stands_in_spare_room_is_shown_however_far_out(payment: Layout) -> None:
    data = put(payments(payment), 1, 251, b"Z")
    drawn = payment.ruler(payment.judge(data).findings[0], data.split(b"\r\n")[0]).splitlines()
    assert drawn[0].startswith("line 1, columns 77-256 (spare)")
    assert drawn[1].strip() == "251" and drawn[2][drawn[3].index("^")] == "Z"
    assert drawn[5] == "  seen      'Z'"


def test_a_missing_column_is_pointed_at_behind_the_end(payment: Layout) -> None:
    line = payments(payment).split(b"\r\n")[1][:200]
    finding = payment.judge(payments(payment).split(b"\r\n")[0] + b"\r\n" + line).findings[0]
    drawn = payment.ruler(finding, line)
    assert "line 2, columns 201-256" in drawn
    assert drawn.splitlines()[3].endswith("^" * 20)


def test_masking_keeps_the_widths(payment: Layout) -> None:
    data = payments(payment)
    masked = payment.mask(data)
    assert len(masked) == len(data)
    line = masked.split("\r\n")[1]
    assert line[34:124] == "x" * 90
    before = data.split(b"\r\n")[1].decode("cp874")
    assert line[:34] + line[124:] == before[:34] + before[124:]
    for secret in ("สมมุติ", "0112345678", "691012345678"):
        assert secret not in masked


@pytest.mark.parametrize("spoil", ["utf-8", "short", "unknown"])
def test_a_line_out_of_its_columns_shows_nothing_personal(payment: Layout, spoil: str) -> None:
    line = payments(payment).split(b"\r\n")[1]
    spoilt = {"utf-8": line.decode("cp874").encode(), "short": line[1:], "unknown": b"Z" + line[1:]}[spoil]
    spoilt = b"D" + spoilt if spoil == "short" and not spoilt.startswith(b"D") else spoilt
    shown = payment.mask(spoilt[:250] if spoil == "short" else spoilt)
    for secret in ("สมมุติ", "0112345678", "691012345678", "น้ำ"):
        assert secret not in shown
        assert secret.encode() not in shown.encode("cp874", "replace")


def test_a_finding_about_personal_data_tells_its_shape_only(payment: Layout) -> None:
    data = put(payments(payment), 3, 85, "01A3๔".encode("cp874"))
    finding = payment.judge(data).findings[0]
    assert finding.seen == "text of the shape '99a9๙99999          '"
    assert "5678" not in payment.ruler(finding, data.split(b"\r\n")[2])


def test_personal_data_is_listed_with_its_place_and_category(payment: Layout) -> None:
    found = list(payment.personal(payments(payment, detail(), detail(customer_name=""))))
    assert [(str(place), category) for place, category, _ in found] == [
        ("line 2, columns 35-84 (customer_name)", "name"),
        ("line 2, columns 85-104 (ref1)", "identity"),
        ("line 2, columns 105-124 (ref2)", "identity"),
        ("line 3, columns 85-104 (ref1)", "identity"),
        ("line 3, columns 105-124 (ref2)", "identity"),
    ]
    assert found[0][2] == "นางสาวสมมุติ น้ำใส"
