"""The first check: are credentials, address, token and clock usable?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from email.utils import parsedate_to_datetime
from functools import partial

from partnerlab.conformance.call_credentials import credentials_request, given_credential
from partnerlab.conformance.verify.partner_test_data import PartnerTestData, partner_and_gateway
from partnerlab.conformance.verify.session import Step, VerifySession
from partnerlab.contract.findings import failures
from partnerlab.contract.http.message import Answer
from partnerlab.contract.http.operation import Operation
from partnerlab.lab.journal import Exchange
from partnerlab.lab.message_times import wall_clock
from partnerlab.lab.partners.partner import Partner
from partnerlab.scenario.verdicts import Fail

MAY_DIFFER = timedelta(minutes=5)
REFUSED = (401, 403)


class Preconditions:
    """The steps of one partner's first check; `usable` says whether asking on makes sense."""

    def __init__(self, asking: VerifySession, bindings: PartnerTestData, probe: Callable[[], None]) -> None:
        """`probe` sends read-only examples until one answer proves that the contract is implemented, or raises."""
        self._asking, self._bindings, self._probe = asking, bindings, probe
        self.usable = False
        self._apart: timedelta | None = None

    def steps(self) -> Iterator[Step]:
        yield {"en": "credentials are given", "th": "มีข้อมูลยืนยันตัวตนครบ"}, self._credentials
        where = self._asking.peer.where
        yield {"en": f"somebody answers at {where}", "th": f"มีระบบตอบที่ {where}"}, self._address
        for holder, operation in _givers(self._asking):
            title = operation.title
            yield {"en": title["en"], "th": title["th"]}, partial(self._get_token, holder, operation)
        if not self._asking.found:
            yield {"en": "the contract is known there", "th": "ระบบที่ที่อยู่นี้รู้จักสัญญา"}, self._known
        yield {"en": "both clocks tell the same time", "th": "นาฬิกาของสองฝ่ายตรงกัน"}, self._clock

    def ask_again(self, names: tuple[str, ...]) -> None:
        """Get credentials anew that an operation has ended; what is asked for that is not reported."""
        for holder, operation in _givers(self._asking):
            if set(operation.gives) & set(names):
                self._asking.drop_passed(self._token(holder, operation))

    def _credentials(self) -> None:
        if missing := self._bindings.missing:
            lines = ", ".join(f"export {name}=…" for name in missing)
            raise Fail(
                f"credentials are missing: {lines}",
                f"ยังไม่ได้ให้ข้อมูลยืนยันตัวตน: {lines}",
                blame="configuration",
            )
        self._asking.credentials.update(self._bindings.credentials)

    def _address(self) -> None:
        self._dated(self._asking.peer.greet())
        self.usable = True

    def _known(self) -> None:
        self.usable = False
        self._probe()
        self.usable = True

    def _get_token(self, holder: Partner, operation: Operation) -> None:
        self._token(holder, operation)

    def _token(self, holder: Partner, operation: Operation) -> Exchange:
        self.usable = False
        held = self._asking.credentials
        request = credentials_request(operation, held)
        exchange = self._asking.ask(holder, operation, request)
        answer = exchange.answer
        assert answer is not None
        self._dated(answer)
        if foreign := self._asking.foreign_answer(operation, exchange):
            raise foreign
        if answer.status in REFUSED:
            raise self._refused(answer)
        if lost := self._asking.wrong_address_failure(operation, exchange):
            raise lost
        if answer.status >= 300 or failures(exchange.findings):
            raise self._asking.broken_contract(
                exchange, "the token call was not answered as agreed", "คำขอ token ได้คำตอบไม่ตรงตามที่ตกลง"
            )
        for name, field in operation.gives.items():
            held[name] = str(given_credential(holder, operation, field, answer))
        self.usable = True
        return exchange

    def _refused(self, answer: Answer) -> Fail:
        clock = f"; and {self._told('en')}" if self._far() else ""
        thai = f" และ{self._told('th')}" if self._far() else ""
        return Fail(
            f"the credentials are refused ({answer.status}): are they those of this implementation?{clock}",
            f"ข้อมูลยืนยันตัวตนถูกปฏิเสธ ({answer.status}): ตรวจว่าเป็นของระบบนี้หรือไม่{thai}",
            blame="configuration",
        )

    def _clock(self) -> None:
        if self._far():
            raise Fail(self._told("en"), self._told("th"), blame="configuration")

    def _dated(self, answer: Answer) -> None:
        """How far apart the clocks are, by the Date header; no verdict without one."""
        try:
            self._apart = parsedate_to_datetime(answer.headers.get("date", "")) - wall_clock.real_now()
        except (ValueError, TypeError):
            return

    def _far(self) -> bool:
        return self._apart is not None and abs(self._apart) > MAY_DIFFER

    def _told(self, language: str) -> str:
        assert self._apart is not None
        apart = _rounded(abs(self._apart), language)
        if language == "th":
            return f"นาฬิกาของระบบนั้น{'เร็ว' if self._apart > timedelta() else 'ช้า'}กว่าเครื่องนี้ {apart} ให้ตั้งนาฬิกาก่อน"
        side = "ahead of" if self._apart > timedelta() else "behind"
        return f"its clock is {apart} {side} this machine's clock: correct the wrong clock and run again"


_UNITS = (("day", "วัน", 86_400), ("hour", "ชั่วโมง", 3_600), ("minute", "นาที", 60))


def _rounded(span: timedelta, language: str) -> str:
    """In the largest unit of which there are at least two; clocks that differ by less are right."""
    en, th, seconds = next(unit for unit in _UNITS if span.total_seconds() >= 2 * unit[2])
    count = round(span.total_seconds() / seconds)
    return f"{count:,} {th}" if language == "th" else f"{count:,} {en}s"


def _givers(asking: VerifySession) -> Iterator[tuple[Partner, Operation]]:
    """The operations whose answers are credentials of others, at the gateway first."""
    for holder in partner_and_gateway(asking.lab.kit, asking.partner):
        for operation in holder.provider.operations.values() if holder.provider else ():
            if operation.gives:
                yield holder, operation
