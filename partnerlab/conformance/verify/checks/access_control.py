"""Access control: a credential that is missing, empty, cut short, altered, expired or somebody else's opens nothing.

These checks come last, for a wrong credential may lock the account: at most three wrong values of each are sent in one
run, spread over the operations. A lock, a limit or a firewall's page ends them, and is no answer of the implementation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from partnerlab.conformance.verify.checks.refusal import credential_refusals, is_accepted, knows_no_payment, lock
from partnerlab.conformance.verify.checks.wrong_credential import (
    ANOTHER,
    EMPTY,
    MISSING,
    MOST_TRIES,
    CredentialPlace,
    WrongCredential,
    credential_places,
    made_credentials,
    other_credentials,
)
from partnerlab.conformance.verify.session import Step, VerifySession
from partnerlab.contract.http.message import Request
from partnerlab.contract.http.operation import Operation
from partnerlab.lab.partners.partner import Partner
from partnerlab.scenario.verdicts import Fail, Skip, Text

Others = Callable[[str], Mapping[str, str]]
"""Of a credential by its name: somebody else's (`another's`) and an `expired` one, as far as there are any."""


WRONG: Text = {"en": "wrong credentials: refused", "th": "ข้อมูลยืนยันตัวตนผิด: ต้องปฏิเสธ"}


@dataclass(frozen=True, slots=True)
class GoodRequest:
    """A request that the right credentials open, and what the implementation holds, to see whether it was booked."""

    request: Request
    state: Callable[[], Any] = lambda: None


@dataclass(slots=True)
class AccessTarget:
    """The operations of one partner, or of the gateway before it, and how to come by a good request of each.

    `good_request` raises `Skip` where there is none, and `is_ready` says so beforehand.
    """

    holder: Partner
    operations: list[Operation]
    good_request: Callable[[Operation], GoodRequest]
    is_ready: Callable[[Operation], bool] = lambda _: True
    made: dict[str, GoodRequest] = field(default_factory=dict)


class AccessControl:
    """The wrong credentials of one run. `values` are the right ones, as they are when a check begins."""

    def __init__(
        self, asking: VerifySession, targets: list[AccessTarget], allow_writes: bool, others: Others, lacking: Text
    ) -> None:
        """`lacking` says what to add where nothing is known of somebody else's credential; the names follow."""
        self._asking, self._targets, self._writes = asking, targets, allow_writes
        self._others, self._lacking = others, lacking
        self._locked: Text | None = None
        self._planned: list[WrongCredential] | None = None

    def operations(self) -> list[Operation]:
        """Those that carry a secret; each is one check."""
        places = credential_places(operation for target in self._targets for operation in target.operations)
        return list(dict.fromkeys(place.operation for place in places))

    def steps(self, operation: Operation) -> Iterator[Step]:
        """Each wrong credential of one operation."""
        if not self._may_send(operation):
            yield WRONG, _write_not_allowed
            return
        target = self._target(operation)
        if not target.is_ready(operation):
            yield WRONG, partial(self._skip_unready, target, operation)
            return
        planned = [wrong for wrong in self._plan() if wrong.where.operation is operation]
        for wrong in planned:
            yield wrong.title, partial(self._try, wrong)
        if not planned:
            yield WRONG, _tried_elsewhere

    def steps_of_others(self) -> Iterator[Step]:
        """Somebody else's credentials and expired ones; what cannot be had is a skip with the line to add."""
        lacking = []
        if not self._places():
            yield WRONG, _nothing_to_try
        for name in dict.fromkeys(place.credential for place in self._places()):
            known = self._others(name)
            lacking += [] if known else [name]
            for kind, value in known.items():
                for wrong in other_credentials(self._places(), name, kind, value):
                    yield _titled(wrong), partial(self._try, wrong)
        if lacking:
            yield {"en": "credentials of others", "th": "ข้อมูลยืนยันตัวตนของผู้อื่น"}, partial(self._skip_lacking, lacking)

    def _plan(self) -> list[WrongCredential]:
        if self._planned is None:
            self._planned = made_credentials(self._places(), self._asking.credentials)
        return self._planned

    def _places(self) -> list[CredentialPlace]:
        """Where a wrong credential can be tried now."""
        return credential_places(o for t in self._targets for o in t.operations if self._may_send(o) and t.is_ready(o))

    def _target(self, operation: Operation) -> AccessTarget:
        return next(each for each in self._targets if operation in each.operations)

    def _may_send(self, operation: Operation) -> bool:
        return operation.read_only or self._writes or bool(operation.gives)

    def _skip_unready(self, target: AccessTarget, operation: Operation) -> None:
        target.good_request(operation)

    def _skip_lacking(self, names: list[str]) -> None:
        told = ", ".join(names)
        raise Skip(f"{self._lacking['en']}{told}", f"{self._lacking['th']}{told}")

    def _try(self, wrong: WrongCredential) -> None:
        if self._locked:
            raise _ended(self._locked)
        operation, asking = wrong.where.operation, self._asking
        target = self._target(operation)
        good = self._good(target, operation)
        before = good.state()
        asking.wrong_values += [wrong.value] if wrong.value else []
        exchange = asking.build_exchange(target.holder, operation, wrong.put_into(good.request))
        is_malformed, exchange.findings = bool(exchange.findings), []  # it is wrong on purpose
        if wrong.kind == MISSING and not is_malformed:  # one may leave it out
            asking.lab.finish(exchange, None)
            asking.exchanges.remove(exchange)
            return
        asking.deliver(target.holder, operation, exchange)
        answer = exchange.answer
        assert answer is not None
        self._locked = lock(operation, answer)
        if self._locked:
            raise _ended(self._locked)
        if bad := self._judged(wrong, exchange, is_malformed):
            raise bad
        if good.state() != before:
            raise self._fail(
                wrong,
                "it was refused, and yet something was booked",
                "ระบบปฏิเสธ แต่ยังบันทึกรายการ",
                expected="nothing booked",
                actual=str(answer.status),
            )

    def _good(self, target: AccessTarget, operation: Operation) -> GoodRequest:
        if operation.id not in target.made:
            target.made[operation.id] = target.good_request(operation)
        return target.made[operation.id]

    def _judged(self, wrong: WrongCredential, exchange: Any, is_malformed: bool) -> Fail | None:
        operation, answer = wrong.where.operation, exchange.answer
        in_path = wrong.where.place.startswith("path/")
        allowed = credential_refusals(operation, is_malformed or wrong.kind in (MISSING, EMPTY), in_path)
        expected = " or ".join(map(str, sorted(allowed)))
        if wrong.kind == ANOTHER and knows_no_payment(operation, answer):
            return None  # another agent may ask with its own key; of this one's payments it hears nothing
        if is_accepted(operation, answer):
            en, th = f"was accepted ({answer.status})", f"ระบบยอมรับ ({answer.status})"
        elif answer.status >= 500:
            en, th = f"was answered {answer.status}, not refused", f"ได้คำตอบ {answer.status} แทนการปฏิเสธ"
        elif not allowed:
            raise Skip(
                f"the contract documents no refusal of {operation.id} by status",
                f"สัญญาไม่ได้ระบุสถานะที่ใช้ปฏิเสธรายการ {operation.id}",
            )
        elif answer.status not in allowed:
            en = f"was answered {answer.status}, not as documented"
            th = f"ได้คำตอบ {answer.status} ไม่ตรงตามที่ระบุไว้"
        elif exchange.findings:
            rule = exchange.findings[0]
            en, th = f"was refused, not as documented: {rule.rule} at {rule.where}", f"ปฏิเสธไม่ตรงตามสัญญา: {rule.rule}"
        else:
            return None
        return self._fail(wrong, en, th, expected=expected, actual=str(answer.status))

    def _fail(self, wrong: WrongCredential, en: str, th: str, expected: str, actual: str) -> Fail:
        title, blame = wrong.title, self._asking.blame["answer"]
        place, kind = wrong.where.place, wrong.kind
        return Fail(
            f"{place} {kind}: {en}",
            f"{title['th'].partition(':')[0]}: {th}",
            blame=blame,
            expected=expected,
            actual=actual,
        )


def _titled(wrong: WrongCredential) -> Text:
    title, operation = wrong.title, wrong.where.operation.title
    return {language: f"{operation[language]}: {title[language]}" for language in ("en", "th")}


def _ended(locked: Text) -> Skip:
    return Skip(
        f"{locked['en']}: no more wrong credentials are tried; see that the account is open before you go on",
        f"{locked['th']}: หยุดลองข้อมูลยืนยันตัวตนที่ผิด ให้ตรวจว่าบัญชียังใช้ได้ก่อนทำต่อ",
    )


def _tried_elsewhere() -> None:
    raise Skip(
        f"not tried here: {MOST_TRIES} wrong values of each credential are tried in one run, at other operations",
        f"ไม่ได้ลองที่นี่ เพราะลองค่าที่ผิดที่รายการอื่นครบ {MOST_TRIES} ครั้งแล้ว",
    )


def _nothing_to_try() -> None:
    raise Skip(
        "not tried: no operation was answered well in this run, so that a refusal would prove nothing",
        "ไม่ได้ลอง เพราะไม่มีรายการใดที่ตอบถูกต้องในการตรวจครั้งนี้",
    )


def _write_not_allowed() -> None:
    raise Skip(
        "not tried, because it changes data; add --allow-writes if this is a test system",
        "ไม่ได้ลอง เพราะเป็นรายการที่เปลี่ยนแปลงข้อมูล ใช้ --allow-writes หากเป็นระบบทดสอบ",
    )
