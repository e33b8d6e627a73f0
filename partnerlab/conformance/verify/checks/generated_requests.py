"""Generated requests: a few valid and invalid ones made from the contract by Schemathesis, the same in each run.

Asking a register about a number made at random would ask about a real person: every such number is replaced by one of
our population, whose numbers no office issues, or by one that is bound.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from typing import Any
from urllib.parse import quote

import requests

from partnerlab.conformance.verify.checks.broken_dates import broken_dates
from partnerlab.conformance.verify.checks.bundled_document import bundled
from partnerlab.conformance.verify.checks.date_patterns import narrow_dates
from partnerlab.conformance.verify.checks.refusal import MAY_BE_IGNORED, not_refused
from partnerlab.conformance.verify.direct_partner import lacking_credentials
from partnerlab.conformance.verify.preconditions import REFUSED
from partnerlab.conformance.verify.prepared_request import credentials_of_gateway, set_field
from partnerlab.conformance.verify.session import Step, VerifySession
from partnerlab.contract.findings import failures
from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Request
from partnerlab.contract.http.message_place import value_at
from partnerlab.contract.http.operation import Operation
from partnerlab.lab.partners.address_check import naming_parameters
from partnerlab.scenario.verdicts import Fail, Omit, Skip, Verdict

_SOMEBODY = re.compile(r"(?<![0-9])[0-9]{11,13}(?![0-9])")
_NUMBERS = range(1, 41)
_WRONG_DATES = 12
"""How many wrong dates are sent at most."""
_KINDS = {"person": "pid", "company": "juristic_id", "house": "code", "account": "registration", "parcel": "deed"}
_WAYS = {
    "positive": ("that keep the contract", "ที่ตรงตามสัญญา"),
    "negative": ("that break it", "ที่ไม่เป็นไปตามข้อกำหนดการเชื่อมต่อ"),
}


class GeneratedRequests:
    """A bounded run over one operation at a time; stops at the first answer that is not as agreed.

    What breaks the contract must be refused: accepting it, or failing over it, is not as agreed.
    """

    def __init__(self, asking: VerifySession, count: int, allow_writes: bool, bound: list[str]) -> None:
        self._asking, self._count, self._writes = asking, count, allow_writes
        world = asking.lab.world
        self._ours = {
            kind: itertools.cycle([str(getattr(getattr(world, kind)(n), name)) for n in _NUMBERS])
            for kind, name in _KINDS.items()
        }
        self._narrowed: dict[str, Any] | None = None
        self._known = {*bound, *("0" * width for width in (11, 12, 13))}

    def steps(self, operation: Operation) -> Iterator[Step]:
        for way, (en, th) in _WAYS.items():
            text = {"en": f"{self._count} requests {en}", "th": f"คำขอ {self._count} ครั้ง {th}"}
            yield text, partial(self._run, operation, way)

    def _run(self, operation: Operation, way: str) -> None:
        if not self._count:
            raise Omit("no requests are wanted: --requests 0", "ไม่ต้องการคำขอที่สร้างขึ้น: --requests 0")
        if not (operation.read_only or self._writes):
            raise Skip(
                "not sent, because it changes data; add --allow-writes if this is a test system",
                "คำขอเปลี่ยนแปลงข้อมูลในระบบ ใช้ --allow-writes หากเป็นระบบทดสอบ",
            )
        asking = self._asking
        if lacking := lacking_credentials(asking.lab.kit, asking.partner, operation, asking.credentials):
            raise credentials_of_gateway(lacking)
        found: list[Verdict] = []

        def send(request: Request) -> None:
            if not found:
                try:
                    found.extend(self._judged(operation, way, request))
                except Verdict as trouble:  # on the line: raised in here, Hypothesis would take it for its own
                    found.append(trouble)

        def send_wrong_dates(case: Any) -> None:
            for broken, _ in islice(broken_dates(operation, self._request(operation, case)), _WRONG_DATES):
                send(broken)

        dated = way == "negative" and bool(operation.dated)
        if dated:
            _each_case(self._cases(operation, "positive"), 1, send_wrong_dates)
        sent = _each_case(self._cases(operation, way), self._count, lambda case: send(self._request(operation, case)))
        if not (sent or dated):
            en, th = _WAYS[way]
            raise Omit(f"there are no requests {en}", f"ไม่มีคำขอ{th}")
        if found:
            raise found[0]

    def _cases(self, operation: Operation, way: str) -> Any:
        try:
            import schemathesis
            from schemathesis.generation import GenerationMode
        except ImportError:
            told = "pip install 'partnerlab[verify]'"
            raise Skip(f"Schemathesis is not installed: {told}", f"ยังไม่ได้ติดตั้ง Schemathesis: {told}") from None
        schema = schemathesis.openapi.from_dict(self._document())
        cases = schema[operation.path][operation.method].as_strategy(generation_mode=GenerationMode(way))
        selector = operation.selector
        if selector is None:
            return cases
        return cases.filter(lambda case: selector.value_in(self._request(operation, case)) == selector.value)

    def _document(self) -> dict[str, Any]:
        """The partner's contract, in which a date of a request is a text of the form, era and range agreed."""
        if self._narrowed is None:
            partner = self._asking.partner
            self._narrowed = bundled(self._asking.lab.kit.documents, f"{partner.name}/{partner.provider_file}")
            narrow_dates(self._narrowed)
        return self._narrowed

    def _judged(self, operation: Operation, way: str, request: Request) -> list[Verdict]:
        """Send a request and return what is wrong with the answer. Exchanges that pass are not reported."""
        asking, blame = self._asking, self._asking.blame["answer"]
        request.params = operation.params_in(request.path) or {}
        exchange = asking.build_exchange(asking.partner, operation, request)
        breaks = [finding for finding in exchange.findings if finding.rule not in MAY_BE_IGNORED]
        exchange.findings, exchange.excused = [], frozenset({"request"})  # what breaks the contract is sent on purpose
        asking.deliver(asking.partner, operation, exchange)
        assert exchange.answer is not None
        if foreign := asking.foreign_answer(operation, exchange):
            return [foreign]
        if exchange.answer.status in REFUSED and way == "positive" and not operation.proved_by:
            told = f"({exchange.answer.status})"
            return [Fail(f"the call is refused {told}", f"คำขอถูกปฏิเสธ {told}", blame="configuration")]
        if lost := asking.wrong_address_failure(operation, exchange):
            return [lost]
        if failures(exchange.findings):
            return [
                asking.broken_contract(exchange, "an answer against the contract", "คำตอบไม่เป็นไปตามข้อกำหนดการเชื่อมต่อ")
            ]
        if way == "negative" and breaks and (bad := not_refused(operation, exchange.answer, breaks[0], blame)):
            return [bad]
        asking.drop_passed(exchange)
        return []

    def _request(self, operation: Operation, case: Any) -> Request:
        """The request of a generated case: only documented parameters, our credentials, and no real person's number."""
        told = case.as_transport_kwargs(base_url="http://peer")
        carried = {key: told[key] for key in ("method", "url", "data", "json") if told.get(key) is not None}
        made = requests.Request(**carried).prepare()
        raw = made.body.encode() if isinstance(made.body, str) else made.body or b""
        query = {str(name): str(value) for name, value in (told.get("params") or {}).items()}
        known = {p.key: p.name for p in operation.parameters if p.place == "header"}
        headers = {name.lower(): str(value) for name, value in told["headers"].items() if name.lower() in known}
        if raw:
            headers["content-type"] = str(
                told["headers"].get("Content-Type") or next(iter(operation.request), wire.JSON)
            )
            raw = _SOMEBODY.sub(self._replaced("person"), raw.decode("utf-8", "replace")).encode()
        path = "/" + (made.path_url.partition("?")[0].removeprefix("/"))
        return self._safe(operation, wire.request(operation.method, path, headers=headers, raw=raw), query)

    def _safe(self, operation: Operation, request: Request, query: dict[str, str]) -> Request:
        kinds = {p.name: p.identifies for p in operation.parameters if p.identifies and p.place == "query"}
        request.query = {
            name: _SOMEBODY.sub(self._replaced(kinds.get(name) or "person"), value) for name, value in query.items()
        }
        asking = self._asking
        for name, values in naming_parameters(asking.lab.kit, asking.partner, operation).items():
            if request.query.get(name) not in values:
                request.query[name] = values[0]
        for parameter in operation.parameters:
            value = self._asking.credentials.get(parameter.credential or "")
            if value and parameter.place == "query":
                request.query[parameter.name] = value
            elif value and parameter.place == "path":
                told = operation.params_in(request.path)
                if told is not None:
                    request.path = operation.path.format_map(told | {parameter.name: quote(value, safe="")})
            elif value:
                request.headers = {**request.headers, parameter.key: value}
        for path, name in operation.body_credentials.items():
            if name in self._asking.credentials and value_at(request, f"body/{path}") is not None:
                set_field(operation, request, f"body/{path}", self._asking.credentials[name])
        request.headers = {name: value for name, value in request.headers.items() if _sendable(value)}
        return request

    def _replaced(self, kind: str) -> Callable[[re.Match[str]], str]:
        return lambda found: found[0] if found[0] in self._known else next(self._ours.get(kind) or self._ours["person"])


def _sendable(value: str) -> bool:
    """Whether a header may hold this value; a value with other characters cannot be sent."""
    return value.isascii() and value.isprintable() and value == value.strip()


def _each_case(strategy: Any, count: int, hold: Callable[[Any], None]) -> bool:
    """So many cases, the same in every run, nothing remembered and nothing made smaller; whether there is any.

    Of an operation without parameters and body nothing can be broken.
    """
    from hypothesis import HealthCheck, Phase, given, settings
    from hypothesis.errors import Unsatisfiable

    bounded = settings(
        max_examples=count, database=None, deadline=None, derandomize=True, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    try:
        bounded(given(case=strategy)(lambda case: hold(case)))()
    except Unsatisfiable:
        return False
    return True
