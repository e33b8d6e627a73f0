"""The codes by which a bill is paid, against published vectors."""

from __future__ import annotations

from partnerlab.world.accounts import payment_codes

VECTOR = "00020101021230650016A00000067701011201150994000165501000212123456789012030667042953037645802TH54073649.22"


def test_the_checksum_is_that_of_the_published_vector() -> None:
    assert payment_codes.checksum(VECTOR + "6304") == "4534"


def test_a_barcode_has_four_parts() -> None:
    assert payment_codes.bank_barcode("111222333444", "", 0) == "|099999999999990\r111222333444\r\r0"


def test_a_qr_says_biller_references_and_amount() -> None:
    text = payment_codes.thai_qr("1612345678", "691012345678", 123450)
    assert text.startswith("00020101021230690016A0000006770101120115099999999999990")
    assert "021016123456780312691012345678530376454071234.505802TH6304" in text
    assert payment_codes.checksum(text[:-4]) == text[-4:]
