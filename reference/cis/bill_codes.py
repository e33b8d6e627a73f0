"""The codes printed on a bill: the banks' barcode and the Thai QR of bill payment, tag 30, as texts."""

from __future__ import annotations

from reference.cis.numbers import baht

BILLER = "099999999999990"
"""Our number at the banks: 13 digits of tax number, two of suffix. The real one is not public."""

_POLYNOMIAL = 0x1021


def barcode(reference1: str, invoice: str, amount: int) -> str:
    """As a cashier scans it: biller, two references and satang."""
    return "|" + "\r".join((BILLER, reference1, invoice, str(amount)))


def qr_text(reference1: str, invoice: str, amount: int) -> str:
    """As a banking app reads it: tag, length and value, and a checksum at the end."""
    merchant = {"00": "A000000677010112", "01": BILLER, "02": reference1, "03": invoice}
    parts = {"00": "01", "01": "12", "30": _write(merchant), "53": "764", "54": baht(amount), "58": "TH"}
    text = f"{_write(parts)}6304"
    return f"{text}{_crc(text.encode()):04X}"


def _write(parts: dict[str, str]) -> str:
    return "".join(f"{tag}{len(value):02}{value}" for tag, value in parts.items())


def _crc(data: bytes) -> int:
    """CRC-16 of polynomial 0x1021 that starts at 0xFFFF, bit by bit."""
    register = 0xFFFF
    for byte in data:
        register ^= byte << 8
        for _ in range(8):
            register = (register << 1 ^ (_POLYNOMIAL if register & 0x8000 else 0)) & 0xFFFF
    return register
