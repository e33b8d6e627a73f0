"""The form of 200 bytes: header H, details D, trailer T; a rejection has a status and a reason of its own."""

from __future__ import annotations

from reference.cis.messages import Reason
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

COLLECTED = "1000"
REASONS = {
    "AM04": Reason.INSUFFICIENT_FUNDS,
    "51": Reason.INSUFFICIENT_FUNDS,
    "98": Reason.OFFLINE_AGENT,
    "99": Reason.SETTLEMENT_FAILED,
    "12": Reason.CLOSED_ACCOUNT,
    "15": Reason.INCORRECT_ACCOUNT,
    "54": Reason.CARD_EXPIRED,
    "MD01": Reason.NO_MANDATE,
    "01": Reason.DUPLICATION,
    "02": Reason.LIMIT_EXCEEDED,
    "03": Reason.REFERENCE_WRONG,
}

_BATCH = (number("line", 6), fixed("014"), batch_number("batch"))
FORM = DebitForm(
    bank="SCB",
    header=Record(
        (
            marker("H"), *_BATCH, digits("company_id", 12), words("company", 40), day("cut", "%d%m%Y"),
            day("effective", "%d%m%Y"), day("answer_by", "%d%m%Y"), spare(104),
        )
    ),
    detail=Record(
        (
            marker("D"), *_BATCH, digits("mandate", 14), code("instrument", 1, "AC"), words("debited", 16),
            words("name", 50), digits("ref1", 10), invoice("invoice", 12), day("due", "%d%m%Y"), number("amount", 13),
            spare(56),
        )
    ),
    trailer=Record((marker("T"), *_BATCH, number("count", 6), number("amount", 15), spare(159))),
    result_header=Record(
        (
            marker("H"), *_BATCH, fixed("000000000001"), day("effective", "%d%m%Y"), day("processed", "%d%m%Y"),
            clock_time("processed_time"), spare(146),
        ),
        orders=[("effective", "processed")],
    ),
    result_detail=Record(
        (
            marker("D"), *_BATCH, digits("mandate", 14), digits("ref1", 10), invoice("invoice", 12),
            number("amount", 13), number("paid", 13), code("status", 4, (COLLECTED, "1001", "1002")),
            optional(open_code("reason", 4)), optional(words("reference", 20)), spare(90),
        )
    ),
    result_trailer=Record(
        (
            marker("T"), *_BATCH, number("count", 6), number("amount", 15), number("collected_count", 6),
            number("collected_amount", 15), number("rejected_count", 6), number("rejected_amount", 15), spare(117),
        )
    ),
    reasons=REASONS,
    reason_in="reason",
    collected=COLLECTED,
)  # fmt: skip
