"""The checklist in words: for a terminal, and as events for a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from partnerlab.conformance import check_events
from partnerlab.conformance.check_result import CheckResult
from partnerlab.lab import signed_token
from partnerlab.lab.exchange.agreed_hours import ALWAYS
from partnerlab.lab.journal import Exchange
from partnerlab.report.safe_text import printable
from partnerlab.report.translations import LANGUAGES, Language
from partnerlab.sandbox.accounts import ROLES
from partnerlab.sandbox.checklist import ChecklistStep, Stray
from partnerlab.sandbox.checklist_data import covered
from partnerlab.sandbox.own_credentials import OwnCredential
from partnerlab.sandbox.session import Sandbox
from partnerlab.scenario.exchange_events import exchange_event
from partnerlab.scenario.verdicts import Text

_MARKS = {"done": "x", "near": "~", "awaited": " "}

_WORDS = {
    "address": ("Send to", "ส่งมาที่"),
    "credentials": ("with", "โดยใช้"),
    "signs": (
        ": signs its token, made by the clock of the sandbox; this is `d` of a JWK, OKP, Ed25519",
        " ใช้ลงลายมือชื่อ token ตามเวลาของห้องทดสอบ ค่านี้คือ d ของ JWK แบบ OKP Ed25519",
    ),
    "accounts": (
        "Accounts: reference 1, registration, invoice, owed (baht)",
        "บัญชี: รหัสอ้างอิง 1 ทะเบียน เลขใบแจ้งหนี้ ยอดค้าง (บาท)",
    ),
    "holders": ("Their holders: registration, number, telephone, name", "เจ้าของบัญชี: ทะเบียน เลขประจำตัว โทรศัพท์ ชื่อ"),
    "clock": (
        "Time goes on as on your clock. To move it",
        "เวลาเดินตามนาฬิกาจริง หากต้องการเลื่อน",
    ),
    "page": ("The list in a browser", "ดูรายการนี้ในเบราว์เซอร์"),
    "sftp": ("Files by SFTP", "ไฟล์ทาง SFTP"),
    "mail": ("Files by mail", "ไฟล์ทางอีเมล"),
    "web": ("Files by web page", "ไฟล์ทางเว็บไซต์"),
    "deliver": ("deliver", "วิธีส่ง"),
    "fetch": ("fetch", "วิธีรับไฟล์ตอบ"),
    "sftp_deliver": ("", "เขียน incoming/NAME.tmp แล้วเปลี่ยนชื่อเป็น incoming/NAME เมื่อครบ"),
    "sftp_fetch": ("", "อ่านจาก outgoing/"),
    "mail_deliver": ("", "ส่งอีเมลหนึ่งฉบับจากที่อยู่ข้างต้น แนบไฟล์ และใช้ชื่อไฟล์เป็นหัวเรื่อง"),
    "mail_fetch": ("", "อ่านอีเมลที่ส่งถึงที่อยู่ข้างต้น หรือ GET /__lab/files ของ control API"),
    "web_deliver": ("", "เข้าสู่ระบบด้วยแบบฟอร์ม แล้วอัปโหลด NAME"),
    "web_fetch": ("", "ดาวน์โหลดจากรายการในหน้าเว็บนั้น"),
    "envelope": ("envelope", "ซองไฟล์"),
    "sealed": (
        "encrypt each file for openpgp_certificate and sign it with openpgp_key, in binary, under its agreed name; "
        "both are base64, for gpg: base64 -d | gpg --import",
        "เข้ารหัสทุกไฟล์ด้วย openpgp_certificate และลงลายมือชื่อด้วย openpgp_key แบบไบนารี โดยใช้ชื่อไฟล์ตามที่ตกลง "
        "ทั้งสองเป็น base64 นำเข้า gpg ด้วย base64 -d | gpg --import",
    ),
    "hours": ("Agreed hours, by the clock of the sandbox", "เวลาทำการที่ตกลง ตามนาฬิกาของห้องทดสอบ"),
    "every_day": ("every day", "ทุกวัน"),
    "weekdays": ("from Monday to Friday", "วันจันทร์ถึงวันศุกร์"),
    "business_days": ("on business days", "วันทำการ"),
    "steps": (
        "Steps, ticked by what arrives, in any order",
        "รายการที่ต้องแสดง ทำลำดับใดก็ได้ ระบบจะทำเครื่องหมายเองเมื่อได้รับ",
    ),
    "stray": ("fits no step", "ไม่ตรงกับข้อใด"),
    "left": ("{left} of {all} steps are still awaited", "ยังรออีก {left} จาก {all} ข้อ"),
    "finished": ("all {all} steps were shown", "แสดงครบทั้ง {all} ข้อ"),
}


def word(key: str, language: Language, **values: Any) -> str:
    """One of the words of this page."""
    return _WORDS[key][language == "th"].format(**values)


def introduction(sandbox: Sandbox, language: Language) -> str:
    """Addresses, credentials, accounts with known facts, and the whole list."""
    to = f"past the cut-off of {sandbox.partner.name}" if sandbox.partner.cut_off else "by 1 hour"
    move = f"""curl -X PUT -H 'Content-Type: application/json' -d '{{"advance": "{to}"}}'"""
    lines = [f"{word('address', language)}: {sandbox.url}"] if sandbox.takes_messages else []
    lines += [_credential(name, own, language) for name, own in sandbox.credentials().items()]
    lines += [line for kind, login in sandbox.file_logins().items() for line in _login(kind, login, language)]
    lines += _hours(sandbox, language)
    lines += ["", f"{word('accounts', language)}"] if sandbox.accounts else []
    lines += [
        f"  {a.reference1}  {a.registration}  {a.invoice}  {a.owed:>10}  {ROLES[a.role][language]}"
        for a in sandbox.accounts
    ]
    if sandbox.takes_messages and sandbox.accounts:
        lines += ["", word("holders", language)]
        lines += [f"  {a.registration}  {a.pid}  {a.mobile}  {a.name}" for a in sandbox.accounts]
    lines += ["", f"{word('clock', language)}:", f"  {move} {sandbox.control_url}/clock", ""]
    lines += [f"{word('page', language)}: {sandbox.page_url}", ""]
    lines += [f"{word('steps', language)}:"]
    return "\n".join([*lines, *(step_text(step, language) for step in sandbox.checklist.steps)])


def _credential(name: str, own: OwnCredential, language: Language) -> str:
    signs = word("signs", language) if name.endswith(signed_token.PRIVATE_KEY) else ""
    places = f" ({', '.join(own.places)}{signs})" if own.places else ""
    return f"  {word('credentials', language)} {name}{places}: {own.value}"


def _login(kind: str, login: dict[str, Any], language: Language) -> Iterator[str]:
    """How files are brought over one channel; in Thai the channel's own two sentences are said anew."""
    yield word(kind, language)
    for name, value in login.items():
        if name in ("deliver", "fetch"):
            yield f"  {word(name, language)}: {value if language == 'en' else word(f'{kind}_{name}', language)}"
        else:
            yield f"  {name}: {value}"
    if "openpgp_key" in login:
        yield f"  {word('envelope', language)}: {word('sealed', language)}"


def _hours(sandbox: Sandbox, language: Language) -> Iterator[str]:
    """The agreed hours, unless they are always."""
    hours = sandbox.partner.agreement.get("terms", {}).get("service_hours", ALWAYS)
    if hours != ALWAYS:
        yield f"{word('hours', language)}: {word(hours['days'], language)} {hours['from']}-{hours['to']}"


def step_text(step: ChecklistStep, language: Language) -> str:
    """One step as it stands: how to show it, how it was nearly shown, or by which exchange it was."""
    line = f"[{_MARKS[step.state]}] {step.title[language]}"
    if step.number is not None:
        return f"{line}  #{step.number}"
    if step.miss:
        return f"{line}\n      → {printable(step.miss[language])}"
    return f"{line}: {step.advice[language]}"


def stray_text(stray: Stray, language: Language) -> str:
    """What came and fits no step."""
    return f"[!] #{stray.exchange.number} {word('stray', language)}\n      → {printable(stray.miss[language])}"


def last_line(sandbox: Sandbox, language: Language) -> str:
    """How much is left."""
    count = len(sandbox.checklist.steps)
    if left := len(sandbox.checklist.left):
        return word("left", language, left=left, all=count)
    return word("finished", language, all=count)


def checklist_events(sandbox: Sandbox) -> Iterator[dict[str, Any]]:
    """The list as the checks of a run, each of one step; what tells who an account is of is covered."""
    return (covered(event, sandbox.accounts) for event in _events(sandbox))


def _events(sandbox: Sandbox) -> Iterator[dict[str, Any]]:
    """A check of each step; then one, left out of the result, of each message that is wrong and fits no step."""
    steps, strays = sandbox.checklist.steps, sandbox.checklist.strays
    yield check_events.run_started(sandbox.url, "verify", len(steps) + len(strays))
    results = []
    for step in steps:
        verdict = "pass" if step.state == "done" else "fail" if step.miss else "not_received"
        blame, reason = (None, None) if verdict == "pass" else ("partner", step.miss or step.advice)
        exchange = step.shown or step.near
        name = f"{sandbox.partner.name}/{step.name}"
        results.append(CheckResult(name, verdict, blame, reason, steps=1, exchanges=1 if exchange else 0))
        yield from _check(sandbox, results[-1], step.title, step.advice, exchange)
    title: Text = {language: word("stray", language) for language in LANGUAGES}
    for stray in strays:
        name = f"{sandbox.partner.name}/stray_{stray.exchange.number}"
        results.append(CheckResult(name, "skip", None, stray.miss, steps=1, exchanges=1))
        yield from _check(sandbox, results[-1], title, title, stray.exchange)
    yield check_events.run_finished(results)


def _check(
    sandbox: Sandbox, result: CheckResult, title: Text, advice: Text, exchange: Exchange | None
) -> Iterator[dict[str, Any]]:
    partner = sandbox.partner
    parties = [check_events.party(partner.name, partner.title)]
    yield check_events.check_started(result.name, title, partner.name, parties)
    yield check_events.step_started(result.name, 1, "sends", advice)
    if exchange is not None:
        yield {"scenario": result.name, "step": 1} | exchange_event(sandbox.lab, exchange)
    yield check_events.step_finished(result.name, 1, result.verdict, blame=result.blame, reason=result.reason)
    yield check_events.check_finished(result)
