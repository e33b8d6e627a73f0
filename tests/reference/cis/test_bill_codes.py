"""The codes printed on a bill."""

from __future__ import annotations

from reference.cis import bill_codes

VECTOR = "00020101021230650016A00000067701011201150994000165501000212123456789012030667042953037645802TH54073649.22"


def test_the_checksum_is_that_of_the_published_vector() -> None:
    assert f"{bill_codes._crc((VECTOR + '6304').encode()):04X}" == "4534"


def test_barcode_and_qr_carry_references_and_amount() -> None:
    assert (
        bill_codes.barcode("1612345678", "691012345678", 10079) == "|099999999999990\r1612345678\r691012345678\r10079"
    )
    assert "5406100.795802TH6304" in bill_codes.qr_text("1612345678", "691012345678", 10079)
