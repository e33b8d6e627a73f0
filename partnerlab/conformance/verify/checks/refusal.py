"""Check that an answer is a documented refusal; a lock or a firewall's page is none."""

from __future__ import annotations

from partnerlab.contract.findings import Finding
from partnerlab.contract.http.message import Answer, Request
from partnerlab.contract.http.message_place import value_at
from partnerlab.contract.http.operation import Operation
from partnerlab.scenario.verdicts import Fail, Text

_LOCKS: dict[int, Text] = {
    423: {"en": "the account is locked (423)", "th": "บัญชีถูกล็อก (423)"},
    429: {"en": "too many requests (429)", "th": "เรียกถี่เกินกำหนด (429)"},
}
_PAGES = (403, 405, 406, 418, 503)
"""With these a firewall shows its page; a 401 in HTML is the implementation's own."""
MAY_BE_IGNORED = frozenset({"undocumented parameter"})
"""What a request may break without being refused: HTTP lets a server ignore a parameter that it does not know."""
_BY_CREDENTIAL = frozenset({401, 403})
_BY_SHAPE = frozenset({400, 404, 405, 406, 409, 413, 415, 422})


def content_findings(operation: Operation, request: Request) -> list[Finding]:
    """What a request breaks of its contract, credentials apart: they are made good when it is sent."""
    return [each for each in operation.judge_request(request) if each.where not in operation.credentials]


def lock(operation: Operation, answer: Answer) -> Text | None:
    """What stops all further tries: a lock, a limit, or somebody before the implementation; None for its own answer."""
    if answer.status in _LOCKS:
        return _LOCKS[answer.status]
    documented = operation.answers.get(answer.status) or {}
    if answer.media == "text/html" and answer.status in _PAGES and answer.media not in documented:
        return {
            "en": f"a firewall's page ({answer.status} text/html), not the implementation's answer",
            "th": f"หน้าเว็บของไฟร์วอลล์ ({answer.status} text/html) ไม่ใช่คำตอบของระบบ",
        }
    return None


def is_accepted(operation: Operation, answer: Answer) -> bool:
    """Whether a request was taken: 2xx, unless the contract marks this answer as a refusal."""
    return answer.status < 300 and not operation.refuses_in(answer)


def knows_no_payment(operation: Operation, answer: Answer) -> bool:
    """Whether the answer says, where a payment is asked about, that it was never taken."""
    tells = operation.money.tells if operation.money else None
    return tells is not None and any(value_at(answer, place) in values for place, values in tells.not_taken.items())


def credential_refusals(operation: Operation, is_malformed: bool, in_path: bool) -> set[int]:
    """The documented statuses for a wrong credential: 401 and 403, else any that refuses a call.

    One that already breaks the shape of the message (left out, empty) may be refused for that. Where neither 401 nor
    403 is documented, or the address holds the credential, 404 is the refusal.
    """
    documented = set(operation.answers)
    by_credential = documented & _BY_CREDENTIAL
    by_shape = documented & (_BY_SHAPE - {404}) if is_malformed or not by_credential else set()
    unknown = documented & {404} if in_path or not by_credential else set()
    return by_credential | by_shape | unknown


def shape_refusals(operation: Operation) -> set[int]:
    """The documented statuses for a request that breaks the contract; none where the status says nothing."""
    documented = set(operation.answers)
    return documented & (_BY_SHAPE | _BY_CREDENTIAL) if documented & _BY_SHAPE else set()


def not_refused(operation: Operation, answer: Answer, broken: Finding, blame: str) -> Fail | None:
    """What is wrong with the answer to a request that breaks the contract; None if it is a documented refusal."""
    documented, place = shape_refusals(operation), f"{broken.where} ({broken.rule})"
    if answer.status >= 500:
        en, th = f"was answered {answer.status}, not refused", f"ได้คำตอบ {answer.status} แทนการปฏิเสธ"
    elif is_accepted(operation, answer) and (documented or operation.refused_by):
        en, th = f"was accepted ({answer.status})", f"ระบบยอมรับ ({answer.status})"
    else:
        return None
    return Fail(
        f"a request that breaks the contract at {place} {en}", f"คำขอที่ไม่เป็นไปตามข้อกำหนดการเชื่อมต่อที่ {place} {th}",
        blame=blame, expected=" or ".join(map(str, sorted(documented))) or "a refusal", actual=str(answer.status),
    )  # fmt: skip
