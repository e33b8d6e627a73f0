"""New connections that go wrong: a register that breaks its contract, a status that never comes, a missing hook."""

from __future__ import annotations

from tests.report.stream.connection import KEYS, LINK, REG, STA, application, person, status
from tests.report.stream.telling import Event, Story, message, moment, reply, text


def register_breaks_its_contract() -> list[Event]:
    start = moment(23, "10:00")
    title = text("The register answers what was never agreed", "ทะเบียนกลางตอบข้อมูลที่ไม่ได้ตกลงกันไว้")
    parties = ("biz_portal", "cis", "dga_gdx", "dopa_linkage")
    story = Story("new_connection/the_register_keeps_to_the_agreed_data", title, start, [REG], *parties)
    findings = [
        {
            "side": "answer",
            "where": "body/religion",
            "rule": "outside the agreed data",
            "blame": "partner",
            "expected": "no personal data of the category religion",
            "seen": "พ•••",
        },
        {
            "side": "answer",
            "where": "body/dateOfBirth",
            "rule": "type",
            "blame": "partner",
            "expected": "integer, Buddhist era YYYYMMDD",
            "seen": '"1978-04-12"',
        },
        {
            "side": "request",
            "where": "query/CitizenID",
            "rule": "checksum",
            "blame": "system_under_test",
            "expected": "13 digits whose last one is the check digit",
            "seen": "8••••••••••64",
        },
    ]
    told = person() | {"religion": "พ•••", "dateOfBirth": "1978-04-12"}
    with story.step(
        "sends",
        "Biz Portal sends a new-connection request",
        "Biz Portal ส่งคำขอติดตั้งประปาใหม่",
        verdict="fail",
        blame="partner",
        reason=text("3 things against the contract in exchange 2", "พบข้อไม่เป็นไปตามข้อกำหนดการเชื่อมต่อ 3 จุดในการรับส่งที่ 2"),
    ):
        request = message("POST /mwa/biz/v1/sendrequest", application(), Consumer_Key="c0de••••••••")
        with story.exchange(
            "biz_portal",
            "cis",
            "new_connection",
            start,
            request,
            reply(200, {"responseStatus": "OK", "requestId": "6911000003"}),
            masked=6,
        ):
            line = f"GET {LINK.format('001')}"
            story.plain(
                "cis",
                "dopa_linkage",
                "person",
                start,
                message(line, **KEYS),
                reply(200, told),
                via="dga_gdx",
                masked=5,
                findings=findings,
            )
    story.invariant(
        "data_scope",
        text("No personal data outside the agreement", "ไม่มีข้อมูลส่วนบุคคลเกินขอบเขตข้อตกลง"),
        "fail",
        text("exchange 2 carries religion, which the agreement does not list", "การรับส่งที่ 2 มีข้อมูลศาสนา ซึ่งไม่อยู่ในข้อตกลง"),
    )
    reason = text("The register sent religion and a date in another form", "ทะเบียนกลางส่งข้อมูลศาสนา และส่งวันเกิดผิดรูปแบบ")
    return story.end("fail", "partner", reason)


def status_never_arrives() -> list[Event]:
    start = moment(23, "18:05")
    title = text("A request after hours waits for the register to open", "คำขอนอกเวลาราชการรอจนทะเบียนกลางเปิด")
    story = Story(
        "new_connection/a_request_after_hours_waits_for_the_register",
        title,
        start,
        [STA],
        "biz_portal",
        "cis",
        "dga_gdx",
        "dopa_linkage",
    )
    with story.step("sends", "Biz Portal sends a request at 18:05", "Biz Portal ส่งคำขอเวลา 18:05 น."):
        request = message("POST /mwa/biz/v1/sendrequest", application(), Consumer_Key="c0de••••••••")
        with story.exchange(
            "biz_portal",
            "cis",
            "new_connection",
            start,
            request,
            reply(200, {"responseStatus": "OK", "requestId": "6911000004"}),
            masked=6,
        ):
            closed = reply(500, {"Code": "90005", "Message": "[90005] ไม่อยู่ในช่วงเวลาที่ให้บริการ"})
            story.plain(
                "cis",
                "dopa_linkage",
                "person",
                start,
                message(f"GET {LINK.format('001')}", **KEYS),
                closed,
                via="dga_gdx",
                masked=1,
                faults=["outside service hours"],
            )
    expected = text(
        "update_status with Status PENDING by Tue 24 Nov 09:30",
        "update_status ที่ Status เป็น PENDING ภายใน อ. 24 พ.ย. 09:30 น.",
    )
    miss = {
        "exchange": 4,
        "criteria": [
            {"name": "operation", "ok": True, "expected": "update_status", "seen": "update_status"},
            {"name": "to", "ok": True, "expected": "biz_portal", "seen": "biz_portal"},
            {"name": "body/Status", "ok": False, "expected": "PENDING", "seen": "CHECK"},
            {"name": "within", "ok": True, "expected": "≤ 2026-11-24T09:30+07:00", "seen": "2026-11-24T08:30+07:00"},
        ],
    }
    with story.step(
        "receives",
        "The portal is told PENDING before 09:30 next day",
        "พอร์ทัลได้รับสถานะ PENDING ก่อน 09:30 น. วันรุ่งขึ้น",
        verdict="not_received",
        blame="system_under_test",
        expected=expected["en"],
        actual="1 exchange arrived in the window, none fits",
        near_misses=[miss],
        reason=text("No message fitted until the window closed", "ไม่มีข้อความที่ตรงตามกำหนดจนหมดเวลา"),
    ):
        story.clock(start, moment(24, "09:30"), text("to the end of the window", "ถึงสิ้นสุดช่วงเวลาที่กำหนด"))
        story.plain(
            "cis",
            "dopa_linkage",
            "person",
            moment(24, "08:30"),
            message(f"GET {LINK.format('001')}", **KEYS),
            reply(200, person()),
            via="dga_gdx",
            masked=4,
        )
        status(story, moment(24, "08:30"), "CHECK", "รับคำขอแล้ว รอตรวจสอบ")
    reason = text("The portal was never told PENDING", "พอร์ทัลไม่ได้รับแจ้งสถานะ PENDING")
    return story.end("not_received", "system_under_test", reason)


def hooks_are_missing() -> list[Event]:
    title = text("An infeasible survey rejects the request", "สำรวจแล้วติดตั้งไม่ได้ คำขอถูกปฏิเสธ")
    story = Story(
        "new_connection/an_infeasible_survey_rejects_the_request",
        title,
        moment(23, "09:00"),
        [STA],
        "biz_portal",
        "cis",
    )
    with story.step("job", "CIS records the survey", "CIS บันทึกผลสำรวจ", verdict="skip"):
        pass
    reason = text(
        "The system under test has no test hook “survey” (PUT /_test/jobs/survey answered 404); "
        "without it this cannot be told",
        "ระบบที่ถูกทดสอบไม่มีช่องทางทดสอบ “survey” (PUT /_test/jobs/survey ตอบ 404) จึงตรวจข้อนี้ไม่ได้",
    )
    return story.end("skip", "configuration", reason)
