"""Automatic debit through Bank of Ayudhya: files of 320 bytes; of 128 up to the day of the change."""

from __future__ import annotations

from reference.cis.adapter import Adapter, Link
from reference.cis.messages import Reason
from reference.cis.partners._common.debit_bank import TableDebitFiles
from reference.cis.partners._common.record_table import Record
from reference.cis.partners._common.records.debit_form import DebitForm
from reference.cis.partners._common.records.record_columns import (
    code,
    day,
    digits,
    fixed,
    invoice,
    marker,
    number,
    open_code,
    optional,
    spare,
    words,
)  # fmt: skip

REASONS = {
    "00": None,
    "NF": Reason.INSUFFICIENT_FUNDS,
    "CL": Reason.CLOSED_ACCOUNT,
    "NA": Reason.INCORRECT_ACCOUNT,
    "NM": Reason.NO_MANDATE,
    "CX": Reason.MANDATE_CANCELLED,
    "LM": Reason.LIMIT_EXCEEDED,
    "BK": Reason.BLOCKED_ACCOUNT,
    "DP": Reason.DUPLICATION,
    "IA": Reason.INVALID_AMOUNT,
    "EX": Reason.CARD_EXPIRED,
    "SV": Reason.OFFLINE_AGENT,
    "OT": Reason.NOT_TOLD,
}

_HEADER = (
    marker("101"), number("batch_place", 6), fixed("025"), number("count", 10), number("amount", 15),
    day("effective", "%d%m%Y"), fixed("D"), digits("company_id", 12), words("company", 40),
)  # fmt: skip
_DETAIL = (
    marker("102"), number("batch_place", 6), fixed("025"), fixed("0000"), digits("account", 11, zero_filled=True),
    fixed("025"), fixed("0000"), digits("company_account", 11, zero_filled=True), day("effective", "%d%m%Y"),
    fixed("12"), fixed("00"), number("amount", 12), words("name", 60), words("company", 60), digits("mandate", 14),
    invoice("invoice", 12), digits("ref1", 10), code("instrument", 1, "AC"), optional(words("card", 16)),
    day("due", "%d%m%Y"), spare(39), number("running", 6), spare(6),
)  # fmt: skip
_TRAILER = Record((marker("103"), number("batch_place", 6), fixed("025"), number("count", 11), spare(297)))
FORM = DebitForm(
    bank="BAY",
    header=Record((*_HEADER, spare(222))),
    detail=Record((*_DETAIL, spare(19))),
    trailer=_TRAILER,
    result_header=Record((*_HEADER, number("collected_count", 10), number("collected_amount", 15), spare(197))),
    result_detail=Record((*_DETAIL, open_code("status", 2), spare(17))),
    result_trailer=_TRAILER,
    reasons=REASONS,
)

_CONTROL = (
    fixed("000"), digits("company_id", 3), day("effective", "%d%m%y"), digits("company_account", 30, count=10),
    fixed("712"), spare(2), number("line", 5), spare(20), marker("A"), number("batch_place", 7), number("count", 7),
    number("amount", 15),
)  # fmt: skip
_ITEM = (
    fixed("000"), digits("company_id", 3), digits("short", 10), words("name", 20), number("amount", 11),
    number("line", 5),
)  # fmt: skip
_ITEM_END = (
    spare(19), number("batch_place", 7), digits("mandate", 14), invoice("invoice", 12), digits("ref1", 10),
    code("instrument", 1, "AC"), spare(11),
)  # fmt: skip
FORMER = DebitForm(
    bank="BAY",
    asks="D1",
    tells="R1",
    header=Record((*_CONTROL, spare(26))),
    detail=Record((*_ITEM, spare(2), *_ITEM_END)),
    result_header=Record((*_CONTROL, number("collected_count", 7), number("collected_amount", 15), spare(4))),
    result_detail=Record((*_ITEM, open_code("status", 2), *_ITEM_END)),
    reasons=REASONS,
)


def _files(link: Link) -> TableDebitFiles:
    return TableDebitFiles(link, FORM, FORMER)


ADAPTER = Adapter(needs=("agent_code", "bank_code"), debit_files=_files)
