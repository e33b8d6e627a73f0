"""The records of the agents' payment file of 256 bytes, column by column, and what makes a payment unusable."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from reference.cis.partners._common.fixed_width import date_of
from reference.cis.partners._common.record_table import Record
from reference.cis.partners._common.records.record_columns import (
    Column,
    clock_time,
    code,
    day,
    digits,
    fixed,
    invoice,
    marker,
    money,
    number,
    open_code,
    optional,
    spare,
    words,
)  # fmt: skip

LENGTH = 256
CREDIT = b"C"


class PaymentRecords256:
    """Header, detail and trailer of one agent's files; `tail` are the last 80 columns of a detail."""

    def __init__(self, agent: str, tail: Sequence[Column]) -> None:
        start = (number("line", 6), fixed(agent), digits("account", 10))
        self.header = Record(
            (marker("H"), *start, words("company", 40), day("effective", "%d%m%Y"), words("service", 8), spare(180))
        )
        self.trailer = Record(
            (
                marker("T"), *start, number("debit", 13), number("debit_count", 6), number("credit", 13),
                number("credit_count", 6), spare(198),
            )
        )  # fmt: skip
        self.detail = Record(
            (
                marker("D"), *start, day("paid_on", "%d%m%Y"), clock_time("paid_at"), optional(words("name", 50)),
                digits("reference1", 20, count=10), invoice("invoice", 20),
                optional(words("reference3", 20), zeros=True), digits("branch", 4), digits("teller", 4),
                code("kind", 1, CREDIT.decode()), open_code("transaction", 3),
                optional(digits("cheque", 7), zeros=True), money("amount", 13), *tail,
            ),
            orders=(("paid_on", "effective"), ("transacted_on", "effective"), ("transacted_on", "posted_on")),
        )  # fmt: skip
        self._usual = re.compile(self.detail.form, re.DOTALL)
        self._has_days = any(column.name == "transacted_on" for column in tail)

    def problem(self, line: bytes, start: bytes, effective: date | None) -> str | None:
        """The first thing that makes a detail unusable; `start` are the columns 8 to 20 of the header."""
        if line[7:20] != start:
            return "ตำแหน่ง 8-20 ไม่ตรงกับระเบียนหัว"
        if self._usual.fullmatch(line) and not self._has_days:  # by far the most
            paid_on = date_of(line[20:28])
            if paid_on and effective and paid_on <= effective:
                return None
        values, problem = self.detail.read_what_can_be(line, "")
        return (problem or self.detail.disorder(values | {"effective": effective}, "")).strip() or None
