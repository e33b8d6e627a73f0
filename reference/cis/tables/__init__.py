"""The store's tables. Moments and dates are ISO text (sorts as time does), money is satang."""

from __future__ import annotations

from reference.cis.tables.accounts import account, series
from reference.cis.tables.authentication import used_token
from reference.cis.tables.citizens import bill_notice, log_in, one_time_password, outage
from reference.cis.tables.debit import debit_batch, debit_entry, mandate
from reference.cis.tables.documents import document, paper_order
from reference.cis.tables.files import answer_part, received_file, received_record
from reference.cis.tables.materials import material, material_reading, requisition_item, requisition_slip
from reference.cis.tables.money import agent_day_total, agent_transaction, approval, charge, line, payment
from reference.cis.tables.service_requests import (
    proof,
    proof_lookup,
    register_lookup,
    request,
    request_check,
    request_step,
    welfare_check,
    welfare_right,
)
from reference.cis.tables.store import metadata
from reference.cis.tables.usage import disclosure
from reference.common.outbox import outbox
from reference.common.storage.hash_chain import chain_start

outbox = outbox.to_metadata(metadata)
chain_start.to_metadata(metadata)

__all__ = [
    "account",
    "agent_day_total",
    "agent_transaction",
    "answer_part",
    "approval",
    "bill_notice",
    "charge",
    "debit_batch",
    "debit_entry",
    "disclosure",
    "document",
    "line",
    "log_in",
    "mandate",
    "material",
    "material_reading",
    "metadata",
    "one_time_password",
    "outage",
    "outbox",
    "paper_order",
    "payment",
    "proof",
    "proof_lookup",
    "received_file",
    "received_record",
    "register_lookup",
    "request",
    "request_check",
    "request_step",
    "requisition_item",
    "requisition_slip",
    "series",
    "used_token",
    "welfare_check",
    "welfare_right",
]
