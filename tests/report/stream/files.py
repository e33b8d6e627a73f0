"""TrueMoney's 256-byte payment files by SFTP, and the response files that answer them."""

from __future__ import annotations

from tests.report.stream.telling import Event, Story, message, moment, text

FIL = ("FIL-020", "Every line of a payment file is posted or answered for", "ทุกบรรทัดในไฟล์รับชำระต้องถูกบันทึกหรือมีคำชี้แจง")
TOT = ("FIL-021", "A file whose totals disagree is refused whole", "ไฟล์ที่ยอดรวมไม่ตรงต้องปฏิเสธทั้งไฟล์")
NAMES = ("นางส•••• ท•••••", "นายก••• ใ•••••", "บริษัท น้ำ•••• จำกัด")
LAYOUT = "text/plain; charset=cp874"


def _detail(number: int, name: str, amount: int) -> str:
    account, invoice = f"08••••••2{number}", f"6910••••••2{number}"
    return (
        f"D{number:06d}TMN73370000012311202609{number:02d}00{name:<50}{account:<20}{invoice:<20}"
        f"{'':20}00010001CCSH{'':7}{amount:013d}000".ljust(256)
    )


def payment_file(count: int = 3, total: int | None = None) -> str:
    """A payment file as its text: header, details, trailer, each 256 columns, CRLF."""
    amounts = [10_079 + 1_500 * number for number in range(count)]
    header = f"H000001TMN7337000001{'การประปานครหลวง':<40}231120267337".ljust(256)
    details = [_detail(number + 2, NAMES[number % 3], amount) for number, amount in enumerate(amounts)]
    credit = sum(amounts) if total is None else total
    trailer = f"T{count + 2:06d}TMN7337000001{0:013d}{0:06d}{credit:013d}{count:06d}".ljust(256)
    return "\r\n".join([header, *details, trailer, ""])


def _story(name: str, title: dict[str, str], *proves: tuple[str, str, str]) -> Story:
    return Story(f"settlement/{name}", title, moment(24, "01:30"), list(proves), "truemoney_offline", "cis")


def _upload(story: Story, at: str, body: str, name: str = "MWA_TMN_20261123_01.txt", **facts: object) -> None:
    request = message(f"PUT /truemoney_offline/incoming/{name}", body, LAYOUT)
    story.plain("truemoney_offline", "cis", "payment_file", at, request, None, channel="sftp", masked=8, **facts)


def _respond(story: Story, at: str, body: str, **facts: object) -> None:
    request = message("PUT /truemoney_offline/outgoing/MWA_TMN_20261123_01_RESULT.txt", body, LAYOUT)
    story.plain("cis", "truemoney_offline", "response_file", at, request, None, channel="sftp", **facts)


def _result(*codes: str) -> str:
    lines = [
        f"R{number:06d}TMN{code:<4}{'08••••••2' + str(number):<20}".ljust(120)
        for number, code in enumerate(codes, start=2)
    ]
    return "\r\n".join([f"H000001TMN20261123{len(codes):06d}".ljust(120), *lines, ""])


def file_is_posted() -> list[Event]:
    story = _story(
        "a_payment_file_is_posted_overnight",
        text("A payment file is posted overnight and answered", "ไฟล์รับชำระถูกบันทึกในรอบกลางคืนและมีไฟล์ตอบกลับ"),
        FIL,
    )
    with story.step("sends", "TrueMoney uploads its payment file", "ทรูมันนี่ส่งไฟล์รับชำระ"):
        _upload(story, moment(24, "01:30"), payment_file())
    with story.step("advance", "The clock goes to 02:00, when CIS takes up files", "เลื่อนเวลาไป 02:00 น. ซึ่ง CIS รับไฟล์"):
        story.clock(moment(24, "01:30"), moment(24, "02:00"), text("to the nightly take-up", "ถึงรอบรับไฟล์กลางคืน"))
    with story.step("receives", "TrueMoney finds the response file", "ทรูมันนี่ได้รับไฟล์ตอบกลับ"):
        _respond(story, moment(24, "02:00"), _result("0000", "0000", "0000"))
    return story.end(seconds=0.044)


def trailer_is_wrong() -> list[Event]:
    story = _story(
        "a_file_with_a_wrong_trailer_is_refused",
        text("A file whose trailer disagrees is refused whole", "ไฟล์ที่ยอดท้ายไฟล์ไม่ตรงถูกปฏิเสธทั้งไฟล์"),
        TOT,
    )
    findings = [
        {
            "side": "request",
            "where": "line 5, columns 40-52 (total_credit_amount)",
            "rule": "control total",
            "blame": "partner",
            "expected": "0000000034737",
            "seen": "0000000034637",
        },
        {
            "side": "request",
            "where": "line 3, columns 164-176 (amount)",
            "rule": "digits",
            "blame": "partner",
            "expected": "13 digits, 2 implied decimals",
            "seen": "000000115.79 ",
        },
    ]
    body = payment_file(total=34_637).replace("0000000011579", "000000115.79 ")
    expected = {"file": "MWA_TMN_20261123_01_RESULT.txt", "records": [{"type": "H", "file_status": "REFUSED"}]}
    with story.step("sends", "TrueMoney uploads a file with a wrong trailer", "ทรูมันนี่ส่งไฟล์ที่ยอดท้ายไฟล์ผิด"):
        _upload(story, moment(24, "01:30"), body, faults=["wrong trailer"], findings=findings)
    with story.step(
        "receives",
        "TrueMoney finds the refusal",
        "ทรูมันนี่ได้รับไฟล์ปฏิเสธ",
        verdict="fail",
        blame="system_under_test",
        expected=expected,
        actual="0 files in /truemoney_offline/outgoing",
        reason=text("CIS took the file and answered nothing", "CIS รับไฟล์แล้วไม่ตอบกลับ"),
    ):
        story.clock(moment(24, "01:30"), moment(24, "02:00"), text("to the nightly take-up", "ถึงรอบรับไฟล์กลางคืน"))
    return story.end(
        "fail", "system_under_test", text("CIS took the file and answered nothing", "CIS รับไฟล์แล้วไม่ตอบกลับ")
    )


def same_file_again() -> list[Event]:
    story = _story(
        "the_same_file_under_a_new_name_posts_nothing",
        text("The same file under a new name posts nothing", "ไฟล์เดิมที่เปลี่ยนชื่อต้องไม่ถูกบันทึกซ้ำ"),
        FIL,
    )
    for number in (1, 2):
        with story.step("sends", f"TrueMoney uploads the file as number {number}", f"ทรูมันนี่ส่งไฟล์เป็นลำดับที่ {number}"):
            faults = ["replayed under a new name"] if number == 2 else []
            _upload(story, moment(24, "01:30"), payment_file(), f"MWA_TMN_20261123_{number:02d}.txt", faults=faults)
    with story.step("receives", "TrueMoney finds a refusal for the second", "ทรูมันนี่ได้รับการปฏิเสธไฟล์ที่สอง"):
        story.clock(moment(24, "01:30"), moment(24, "02:00"), text("to the nightly take-up", "ถึงรอบรับไฟล์กลางคืน"))
        _respond(story, moment(24, "02:00"), _result("DUPL", "DUPL", "DUPL"))
    return story.end(seconds=0.052)
