"""The older form of 80 characters: a record an account, which comes back with its 59th column filled in."""

from __future__ import annotations

from reference.cis.messages import Reason
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
    spare,
    words,
)  # fmt: skip

REASONS = {
    "0": None,
    "1": Reason.INSUFFICIENT_FUNDS,
    "2": Reason.CLOSED_ACCOUNT,
    "3": Reason.INCORRECT_ACCOUNT,
    "4": Reason.NO_MANDATE,
    "5": Reason.MANDATE_CANCELLED,
    "6": Reason.LIMIT_EXCEEDED,
    "7": Reason.BLOCKED_ACCOUNT,
    "8": Reason.DUPLICATION,
    "9": Reason.INVALID_AMOUNT,
    "E": Reason.CARD_EXPIRED,
    "S": Reason.OFFLINE_AGENT,
    "X": Reason.NOT_TOLD,
}
_HEADER = Record(
    (
        marker("        M"), digits("company_id", 6), words("company", 30), fixed("D"), fixed("A"),
        day("effective", "%d%m%y"), number("count", 5), number("amount", 11), fixed("I"), number("hash", 10),
    )
)  # fmt: skip
_ITEM = (digits("short", 10), day("effective", "%d%m%y"), fixed("0"), number("amount", 11), words("name", 30))
_ITEM_END = (invoice("invoice", 12), code("instrument", 1, "AC"), spare(8))
FORM = DebitForm(
    bank="SCB",
    asks="D8",
    tells="R8",
    header=_HEADER,
    detail=Record((*_ITEM, spare(1), *_ITEM_END)),
    result_header=_HEADER,
    result_detail=Record((*_ITEM, open_code("status", 1), *_ITEM_END)),
    reasons=REASONS,
)
