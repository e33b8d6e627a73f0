"""Automatic debit through Krungthai: files of 498 bytes, answered by the same records with their status filled in."""

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
    "01": Reason.INSUFFICIENT_FUNDS,
    "02": Reason.CLOSED_ACCOUNT,
    "03": Reason.INCORRECT_ACCOUNT,
    "04": Reason.NO_MANDATE,
    "05": Reason.MANDATE_CANCELLED,
    "06": Reason.LIMIT_EXCEEDED,
    "07": Reason.BLOCKED_ACCOUNT,
    "08": Reason.DUPLICATION,
    "10": Reason.INVALID_AMOUNT,
    "11": Reason.CARD_EXPIRED,
    "12": Reason.OFFLINE_AGENT,
    "99": Reason.NOT_TOLD,
    "09": Reason.OFFLINE_AGENT,
}

_HEADER = (
    marker("101"), number("batch_place", 6), fixed("006"), number("count", 7), number("amount", 19),
    day("effective", "%d%m%Y"), fixed("D"), spare(8), digits("company_id", 16, count=12), spare(20),
)  # fmt: skip
_DETAIL = (
    marker("102"), number("batch_place", 6), fixed("006"), fixed("0000"), digits("account", 11, zero_filled=True),
    fixed("006"), fixed("0000"), digits("company_account", 11, zero_filled=True), day("effective", "%d%m%Y"),
    fixed("12"), fixed("00"), number("amount", 17), spare(8), digits("ref1", 10), words("name", 100),
    words("company", 100), code("instrument", 1, "AC"), optional(words("card", 16)), day("due", "%d%m%Y"), spare(15),
    digits("mandate", 18, count=14), spare(2), invoice("invoice", 18), spare(22), number("running", 6),
)  # fmt: skip
FORM = DebitForm(
    bank="KTB",
    header=Record((*_HEADER, spare(407))),
    detail=Record((*_DETAIL, fixed("09"), spare(98))),
    result_header=Record((*_HEADER, number("collected_count", 7), number("collected_amount", 19), spare(381))),
    result_detail=Record((*_DETAIL, open_code("status", 2), spare(98))),
    reasons=REASONS,
)


def _files(link: Link) -> TableDebitFiles:
    return TableDebitFiles(link, FORM)


ADAPTER = Adapter(needs=("agent_code", "bank_code"), debit_files=_files)
