"""The checks of access control in a run: one for each operation that carries a secret, and one for others' secrets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from partnerlab.conformance.pacts.examples import Example
from partnerlab.conformance.pacts.provider_states import SENT
from partnerlab.conformance.verify.checks.access_control import AccessControl
from partnerlab.conformance.verify.checks.refusal import is_accepted
from partnerlab.conformance.verify.session import Step, VerifySession
from partnerlab.contract.http.money_marks import all_hold
from partnerlab.contract.http.operation import Operation
from partnerlab.scenario.verdicts import Skip, Text

LACKING_BINDINGS: Text = {
    "en": "not bound: add to bindings.yaml, below credentials, the variable that holds one of somebody else "
    "(NAME: {another_env: VARIABLE}) or an expired one (NAME: {expired_env: VARIABLE}) for: ",
    "th": "ยังไม่ได้ผูกข้อมูลยืนยันตัวตนของผู้อื่น (NAME: {another_env: VARIABLE}) หรือที่หมดอายุ (NAME: {expired_env: VARIABLE}) "
    "ให้เพิ่มใน bindings.yaml ใต้ credentials สำหรับ: ",
}
"""What to add where nobody else's credential is known; the names follow."""
LACKING_LAB: Text = {
    "en": "no other partner of the lab has a credential for this system: ",
    "th": "ไม่มีคู่เชื่อมโยงอื่นในชุดทดสอบที่มีข้อมูลยืนยันตัวตนของระบบนี้: ",
}
_TITLE: Text = {"en": "wrong credentials", "th": "ข้อมูลยืนยันตัวตนที่ผิด"}
_OTHERS: Text = {"en": "credentials of others", "th": "ข้อมูลยืนยันตัวตนของผู้อื่น"}


def check_access(
    asking: VerifySession,
    access: AccessControl,
    url: str,
    operations: list[Operation],
    usable: Callable[[Iterator[Step]], Iterator[Step]],
) -> None:
    """Every check, in order; `usable` lets a step be sent only if the preconditions hold."""
    name = asking.partner.name
    for operation in operations:
        title = {language: f"{operation.title[language]}: {_TITLE[language]}" for language in ("en", "th")}
        asking.check(f"{name}/{operation.id}/access_control", title, url, usable(access.steps(operation)), proves=False)
    title = {language: f"{name}: {_OTHERS[language]}" for language in ("en", "th")}
    asking.check(f"{name}/access_control/others", title, url, usable(access.steps_of_others()), proves=False)


def has_passed_example(asking: VerifySession, recorded: list[Example], operation: Operation) -> bool:
    """Whether an example of the operation was answered well in this run."""
    return _passed(asking, recorded, operation) is not None


def passed_example(asking: VerifySession, recorded: list[Example], operation: Operation) -> Example:
    """An example of the operation that was answered well in this run; without one a refusal would prove nothing."""
    if example := _passed(asking, recorded, operation):
        return example
    raise Skip(
        f"not tried: no example of {operation.id} passed, so that a refusal would prove nothing",
        f"ไม่ได้ลอง เพราะยังไม่มีตัวอย่างของรายการ {operation.id} ที่ผ่าน",
    )


def _passed(asking: VerifySession, recorded: list[Example], operation: Operation) -> Example | None:
    """One that books something, if there is one: only by that it would show that a refused message was booked."""
    passed = {outcome.name for outcome in asking.outcomes if outcome.verdict == "pass"}
    good = [
        example
        for example in recorded
        if example.operation is operation
        and is_accepted(operation, example.recorded.answer)
        and f"{asking.partner.name}/{example.id}" in passed
    ]
    document = asking.partner.consumer if asking.sends else asking.partner.provider
    operations = document.operations if document else {}
    return min(good, key=lambda example: not _books(example, operations), default=None)


def _books(example: Example, operations: Mapping[str, Operation]) -> bool:
    """Whether the example changes the books; requests sent to prepare it do not count."""
    sent = {str(given.params["operation"]) for given in example.recorded.given if given.name == SENT}
    money = example.operation.money
    moves = (money.takes or money.takes_back) if money else None
    if money is None or moves is None:
        return example.operation.id not in sent
    before = [found.money for name in sent if (found := operations.get(name)) and found.money]
    taken, taken_back = any(each.takes for each in before), any(each.takes_back for each in before)
    expected = (True, False) if money.takes_back else (False, False)
    return all_hold(example.recorded.answer, moves.accepted) and (taken, taken_back) == expected
