"""New connections through the Biz Portal: the registers behind the gateway are asked while a request is handled."""

from __future__ import annotations

from typing import Any

from tests.report.stream.telling import Event, Story, message, moment, reply, text

CON = ("CON-001", "A portal request becomes one request of ours", "คำขอจากพอร์ทัลหนึ่งรายการต้องเกิดคำร้องเพียงหนึ่งรายการ")
REG = ("REG-002", "No paper: identity comes from the registers", "ไม่เรียกสำเนาเอกสาร ตรวจสอบตัวตนจากทะเบียนกลาง")
STA = ("STA-003", "Every change of status reaches the portal", "แจ้งสถานะให้พอร์ทัลทราบทุกครั้งที่เปลี่ยน")
KEYS = {"Consumer_Key": "2f1c••••••••", "Token": "9b0e••••••••"}
LINK = "/ws/dopa/linkage/v1/link?OfficeID=00023&ServiceID={}&Version=01&CitizenID=8••••••••••63"
GUID = "6b1f0a9e-7c52-4d0b-9d3a-1d6c2a7f4e55"


def application() -> dict[str, Any]:
    return {
        "requestIdBIZ": GUID,
        "requestIdWLMAR": "C691123001",
        "branchCode": "08",
        "requestCode": "501",
        "requestChannel": "9",
        "requestDetail": "ขอติดตั้งประปาใหม่",
        "firstName": "ส••••",
        "lastName": "ท•••••",
        "houseNo": "99/•",
        "districtCode": "5",
        "amphurCode": "41",
        "provinceCode": "10",
        "zipCode": "10210",
        "mobile": "08••••••12",
        "requestDetailWSList": [
            {
                "useType": "0",
                "individualType": "1",
                "cardId": "8••••••••••63",
                "meterSize": "0",
                "accountClassCode": "00",
            }
        ],
    }


def person() -> dict[str, Any]:
    return {
        "titleDesc": "นาง",
        "firstName": "ส••••",
        "lastName": "ท•••••",
        "genderCode": 2,
        "dateOfBirth": 25210400,
        "nationalityCode": 99,
        "statusOfPersonCode": 0,
        "ownerStatusDesc": "เจ้าบ้าน",
    }


def house() -> dict[str, Any]:
    return {
        "houseID": 10410055512,
        "houseNo": "99/•",
        "subdistrictCode": 5,
        "districtCode": 41,
        "provinceCode": 10,
        "rcodeDesc": "ท้องถิ่นเขตหลักสี่",
    }


def registers(story: Story, at: str, company: bool = False) -> None:
    """The CIS asks the registers, through the gateway."""
    through = {"via": "dga_gdx"}
    if company:
        profile = {"ResultList": [{"JuristicID": "0999999000017", "JuristicStatus": "ยังดำเนินกิจการอยู่"}], "RawData": ""}
        line = "GET /ws/dbd/juristic/v4/profile/information?JuristicID=0999999000017"
        story.plain("cis", "dbd_juristic", "profile", at, message(line, **KEYS), reply(200, profile), **through)
    answer = reply(200, person())
    story.plain(
        "cis", "dopa_linkage", "person", at, message(f"GET {LINK.format('001')}", **KEYS), answer, masked=4, **through
    )
    story.plain(
        "cis",
        "dopa_linkage",
        "person",
        at,
        message(f"GET {LINK.format('027')}", **KEYS),
        reply(200, house()),
        masked=2,
        **through,
    )


def status(story: Story, at: str, status: str, other: str, **facts: Any) -> None:
    body = {"ApplicationRequestID": GUID, "ApplicationID": 6, "Status": status, "StatusOther": other}
    story.plain(
        "cis",
        "biz_portal",
        "update_status",
        at,
        message("POST /Api/V2/Applications/Requests", body, Consumer_Key="71aa••••••••"),
        reply(200, {"Type": 1, "Message": "เสร็จสิ้น"}),
        **facts,
    )


def person_is_connected() -> list[Event]:
    start = moment(23, "16:20")
    title = text("A person asks for water through the portal and gets it", "ประชาชนขอติดตั้งประปาผ่านพอร์ทัลจนได้ใช้น้ำ")
    parties = ("biz_portal", "cis", "dga_gdx", "dopa_linkage")
    story = Story("new_connection/a_person_asks_and_gets_water", title, start, [CON, REG, STA], *parties)
    with story.step("sends", "Biz Portal sends a new-connection request", "Biz Portal ส่งคำขอติดตั้งประปาใหม่"):
        answer = reply(200, {"responseStatus": "OK", "requestId": "6911000001"})
        request = message("POST /mwa/biz/v1/sendrequest", application(), Consumer_Key="c0de••••••••")
        with story.exchange("biz_portal", "cis", "new_connection", start, request, answer, masked=6):
            story.plain(
                "cis",
                "dga_gdx",
                "validate",
                start,
                message("GET /ws/auth/validate?ConsumerSecret=••••&AgentID=8••••••••••63", Consumer_Key="2f1c••••••••"),
                reply(200, {"Result": "9b0e••••••••"}),
                masked=1,
            )
            registers(story, start)
    with story.step("receives", "The portal is told: received", "พอร์ทัลได้รับแจ้งว่ารับคำขอแล้ว"):
        status(story, start, "CHECK", "รับคำขอแล้ว รอตรวจสอบ")
    with story.step("advance", "The clock goes to the next business day 08:30", "เลื่อนเวลาไปวันทำการถัดไป 08:30 น."):
        story.clock(start, moment(24, "08:30"), text("to the next business day 08:30", "ถึงวันทำการถัดไป 08:30 น."))
        status(story, moment(24, "08:30"), "PENDING", "นัดสำรวจสถานที่ติดตั้ง")
    with story.step("job", "CIS estimates the cost: 5,349.50 baht", "CIS ประมาณราคาติดตั้ง 5,349.50 บาท"):
        status(story, moment(24, "08:30"), "APPROVED_WAITING_PAY_FEE", "กรุณาชำระค่าติดตั้ง 5,349.50 บาท")
    with story.step("advance", "Three days pass and the meter is installed", "ผ่านไป 3 วัน และติดตั้งมาตรแล้ว"):
        story.clock(moment(24, "08:30"), moment(27, "10:15"), text("3 days", "3 วัน"))
        status(story, moment(27, "10:15"), "COMPLETED", "เปิดใช้น้ำแล้ว")
    return story.end(seconds=0.031)


def company_is_connected() -> list[Event]:
    start = moment(23, "09:05")
    title = text("A company's request is checked with DBD and Linkage", "คำขอของนิติบุคคลตรวจสอบกับ DBD และ Linkage")
    parties = ("biz_portal", "cis", "dga_gdx", "dopa_linkage", "dbd_juristic")
    story = Story("new_connection/a_company_is_checked_with_its_registers", title, start, [CON, REG], *parties)
    with story.step("sends", "Biz Portal sends a company's request", "Biz Portal ส่งคำขอของนิติบุคคล"):
        request = message(
            "POST /mwa/biz/v1/sendrequest", application() | {"requestChannel": "8"}, Consumer_Key="c0de••••••••"
        )
        answer = reply(200, {"responseStatus": "OK", "requestId": "6911000002"})
        with story.exchange("biz_portal", "cis", "new_connection", start, request, answer, masked=6):
            registers(story, start, company=True)
    with story.step("receives", "The portal is told: received", "พอร์ทัลได้รับแจ้งว่ารับคำขอแล้ว"):
        status(story, start, "CHECK", "รับคำขอแล้ว รอตรวจสอบ")
    return story.end(seconds=0.019)


def busy(number: int, exchanges: int) -> list[Event]:
    """A scenario with that many exchanges, for large runs."""
    at, title = moment(23, "11:00"), text(f"A busy morning, number {number}", f"เช้าวันทำงาน ครั้งที่ {number}")
    story = Story(f"load/busy_morning_{number:03d}", title, at, [CON], "biz_portal", "cis", "dga_gdx", "dopa_linkage")
    for _ in range(exchanges // 5):
        with story.step("sends", "Biz Portal sends a request", "Biz Portal ส่งคำขอ"):
            answer = reply(200, {"responseStatus": "OK", "requestId": "6911000009"})
            request = message("POST /mwa/biz/v1/sendrequest", application(), Consumer_Key="c0de••••••••")
            with story.exchange("biz_portal", "cis", "new_connection", at, request, answer, masked=6):
                registers(story, at)
            status(story, at, "CHECK", "รับคำขอแล้ว รอตรวจสอบ")
            status(story, at, "PENDING", "นัดสำรวจสถานที่ติดตั้ง")
    return story.end()
