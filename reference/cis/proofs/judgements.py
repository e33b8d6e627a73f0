"""What an answer of a register proves. Each raises SourceUnavailable when the register gave none to go by."""

from __future__ import annotations

from datetime import date

from reference.cis.proofs.proof import Proof, proved, refused
from reference.cis.service_requests.lookups import Registers
from reference.cis.service_requests.registers import VeteranOf

_FIRST_CLASS = 1


def prove_veteran(citizen_id: str, registers: Registers, today: date) -> Proof:
    """The veteran's discount: for a card of the first class or a medal, and the family (MWA's rule no. 12)."""
    right = registers.ask(VeteranOf(citizen_id))
    if right is None:
        return refused("ไม่พบสิทธิในทะเบียนทหารผ่านศึก")
    if right.last_day is not None and right.last_day < today:
        return refused("สิทธิทหารผ่านศึกสิ้นสุดแล้ว")
    if right.card_class != _FIRST_CLASS and not right.decorated:
        return refused("บัตรทหารผ่านศึกชั้นนี้ไม่ได้รับส่วนลดค่าน้ำ")
    return proved(relation=right.relation.value, until=right.last_day.isoformat() if right.last_day else None)
