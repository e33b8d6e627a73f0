"""Automatic debit through Kasikornbank: a header of 178 bytes and details of 487, cards by their tokens."""

from __future__ import annotations

from reference.cis.adapter import Adapter, Link
from reference.cis.messages import Reason
from reference.cis.partners._common.debit_bank import DebitForm, TableDebitFiles
from reference.cis.partners._common.record_table import Record, day, digits, fixed, number, spare, words

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
    fixed("H"), number("line", 6), fixed("004"), digits("batch", 10), digits("company_id", 12), words("company", 40),
    day("cut", "%y%m%d"), day("effective", "%y%m%d"), day("answer_by", "%y%m%d"), number("count", 7),
    number("amount", 15), number("hash", 15),
)  # fmt: skip
_DETAIL = (
    fixed("D"), number("line", 6), fixed("004"), digits("batch", 10), digits("mandate", 14), words("instrument", 1),
    words("debited", 20), words("name", 100), digits("ref1", 10), digits("invoice", 12), day("due", "%y%m%d"),
    number("amount", 15),
)  # fmt: skip
FORM = DebitForm(
    bank="KBK",
    header=Record((*_HEADER, spare(51))),
    detail=Record((*_DETAIL, spare(289))),
    result_header=Record(
        (*_HEADER, number("collected_count", 7), number("collected_amount", 15), day("processed", "%y%m%d"), spare(23))
    ),
    result_detail=Record((*_DETAIL, number("paid", 15), words("status", 3), words("reference", 20), spare(251))),
    reasons=REASONS,
)


def _files(link: Link) -> TableDebitFiles:
    return TableDebitFiles(link, FORM)


ADAPTER = Adapter(needs=("agent_code", "bank_code"), debit_files=_files)
