"""The services by which Linkage Center asks MWA for usage on behalf of an office: routes, checks, and answers.

The centre is the only caller: it shows the credential of the service, and names office and officer in headers.
Checks come in this order: headers, credential, parameters, and then what the office's agreement allows.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping, Sequence
from itertools import count
from typing import Any

from flask import Blueprint, Response, request

from reference.cis.adapter import Core, Link
from reference.cis.messages import AccountUsage, MonthUsage, SubjectKind, UsageQuery, UsageRefusal
from reference.cis.numbers import baht
from reference.common.clock import stamp
from reference.common.codes import Codes
from reference.common.http_api import json_answer

SERVICE = "water-usage"
CREDENTIAL = "water_usage_basic"
_HEADERS = ("Authorization", "X-Office-Request", "X-User-Request", "User-Agent")
_KEYS = {13: SubjectKind.PERSON, 8: SubjectKind.ACCOUNT}
"""What a number of so many digits is."""

_REFERENCE = re.compile(r"[^\x00-\x1f\x7f]{1,60}\Z")
_REFUSALS = Codes(
    UsageRefusal,
    {
        UsageRefusal.NO_AGREEMENT: "หน่วยงานนี้ไม่มีข้อตกลงใช้ข้อมูลกับการประปานครหลวง",
        UsageRefusal.OUT_OF_HOURS: "นอกเวลาให้บริการตามข้อตกลง",
        UsageRefusal.QUOTA_USED_UP: "ใช้งานครบจำนวนครั้งต่อวันตามข้อตกลง",
        UsageRefusal.OUT_OF_SCOPE: "ข้อตกลงไม่ให้ค้นด้วยเลขประเภทนี้",
        UsageRefusal.NO_REFERENCE: "ต้องระบุเลขที่อ้างอิงของเรื่อง",
    },
)
_TOO_MANY = 429
_DUMMY = {
    "accountNo": "00000000",
    "months": [{"period": "2026-01", "volume": 8}, {"period": "2026-02", "volume": 9}],
}
"""What the sandbox tells, whoever asks: no account has this number."""


def routes(core: Core, links: Sequence[Link]) -> Blueprint:
    """The three routes of the service, under /linkage/api/v1."""
    services = Blueprint("usage_reader", __name__, url_prefix="/linkage/api/v1")
    dialect = _Dialect(core, links[0])
    services.get(f"/{SERVICE}")(dialect.checked("usage", dialect.usage))
    services.get(f"/{SERVICE}-sandbox")(dialect.checked("sandbox", dialect.sandbox))
    services.get(f"/{SERVICE}-health-check")(dialect.checked("health_check", dialect.health_check))
    return services


def refusal(status: int, message: str) -> dict[str, Any]:
    """A refusal in the envelope of the services."""
    return _envelope(message, f"{status}")


class _Dialect:
    """The centre's calls as look-ups of the core, and its answers in the centre's words."""

    def __init__(self, core: Core, link: Link) -> None:
        self._core = core
        self._link = link
        self._calls = count(1)

    def checked(self, name: str, answer: Callable[[], Response]) -> Callable[[], Response]:
        """The answer of a route, once headers and credential are right."""

        def view() -> Response:
            missing = [name for name in _HEADERS if not _header(name)]
            if missing:
                return json_answer(_envelope("ไม่พบ Header ที่จำเป็น", self._trace(), missing=missing), 400)
            if not self._opens():
                return _problem(self._trace())
            return answer()

        view.__name__ = name
        return view

    def usage(self) -> Response:
        """The usage of an account or of all that a customer has."""
        if _wrong_parameters():
            return self._refuse_parameters()
        office, officer = _header("X-Office-Request"), _header("X-User-Request")
        subject, reference = request.args["searchKey"], request.args.get("reference")
        query = UsageQuery(SERVICE, office, officer, _KEYS[len(subject)], subject, reference)
        found = self._core.disclosures.look_up(query)
        if found.refusal is None:
            return _found([_account(account) for account in found.accounts])
        return self._refuse(found.refusal)

    def sandbox(self) -> Response:
        """Dummy rows, after the same checks of parameters; nothing is looked up, so nothing is recorded."""
        return self._refuse_parameters() if _wrong_parameters() else self._trial([_DUMMY])

    def health_check(self) -> Response:
        """An empty answer if the service and its record of look-ups work."""
        self._core.disclosures.ask_record()
        return self._trial([])

    def _trial(self, rows: list[dict[str, Any]]) -> Response:
        """Sample rows about no real person; an office without an agreement does not get even these."""
        if self._core.disclosures.has_agreement(_header("X-Office-Request")):
            return _found(rows)
        return self._refuse(UsageRefusal.NO_AGREEMENT)

    def _refuse(self, refusal: UsageRefusal) -> Response:
        status = _TOO_MANY if refusal is UsageRefusal.QUOTA_USED_UP else 403
        return json_answer(_envelope(_REFUSALS[refusal], self._trace()), status)

    def _refuse_parameters(self) -> Response:
        return json_answer(_envelope("พารามิเตอร์ไม่ครบหรือไม่ถูกต้อง", self._trace(), _wrong_parameters()), 400)

    def _opens(self) -> bool:
        """Whether the caller holds the pair of this service; one that we were never told is our failure (500)."""
        expected = self._link.gateway.credential(CREDENTIAL)
        return hmac.compare_digest(expected.encode(), _header("Authorization").encode())

    def _trace(self) -> str:
        """What the caller may name when it asks us about this answer."""
        call = f"{stamp(self._core.clock.now())}/{next(self._calls)}"
        return hashlib.sha256(call.encode()).hexdigest()[:32]


def _header(name: str) -> str:
    """A header without the blanks around it; an Authorization of another scheme than Basic counts as missing."""
    value = request.headers.get(name, "").strip()
    if name == "Authorization" and not re.match(r"Basic +\S", value):
        return ""
    return value


def _wrong_parameters() -> dict[str, list[str]]:
    """Mistakes by parameter."""
    wrong = {}
    key = request.args.get("searchKey", "")
    if len(key) not in _KEYS or not re.fullmatch("[0-9]+", key):
        wrong["searchKey"] = ["ต้องเป็นเลขประจำตัว 13 หลัก หรือทะเบียนผู้ใช้น้ำ 8 หลัก"]
    if "reference" in request.args and not _REFERENCE.match(request.args["reference"]):
        wrong["reference"] = ["ต้องเป็นข้อความ 1-60 ตัวอักษร"]
    return wrong


def _found(rows: list[dict[str, Any]]) -> Response:
    return json_answer({"responseCode": "000", "data": rows})


def _envelope(
    message: str, trace: str, errors: Mapping[str, list[str]] | None = None, missing: Sequence[str] = ()
) -> dict[str, Any]:
    return {"message": message, "errors": dict(errors or {}), "traceId": trace, "missingHeaders": list(missing)}


def _problem(trace: str) -> Response:
    """401, as the framework of such a service words it."""
    about = "https://tools.ietf.org/html/rfc9110#section-15.5.2"
    answer = json_answer(
        {"type": about, "title": "Unauthorized", "status": 401, "traceId": f"00-{trace}-{trace[:16]}-00"}, 401
    )
    answer.mimetype = "application/problem+json"
    return answer


def _account(account: AccountUsage) -> dict[str, Any]:
    told = {
        "accountNo": account.registration,
        "branchCode": account.branch,
        "meterSize": account.meter_size,
        "address": account.address,
    }
    return _present(told) | {"months": [_month(month) for month in account.months]}


def _month(month: MonthUsage) -> dict[str, Any]:
    return _present(
        {
            "period": month.month,
            "readingDate": month.read_on and month.read_on.isoformat(),
            "volume": month.volume,
            "amount": None if month.amount is None else baht(month.amount),
        }
    )


def _present(fields: dict[str, Any]) -> dict[str, Any]:
    """The fields of the answer, without those that the office's agreement leaves out."""
    return {name: value for name, value in fields.items() if value is not None}
