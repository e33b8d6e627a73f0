"""Payments at Big C's counters, in real time: inquiry, payment, lost answers, duplicates, reversals."""

from __future__ import annotations

from typing import Any

from tests.report.stream.telling import Event, Story, message, moment, reply, text

PAY = ("PAY-010", "A bill is paid once, whatever the network does", "ใบแจ้งหนี้ถูกชำระเพียงครั้งเดียว ไม่ว่าเครือข่ายจะเป็นอย่างไร")
AMT = ("PAY-011", "The amount paid is the amount asked", "ยอดที่รับชำระต้องตรงกับยอดที่แจ้ง")
REV = ("PAY-014", "A payment can be reversed on the same day", "ยกเลิกการชำระได้ภายในวันเดียวกัน")
AT = moment(23, "09:00")
KEY = {"X_Agent_Key": "b1gc••••••••"}


def _common(transaction: str, at: str = AT) -> dict[str, Any]:
    return {
        "agentCode": "BIGC",
        "transactionId": transaction,
        "transactionDateTime": at,
        "channel": "TELL",
        "branchCode": "0151",
        "terminalId": "POS-07",
        "reference1": "08••••••21",
    }


def _inquiry(story: Story, at: str = AT) -> None:
    answer = {
        "responseCode": "0000",
        "responseMessage": "สำเร็จ",
        "transactionId": "Q-0001",
        "customerName": "นางส•••• ท•••••",
        "items": [
            {
                "itemType": "WATER_BILL",
                "invoiceNumber": "6910••••••21",
                "billMonth": "2026-10",
                "dueDate": "2026-11-15",
                "amount": "100.79",
            },
            {
                "itemType": "OVERDUE_FEE",
                "invoiceNumber": "6910••••••21",
                "billMonth": "2026-10",
                "dueDate": "2026-11-15",
                "amount": "15.00",
            },
        ],
        "totalAmount": "115.79",
    }
    request = message("POST /payment-agents/v1/inquiry", _common("Q-0001", at), **KEY)
    story.plain("big_c_online", "cis", "inquiry", at, request, reply(200, answer), masked=5)


def _pay(story: Story, at: str, amount: str = "115.79", answer: Any = None, **facts: Any) -> None:
    posted = {
        "responseCode": "0000",
        "responseMessage": "สำเร็จ",
        "transactionId": "P-0001",
        "receiptNumber": "R6911-000017",
        "paidAmount": amount,
        "paidAt": at,
        "duplicate": False,
    }
    request = message("POST /payment-agents/v1/payments", _common("P-0001") | {"amount": amount}, **KEY)
    told = None if facts.get("lost") == "request" else reply(200, answer or posted)
    if facts.get("lost") == "answer":
        facts.setdefault("answered", None)
    story.plain("big_c_online", "cis", "payment", at, request, told, masked=1, **facts)


def _story(name: str, title: dict[str, str], *proves: tuple[str, str, str], start: str = AT) -> Story:
    return Story(f"payment/{name}", title, start, list(proves), "big_c_online", "cis")


def bill_is_paid() -> list[Event]:
    story = _story(
        "an_overdue_bill_is_paid_at_the_counter",
        text("An overdue bill is paid at Big C with its fee", "ชำระบิลเกินกำหนดที่บิ๊กซีพร้อมค่าธรรมเนียม"),
        PAY,
        AMT,
    )
    with story.step("sends", "Big C asks what is owed: 115.79 baht", "บิ๊กซีสอบถามยอด ได้ 115.79 บาท"):
        _inquiry(story)
    with story.step("sends", "Big C pays 115.79 baht", "บิ๊กซีส่งรายการชำระ 115.79 บาท"):
        _pay(story, moment(23, "09:00:04"))
    with story.step("shows", "CIS shows the bill as paid, once", "CIS แสดงว่าบิลชำระแล้วหนึ่งครั้ง"):
        pass
    return story.end(seconds=0.008)


def answer_is_lost() -> list[Event]:
    story = _story(
        "a_lost_answer_never_pays_twice",
        text("A lost answer never pays a bill twice", "คำตอบสูญหายต้องไม่ทำให้ชำระซ้ำ"),
        PAY,
    )
    with story.step("sends", "Big C asks what is owed", "บิ๊กซีสอบถามยอด"):
        _inquiry(story)
    with story.step("sends", "Big C pays; the answer is lost", "บิ๊กซีส่งรายการชำระ แต่คำตอบสูญหาย"):
        _pay(story, moment(23, "09:00:04"), lost="answer", faults=["answer lost"])
    with story.step("advance", "30 seconds pass at the counter", "หน้าเคาน์เตอร์รอ 30 วินาที"):
        story.clock(moment(23, "09:00:04"), moment(23, "09:00:34"), text("30 seconds", "30 วินาที"))
    with story.step("sends", "Big C sends the same payment twice more", "บิ๊กซีส่งรายการเดิมซ้ำอีก 2 ครั้ง"):
        again = {
            "responseCode": "0000",
            "transactionId": "P-0001",
            "receiptNumber": "R6911-000017",
            "paidAmount": "115.79",
            "duplicate": True,
        }
        _pay(story, moment(23, "09:00:34"), answer=again, faults=["duplicate"])
        _pay(story, moment(23, "09:00:34"), answer=again, faults=["duplicate"])
    with story.step("sends", "Big C asks what became of it: POSTED", "บิ๊กซีสอบถามผล ได้ POSTED"):
        state = {"responseCode": "0000", "state": "POSTED", "receiptNumber": "R6911-000017", "paidAmount": "115.79"}
        story.plain(
            "big_c_online",
            "cis",
            "payment_status",
            moment(23, "09:00:35"),
            message("GET /payment-agents/v1/payments/P-0001", **KEY),
            reply(200, state),
        )
    return story.end(seconds=0.014)


def request_is_lost() -> list[Event]:
    story = _story(
        "a_lost_request_changes_nothing",
        text("A request lost on the way changes nothing", "คำขอที่สูญหายระหว่างทางต้องไม่เปลี่ยนแปลงสิ่งใด"),
        PAY,
    )
    with story.step("sends", "Big C pays; the request is lost", "บิ๊กซีส่งรายการชำระ แต่คำขอสูญหาย"):
        _pay(story, AT, lost="request", faults=["request lost"])
    with story.step("sends", "Big C asks what became of it: UNKNOWN", "บิ๊กซีสอบถามผล ได้ UNKNOWN"):
        answer = reply(200, {"responseCode": "1006", "responseMessage": "ไม่พบรายการเดิม", "state": "UNKNOWN"})
        story.plain(
            "big_c_online",
            "cis",
            "payment_status",
            moment(23, "09:01"),
            message("GET /payment-agents/v1/payments/P-0001", **KEY),
            answer,
        )
    return story.end(seconds=0.006)


def wrong_amount_is_taken() -> list[Event]:
    story = _story(
        "a_payment_must_equal_what_was_asked",
        text("A payment that differs from what was asked is refused", "ยอดชำระที่ไม่ตรงกับยอดแจ้งต้องถูกปฏิเสธ"),
        AMT,
    )
    with story.step("sends", "Big C asks what is owed: 115.79 baht", "บิ๊กซีสอบถามยอด ได้ 115.79 บาท"):
        _inquiry(story)
    expected = {"status": 200, "body": {"responseCode": "1004"}}
    actual = {
        "status": 200,
        "body": {
            "responseCode": "0000",
            "responseMessage": "สำเร็จ",
            "receiptNumber": "R6911-000017",
            "paidAmount": "100.79",
        },
    }
    miss = {
        "exchange": 2,
        "criteria": [
            {"name": "status", "ok": True, "expected": "200", "seen": "200"},
            {"name": "body/responseCode", "ok": False, "expected": "1004", "seen": "0000"},
        ],
    }
    with story.step(
        "sends",
        "Big C pays 100.79 baht and is refused with 1004",
        "บิ๊กซีส่งชำระ 100.79 บาท และถูกปฏิเสธด้วยรหัส 1004",
        verdict="fail",
        blame="system_under_test",
        expected=expected,
        actual=actual,
        near_misses=[miss],
        reason=text(
            "The bill asked for 115.79 baht; 100.79 was accepted", "ยอดที่แจ้งคือ 115.79 บาท แต่ระบบรับชำระ 100.79 บาท"
        ),
    ):
        finding = {
            "side": "answer",
            "where": "body/paidAmount",
            "rule": "equals the amount asked",
            "blame": "system_under_test",
            "expected": "115.79",
            "seen": "100.79",
        }
        _pay(story, moment(23, "09:00:04"), "100.79", findings=[finding])
    story.invariant(
        "money_conserved",
        text("No satang appears or vanishes", "เงินทุกสตางค์ต้องมีที่มาที่ไป"),
        "fail",
        text("received 100.79, applied 115.79: 15.00 baht came from nowhere", "รับ 100.79 ตัดหนี้ 115.79 เกินมา 15.00 บาท"),
    )
    with story.step("shows", "CIS shows the bill as still owed", "CIS แสดงว่าบิลยังค้างชำระ", verdict="skip"):
        pass
    return story.end(
        "fail",
        "system_under_test",
        text("The bill asked for 115.79 baht; 100.79 was accepted", "ยอดที่แจ้งคือ 115.79 บาท แต่ระบบรับชำระ 100.79 บาท"),
    )


def payment_is_reversed() -> list[Event]:
    story = _story(
        "a_payment_is_reversed_the_same_day",
        text("A payment is reversed the same day, not the next", "ยกเลิกได้ในวันเดียวกัน แต่ข้ามวันไม่ได้"),
        REV,
        start=moment(23, "23:50"),
    )
    late = moment(23, "23:50")
    with story.step("sends", "Big C pays at 23:50", "บิ๊กซีส่งชำระเวลา 23:50 น."):
        _pay(story, late)
    with story.step("advance", "Midnight passes", "ข้ามเที่ยงคืน"):
        story.clock(late, moment(24, "00:05"), text("past midnight", "ข้ามเที่ยงคืน"))
    with story.step("sends", "Big C reverses and is refused with 2004", "บิ๊กซีขอยกเลิกและถูกปฏิเสธด้วยรหัส 2004"):
        body = _common("V-0001", moment(24, "00:05")) | {"originalTransactionId": "P-0001", "amount": "115.79"}
        answer = reply(200, {"responseCode": "2004", "responseMessage": "พ้นกำหนดยกเลิก"})
        story.plain(
            "big_c_online",
            "cis",
            "reversal",
            moment(24, "00:05"),
            message("POST /payment-agents/v1/reversals", body, **KEY),
            answer,
            masked=1,
        )
    return story.end(seconds=0.007)


def lab_breaks() -> list[Event]:
    story = _story(
        "a_storm_of_payments_is_told_apart",
        text("A thousand payments at once are told apart", "รายการชำระพร้อมกันหนึ่งพันรายการต้องแยกกันได้"),
        PAY,
    )
    trace = "\n".join(
        [
            "Traceback (most recent call last):",
            '  File "simulators/big_c_online/simulator.py", line 41, in payment',
            "KeyError: 'terminalId'",
        ]
    )
    with story.step(
        "sends",
        "Big C sends a thousand payments",
        "บิ๊กซีส่งรายการชำระหนึ่งพันรายการ",
        verdict="error",
        blame="simulator",
        actual=trace,
        reason=text("The simulator of Big C broke: KeyError 'terminalId'", "ตัวจำลองบิ๊กซีขัดข้อง: KeyError 'terminalId'"),
    ):
        pass
    return story.end(
        "error",
        "simulator",
        text("The simulator of Big C broke: KeyError 'terminalId'", "ตัวจำลองบิ๊กซีขัดข้อง: KeyError 'terminalId'"),
    )


def does_not_apply() -> list[Event]:
    story = _story(
        "a_card_payment_carries_its_approval_code",
        text("A card payment carries its approval code", "รายการชำระด้วยบัตรต้องมีรหัสอนุมัติ"),
    )
    reason = text("Big C's agreement covers cash only", "ข้อตกลงกับบิ๊กซีครอบคลุมเฉพาะเงินสด")
    return story.end("omit", None, reason, 0.0)
