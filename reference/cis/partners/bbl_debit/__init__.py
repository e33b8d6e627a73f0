"""Automatic debit through Bangkok Bank: records whose fields stand between tildes."""

from __future__ import annotations

from reference.cis.adapter import Adapter, Link
from reference.cis.messages import Reason
from reference.cis.partners._common.debit_bank import TableDebitFiles
from reference.cis.partners._common.record_table import Record
from reference.cis.partners._common.records.debit_form import DebitForm
from reference.cis.partners._common.records.record_columns import (
    batch_number,
    clock_time,
    code,
    day,
    digits,
    fixed,
    invoice,
    marker,
    number,
    open_code,
    optional,
    words,
)  # fmt: skip

REASONS = {
    "0000": None,
    "2001": Reason.INSUFFICIENT_FUNDS,
    "2002": Reason.CLOSED_ACCOUNT,
    "2003": Reason.INCORRECT_ACCOUNT,
    "2004": Reason.NO_MANDATE,
    "2005": Reason.MANDATE_CANCELLED,
    "2006": Reason.LIMIT_EXCEEDED,
    "2007": Reason.BLOCKED_ACCOUNT,
    "2008": Reason.DUPLICATION,
    "2009": Reason.INVALID_AMOUNT,
    "2010": Reason.CARD_EXPIRED,
    "9001": Reason.OFFLINE_AGENT,
    "9999": Reason.NOT_TOLD,
}

_HEADER = (
    marker("001"), fixed("DCB01"), fixed("002"), digits("company_id", 12), words("company", 40), batch_number("batch"),
    day("effective", "%d%m%Y"),
)  # fmt: skip
_DETAIL = (
    marker("003"), number("running", 6), digits("mandate", 14), code("instrument", 1, "AC"), words("debited", 16),
    words("name", 100), digits("ref1", 10), invoice("invoice", 12), day("due", "%d%m%Y"), number("amount", 16),
)  # fmt: skip
_TRAILER = (marker("100"), number("count", 6), number("amount", 16))
_COLLECTED = (number("collected_count", 6), number("collected_amount", 16))
FORM = DebitForm(
    bank="BBL",
    header=Record(_HEADER, "~"),
    detail=Record(_DETAIL, "~"),
    trailer=Record(_TRAILER, "~"),
    result_header=Record(
        (*_HEADER, day("processed", "%d%m%Y"), clock_time("processed_time")), "~", [("effective", "processed")]
    ),
    result_detail=Record((*_DETAIL, number("paid", 16), open_code("status", 4), optional(words("reference", 20))), "~"),
    result_trailer=Record((*_TRAILER, *_COLLECTED), "~"),
    reasons=REASONS,
)


def _files(link: Link) -> TableDebitFiles:
    return TableDebitFiles(link, FORM)


ADAPTER = Adapter(needs=("agent_code", "bank_code"), debit_files=_files)
