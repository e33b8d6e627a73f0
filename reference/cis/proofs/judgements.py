"""Judgements of registers' answers: proved or not. Each raises SourceUnavailable if the register gave no answer."""

from __future__ import annotations

from datetime import date

from reference.cis.proofs.proof import Proof, proved, refused
from reference.cis.service_requests.register_lookups import Registers
from reference.cis.service_requests.registers import LandOf, VatOf, VeteranOf

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


def prove_land(applicant_id: str, owner_id: str, deed: str, registers: Registers) -> Proof:
    """The right to the parcel where the water is to go: the applicant owns it, or its owner, who is here, consents."""
    titles = registers.ask(LandOf(owner_id)) or ()
    title = next((title for title in titles if title.deed == deed), None)
    if title is None:
        return refused("ผู้ขอใช้น้ำหรือผู้ให้ความยินยอมไม่ใช่เจ้าของที่ดินหรือห้องชุดที่ขอติดตั้ง")
    right = "owner" if owner_id == applicant_id else "consent"
    return proved(deed=deed, right=right, kind="unit" if title.is_unit else "land")


def prove_vat(juristic_id: str, branch: str, registers: Registers) -> Proof:
    """The name of a branch on tax invoices: the branch itself must be registered for VAT (ภ.พ.20)."""
    registration = registers.ask(VatOf(juristic_id))
    if registration is None:
        return refused("ไม่ได้จดทะเบียนภาษีมูลค่าเพิ่ม")
    if branch not in registration.branches:
        return refused(f"สาขา {branch} ไม่ได้จดทะเบียนภาษีมูลค่าเพิ่ม")
    return proved(branch=branch)
