"""Automatic debit through Kasikornbank: a header of 178 bytes and details of 487, cards by their tokens."""

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
    spare,
    words,
)  # fmt: skip

REASONS = {
    "000": None,
    "101": Reason.INSUFFICIENT_FUNDS,
    "102": Reason.CLOSED_ACCOUNT,
    "103": Reason.INCORRECT_ACCOUNT,
    "201": Reason.NO_MANDATE,
    "202": Reason.MANDATE_CANCELLED,
    "301": Reason.LIMIT_EXCEEDED,
    "104": Reason.BLOCKED_ACCOUNT,
    "302": Reason.DUPLICATION,
    "303": Reason.INVALID_AMOUNT,
    "105": Reason.CARD_EXPIRED,
    "901": Reason.OFFLINE_AGENT,
    "999": Reason.NOT_TOLD,
}

_HEADER = (
    marker("H"), number("line", 6), fixed("004"), batch_number("batch"), digits("company_id", 12), words("company", 40),
    day("cut", "%y%m%d"), day("effective", "%y%m%d"), day("answer_by", "%y%m%d"), number("count", 7),
    number("amount", 15), number("hash", 15),
)  # fmt: skip
_DETAIL = (
    marker("D"), number("line", 6), fixed("004"), batch_number("batch"), digits("mandate", 14),
    code("instrument", 1, "AC"), words("debited", 20), words("name", 100), digits("ref1", 10), invoice("invoice", 12),
    day("due", "%y%m%d"), number("amount", 15),
)  # fmt: skip
_ANSWERED = (
    number("collected_count", 7), number("collected_amount", 15), day("processed", "%y%m%d"),
    clock_time("processed_time"), spare(17),
)  # fmt: skip
_DAYS = (("cut", "effective"), ("effective", "answer_by"))
FORM = DebitForm(
    bank="KBK",
    header=Record((*_HEADER, spare(51))),
    detail=Record((*_DETAIL, spare(289))),
    result_header=Record((*_HEADER, *_ANSWERED), orders=(*_DAYS, ("effective", "processed"))),
    result_detail=Record(
        (*_DETAIL, number("paid", 15), open_code("status", 3), optional(words("reference", 20)), spare(251))
    ),
    reasons=REASONS,
)


def _files(link: Link) -> TableDebitFiles:
    return TableDebitFiles(link, FORM)


ADAPTER = Adapter(needs=("agent_code", "bank_code"), debit_files=_files)
