"""The life of a request: each step is kept, and each change of its status is announced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Connection

from reference.cis.messages import ChargeSettled, RequestStatus, StatusChanged
from reference.cis.money.billing import INSTALLATION_FEE
from reference.cis.service_requests import records

Announce = Callable[[Connection, StatusChanged], None]


class Progress:
    """Moves requests on; `listeners` hear of each change inside the transaction that makes it."""

    def __init__(self, listeners: Sequence[Announce]) -> None:
        self._listeners = listeners

    def change_status(
        self, db: Connection, number: str, status: RequestStatus, at: str, note: str, **facts: Any
    ) -> None:
        """Give a request a new status, keep `facts` (columns) with it, and announce it; `note` is Thai.

        Requests that are joined to it go along.
        """
        records.record_step(db, number, status, at, note, **facts)
        row = records.find(db, number)
        due = date.fromisoformat(row.fee_due) if row.fee_due else None
        request, sequence = records.request_of(row), records.count_steps(db, number)
        change = StatusChanged(number, request, status, note, at, sequence, row.fee, due, row.registration)
        for listener in self._listeners:
            listener(db, change)
        for joined in records.joined_to(db, number):
            self.change_status(db, joined.id, status, at, note, **facts)

    def join(self, db: Connection, number: str, lead: Any, at: str) -> None:
        """Let a request share the repair of another (its row): it goes on from where that one stands."""
        note = f"รวมกับคำร้องเลขที่ {lead.id} ซึ่งแจ้งจุดเดียวกัน"
        facts = {"joined_to": lead.id, "branch": lead.branch, "deed": lead.deed, "pipe": lead.pipe}
        self.change_status(db, number, RequestStatus(lead.status), at, note, **facts)

    def on_charge_settled(self, db: Connection, charge: ChargeSettled) -> None:
        """The fee of a request has come in, or was taken back before the meter is in."""
        if charge.item_type != INSTALLATION_FEE:
            return
        row = records.find_by_registration(db, charge.registration)
        expected = RequestStatus.PAID if charge.undone else RequestStatus.AWAITING_PAYMENT
        if row is None or row.status != expected:
            return
        if charge.undone:
            note = "รายการชำระค่าติดตั้งถูกยกเลิก กรุณาชำระใหม่"
            self.change_status(db, row.id, RequestStatus.AWAITING_PAYMENT, charge.at, note)
        else:
            note = "ได้รับชำระค่าติดตั้งแล้ว อยู่ระหว่างติดตั้งมาตรวัดน้ำ"
            self.change_status(db, row.id, RequestStatus.PAID, charge.at, note)
