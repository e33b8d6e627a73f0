"""Run one recorded example and check status, contract, data scope, and the values that the consumer depends on."""

from __future__ import annotations

from partnerlab.conformance.pacts.examples import Example
from partnerlab.conformance.pacts.matching_rules import find_mismatches
from partnerlab.conformance.verify.preconditions import REFUSED
from partnerlab.conformance.verify.prepared_request import PreparedRequest
from partnerlab.conformance.verify.session import VerifySession
from partnerlab.contract.findings import failures
from partnerlab.contract.redaction import mask_all
from partnerlab.scenario.verdicts import Fail


def check_example(asking: VerifySession, example: Example, ready: PreparedRequest) -> None:
    """Send the example; raise `Fail` if the answer is not as agreed."""
    exchange = asking.ask(asking.partner, example.operation, ready.request)
    answer, wanted = exchange.answer, example.recorded.answer.status
    assert answer is not None
    if lost := asking.wrong_address_failure(example.operation, exchange):
        raise lost
    if answer.status != wanted and (foreign := asking.foreign_answer(example.operation, exchange)):
        raise foreign
    if answer.status != wanted:
        raise _another_status(asking, wanted, answer.status)
    if count := len(failures(exchange.findings)):
        raise asking.broken_contract(
            exchange,
            f"{count} against the contract or the agreed data",
            f"ไม่เป็นไปตามข้อกำหนดการเชื่อมต่อหรือขอบเขตข้อมูลที่ตกลง {count} จุด",
        )
    if lacks := find_mismatches(example.recorded, ready, answer):
        hidden = exchange.personal + asking.secrets
        places = ", ".join(each.where for each in lacks)
        raise Fail(
            f"the answer lacks values that our client depends on: {places}",
            f"คำตอบไม่มีค่าที่ระบบของเราต้องใช้: {places}",
            blame=asking.blame["answer"],
            expected=mask_all({each.where: each.expected for each in lacks}, hidden),
            actual=mask_all({each.where: each.seen for each in lacks}, hidden),
        )


def _another_status(asking: VerifySession, wanted: int, seen: int) -> Fail:
    if seen in REFUSED:
        return Fail(
            f"the call is refused ({seen}): may these credentials call this operation?",
            f"คำขอถูกปฏิเสธ ({seen}): ตรวจว่าข้อมูลยืนยันตัวตนนี้มีสิทธิ์เรียกรายการนี้หรือไม่",
            blame="configuration",
            expected=str(wanted),
            actual=str(seen),
        )
    return Fail(
        "another status than agreed for this example",
        "ได้สถานะไม่ตรงตามที่ตกลงสำหรับตัวอย่างนี้",
        blame=asking.blame["answer"],
        expected=str(wanted),
        actual=str(seen),
    )
