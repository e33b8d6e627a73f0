"""Personal data in a text: what is seen, in which forms, and what is left alone."""

from __future__ import annotations

import base64
from urllib.parse import quote

import pytest

from partnerlab.contract.unmarked_personal_data import (
    CITIZEN,
    FOREIGN,
    NAME,
    HiddenValuePattern,
    PersonValues,
    cover_numbers,
    mask_numbers,
)
from partnerlab.world.identifiers import with_check_digit

OURS = with_check_digit("198000000001")
FOREIGN_NUMBER = with_check_digit("345670000012")
SOMEBODY = PersonValues(
    7,
    (("telephone number", "0187654321"), ("e-mail address", "p00000007@example.invalid")),
    ("สมชาย ใจดี",),
)
PATTERN = HiddenValuePattern([SOMEBODY])


def kinds(text: str) -> list[str]:
    return [value.kind for value in PATTERN.search(text)]


@pytest.mark.parametrize(
    "text",
    [
        OURS,
        f"not found: {OURS}.",
        f"เลขที่{OURS}ไม่พบ",
        f"REF{OURS}X",
        f"{OURS[0]}-{OURS[1:5]}-{OURS[5:10]}-{OURS[10:12]}-{OURS[12]}",
        OURS.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")),
        base64.b64encode(f'{{"pid": "{OURS}"}}'.encode()).decode(),
        base64.urlsafe_b64encode(f"ชื่อ {OURS}".encode()).decode().rstrip("="),
        base64.encodebytes(b"." * 60 + OURS.encode()).decode(),
        quote(f"{OURS[0]} {OURS[1:5]} {OURS[5:10]} {OURS[10:12]} {OURS[12]}"),
        f"{OURS[0]}.{OURS[1:5]}.{OURS[5:10]}.{OURS[10:12]}.{OURS[12]}",
        f"{OURS[0]}\u2013{OURS[1:5]}\u2013{OURS[5:10]}\u2013{OURS[10:12]}\u2013{OURS[12]}",
        OURS.translate({ord(digit): 0xFF10 + int(digit) for digit in "0123456789"}),
        base64.b64encode(base64.b64encode(OURS.encode())).decode(),
        base64.b64encode(OURS.encode("utf-16-le")).decode(),
        f"pid: {OURS}".encode().hex(),
        quote("".join(f"%{ord(digit):02x}" for digit in OURS)),
        "".join(f"&#{ord(digit)};" for digit in OURS),
        "".join(f"\\u{ord(digit):04x}" for digit in OURS),
    ],
)
def test_a_number_of_the_population_is_seen_in_every_form(text: str) -> None:
    assert kinds(text) == [CITIZEN]


@pytest.mark.parametrize(
    "text",
    [
        "0187654321",
        "tel. 01-8765-4321",
        "018 765 4321",
        "(018) 765-4321",
        "018.765.4321",
        "+66187654321",
        "+66 18 765 4321",
        "0066-18-765-4321",
        "66187654321",
        "187654321",
        "+66 (0) 18-765-4321",
        "0187654\u200b321",
        "P00000007@Example.invalid",
        "Token=p00000007%40example.invalid",
    ],
)
def test_telephone_and_mail_of_a_person_in_play_are_seen(text: str) -> None:
    assert len(kinds(text)) == 1


@pytest.mark.parametrize("text", ["tel=%2B66187654321", "&#48;187654321", "MDE4NzY1NDMyMQ"])
def test_a_telephone_is_seen_in_what_is_packed(text: str) -> None:
    assert set(kinds(text)) == {"telephone number"}


@pytest.mark.parametrize(
    "text",
    [
        OURS[::-1],
        f"ref {'-'.join(OURS[::-1])}",
        base64.urlsafe_b64encode(f"ก {OURS[::-1]}".encode()).decode().rstrip("="),
        " ".join(OURS),
        f"{OURS[:6]} {OURS[6:]}",
    ],
)
def test_the_number_of_a_person_in_play_is_seen_however_it_is_written(text: str) -> None:
    person = PersonValues(7, ((CITIZEN, OURS),), ())
    found = HiddenValuePattern([person]).search(text)
    assert {value.kind for value in found} == {CITIZEN} and found[-1].person == 7


@pytest.mark.parametrize("text", ["สมชาย  ใจดี", "ใจดี, สมชาย", "ใจดี สมชาย", "นายสมชาย ใจดี"])
def test_a_name_is_seen_in_every_order(text: str) -> None:
    assert kinds(text) == [NAME]


@pytest.mark.parametrize("text", ["0187654320", "118765432", "2018 765 43210", "สมชาย รักษ์ ใจดี"])
def test_what_is_another_value_is_left_alone(text: str) -> None:
    assert kinds(text) == []


def test_digits_of_other_scripts_are_covered_in_every_output() -> None:
    thai = FOREIGN_NUMBER.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert cover_numbers(f"เลข {thai} ใน") == f"เลข {'•' * 13} ใน"
    assert mask_numbers(f"เลข {thai} ใน".encode("cp874")).decode("cp874") == f"เลข {'x' * 13} ใน"


def test_a_name_is_told_as_a_name() -> None:
    assert [(v.kind, v.person) for v in PATTERN.search("เรียน คุณสมชาย ใจดี")] == [(NAME, 7)]


@pytest.mark.parametrize("text", [FOREIGN_NUMBER, f"no. {FOREIGN_NUMBER}.", f"เลข{FOREIGN_NUMBER}"])
def test_a_foreign_number_that_stands_alone_is_possible(text: str) -> None:
    assert kinds(text) == [FOREIGN]


@pytest.mark.parametrize(
    "text",
    [
        f"TXN{FOREIGN_NUMBER}",
        f"{FOREIGN_NUMBER}.50",
        f"1{FOREIGN_NUMBER}",
        FOREIGN_NUMBER[:-1] + str((int(FOREIGN_NUMBER[-1]) + 1) % 10),
        with_check_digit("098500000001"),
        "9" + FOREIGN_NUMBER[1:],
        "0187654320",
        "10187654321",
        "0000000000000000",
    ],
)
def test_what_is_part_of_more_or_fails_the_check_digit_is_left_alone(text: str) -> None:
    assert kinds(text) == []
