"""Payment codes on a bill, as texts: the banks' barcode and the Thai QR of bill payment (tag 30).

The forms are published; the number of the biller is not, so it is one of an example that no biller has.
"""

from __future__ import annotations

import binascii
from typing import Protocol

from partnerlab.world.accounts.money import baht_text

BILLER = "099999999999990"
"""Tax number of 13 digits and a suffix of two: invented."""

_BILL_PAYMENT, _BAHT, _COUNTRY = "A000000677010112", "764", "TH"


class _Account(Protocol):
    @property
    def ref1(self) -> str: ...


class _Bill(Protocol):
    @property
    def invoice(self) -> str: ...
    @property
    def amount(self) -> int: ...
    @property
    def account(self) -> _Account: ...


class PaymentCodes:
    """The codes printed on a bill for paying it: barcode and QR."""

    __slots__ = ()

    @property
    def barcode(self: _Bill) -> str:
        """The barcode that a bank's cashier scans."""
        return bank_barcode(self.account.ref1, self.invoice, self.amount)

    @property
    def qr(self: _Bill) -> str:
        """The text of its Thai QR."""
        return thai_qr(self.account.ref1, self.invoice, self.amount)


def bank_barcode(reference1: str, reference2: str, satang: int) -> str:
    """Four parts, each ended by a carriage return but the last; an amount of 0 is keyed in by the cashier."""
    return f"|{BILLER}\r{reference1}\r{reference2}\r{satang}"


def thai_qr(reference1: str, reference2: str, satang: int) -> str:
    """The text of the QR for exactly this amount (a dynamic one), with its checksum."""
    biller = _field("00", _BILL_PAYMENT) + _field("01", BILLER) + _field("02", reference1) + _field("03", reference2)
    amount = baht_text(satang).replace(",", "")
    text = _field("00", "01") + _field("01", "12") + _field("30", biller) + _field("53", _BAHT)
    text += _field("54", amount) + _field("58", _COUNTRY) + "6304"
    return text + checksum(text)


def checksum(text: str) -> str:
    """CRC-16/CCITT-FALSE over everything before it, its own tag and length included."""
    return f"{binascii.crc_hqx(text.encode('ascii'), 0xFFFF):04X}"


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"
