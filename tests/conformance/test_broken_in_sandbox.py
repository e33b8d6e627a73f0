"""The broken senders of the other tables, against the sandbox of each: its list says what is wrong, in the right words.

By role and by who judges, each kind of breach stands in three variants or more; a combination that makes no sense is in
`NO_SENSE`, with the reason. That a right partner passes all of it is shown by the clients of `tests/sandbox`.

| | verify | check-file | sandbox |
|---|---|---|---|
| register (DBD, RID, NECTEC; by files: the Navy) | `test_broken_registers` | here | here |
| agent (Big C, TrueMoney; as it answers: e-Services) | here, e-Services' answers | `test_broken_files` | here |
| bank (SCB, Krungthai) | | `test_broken_files` | here |
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import asyncssh
import pytest
import requests
from flask import Response

from partnerlab.contract.findings import Finding, failures
from partnerlab.lab.exchange.arrival_watch import take_up_before_reading
from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.partners.partner import RegistryError
from partnerlab.lab.partners.registry import Registry
from partnerlab.sandbox.checklist_text import checklist_events
from partnerlab.sandbox.session import Sandbox, SandboxOptions, open_sandbox
from tests.conformance.file_breaches import AGENT as FILE_AGENT
from tests.conformance.file_breaches import BANK as FILE_BANK
from tests.conformance.file_breaches import FOUND_BY, Breach, Role, breaches, recoded
from tests.conformance.peers import Good, like, spoilt
from tests.conformance.test_broken_registers import SAID
from tests.conformance.test_broken_registers import _body as in_body
from tests.conformance.test_broken_senders import AGENT, BANK, BREACHES, Change, Message, good, sent
from tests.conformance.test_verify import bound, peer, verify  # noqa: F401
from tests.sandbox.hours import MORNING

pytestmark = pytest.mark.slow

NO_SENSE = {
    ("register", "sandbox", "answers"): "a register that only answers sends nothing that a list could tick",
    ("register", "check-file", "answers"): "an answer over HTTP is no record file",
    ("agent", "verify", "sends"): "our side asks an agent nothing; the citizens' apps alone answer as well",
    ("bank", "verify", "sends"): "our side asks no bank over HTTP",
    ("agent", "check-file", "messages"): "a message is no record file",
}
"""By role, who judges, and what would be judged."""

RIGHT_RULES = {
    "shape": {"required", "pattern", "type"},
    "surplus": {"undocumented field"},
    "amount": {"pattern", "type"},
    "calendar": {"era", "calendar", "date", "format", "pattern"},
    "identity": {"const", "pattern", "required"},
    "coding": {"does not decode", "undocumented media type"},
    "personal data": {"unmarked personal data", "pattern"},
}
"""The rules by which a breach of a message may be found."""


@pytest.fixture(scope="module")
def sandboxes() -> Iterator[Callable[[str], Sandbox]]:
    """The sandbox of a partner, opened when it is first asked for."""
    from contextlib import ExitStack

    opened: dict[str, Sandbox] = {}
    with ExitStack() as stack:

        def sandbox_of(partner: str) -> Sandbox:
            if partner not in opened:
                wish = SandboxOptions(partner, port=0, at=MORNING)
                opened[partner] = stack.enter_context(open_sandbox(Registry(), wish, lambda step: None))
            return opened[partner]

        yield sandbox_of


def told(sandbox: Sandbox) -> str:
    """All that the list says of what was nearly right, or fits no step."""
    near = [step.miss for step in sandbox.checklist.steps if step.state == "near" and step.miss]
    return "\n".join(miss["en"] for miss in (*near, *(stray.miss for stray in sandbox.checklist.strays)))


# messages of a small agent and a small bank

MESSAGES = [
    pytest.param(partner, kind, change, id=f"{kind} {partner} {number}")
    for kind, by_partner in BREACHES.items()
    for partner, changes in by_partner.items()
    for number, change in enumerate(changes, 1)
]


def of_an_account(sandbox: Sandbox, message: Message) -> Message:
    """The good message, about a customer that the sandbox has."""
    plain = sandbox.accounts[0]
    about = {"reference1": plain.reference1, "amount": plain.owed}
    invoice = {"reference2": plain.invoice}
    return Message(message.fields | about | invoice)


@pytest.mark.parametrize(("partner", "kind", "change"), MESSAGES)
def test_a_broken_message_is_told_in_the_list(
    sandboxes: Callable[[str], Sandbox], partner: str, kind: str, change: Change
) -> None:
    sandbox = sandboxes(partner)
    _, wrong = sent(sandbox.lab, sandbox.url, partner, change(of_an_account(sandbox, good(sandbox.lab, partner))))
    assert wrong and {finding.rule for finding in wrong} <= RIGHT_RULES[kind]
    assert str(wrong[0]) in told(sandbox)
    reasons = [event["reason"]["en"] for event in checklist_events(sandbox) if event.get("reason")]
    assert any(wrong[0].rule in reason for reason in reasons), "the report tells it too"
    assert all(step.name != "paid_exactly" or step.state != "done" for step in sandbox.checklist.steps)


# files of a small agent, a small bank and a small register

NAVY = Role("hydrographic", "tide_table", "RTN_S1_20261110.csv")


def _cells(line: int, column: int, text: str) -> Callable[[bytes], bytes]:
    def change(data: bytes) -> bytes:
        lines = [each.split(",") for each in data.decode().split("\n")]
        lines[line][column] = text
        return "\n".join(map(",".join, lines)).encode()

    return change


def _line(change: Callable[[list[str]], list[str]]) -> Callable[[bytes], bytes]:
    return lambda data: "".join(f"{each}\n" for each in change(data.decode().splitlines())).encode()


OF_REGISTER: dict[str, list[Callable[[bytes], bytes] | str]] = {
    "shape": [_cells(1, 2, "0.4"), _cells(3, 2, "high"), _cells(2, 1, "2026-11-10")],
    "frame": [_line(lambda all: all[1:]), _line(lambda all: all[:5] + all[6:]), _line(lambda all: [*all, all[-1]])],
    "calendar": [_cells(1, 1, "2569-11-10 00:00"), _cells(5, 1, "2026-11-31 04:00"), _cells(9, 1, "2026-11-11 08:00")],
    "coding": [
        lambda data: data.replace(b"MSL", b"M\xe0L", 1),
        recoded("utf-16"),
        lambda data: data.replace(b"\n", b"\r\n"),
    ],
    "code": [_cells(1, 3, "XYZ"), _cells(2, 3, "LLW"), _cells(4, 3, "msl")],
    "surplus": [_cells(1, 3, "MSL,note"), _cells(0, 3, "datum,officer"), _cells(7, 3, "MSL,")],
    "identity": [_cells(1, 0, "S2"), _cells(2, 0, "s1"), _cells(3, 0, "")],
    "name": ["RTN_S2_20261110.csv", "RTN_S1_25691110.csv", "tides.csv"],
}


def _navys() -> Iterator[Breach]:
    for kind, changes in OF_REGISTER.items():
        for number, wrong in enumerate(changes, 1):
            if isinstance(wrong, str):
                yield Breach(NAVY, kind, lambda data: data, wrong, number)
            else:
                yield Breach(NAVY, kind, wrong, "", number)


NAVYS = list(_navys())
FILES = [*breaches(), *NAVYS]


def content_of(breach: Breach) -> tuple[str, bytes]:
    if breach.role is not NAVY:
        return breach.sent
    folder = Registry().root / "contracts" / NAVY.partner / "files"
    return breach.name or NAVY.name, breach.change((folder / f"{NAVY.layout}.sample.csv").read_bytes())


def test_there_are_three_of_each_kind_of_a_registers_files() -> None:
    assert len(OF_REGISTER) >= 7 and min(map(len, OF_REGISTER.values())) >= 3


@pytest.mark.parametrize("breach", NAVYS, ids=lambda breach: breach.id)
def test_a_broken_file_of_a_register_fails_the_check(lab: Any, breach: Breach, tmp_path: Path) -> None:
    name, content = content_of(breach)
    (tmp_path / name).write_bytes(content)
    left = lab("check-file", f"{NAVY.partner}/{NAVY.layout}", tmp_path / name)
    assert (left.code, left.err) == (1, "")
    assert "[Whose fault: partner]" in left.out, left.out


def test_a_good_file_of_a_register_passes_the_check(lab: Any, tmp_path: Path) -> None:
    name, content = content_of(Breach(NAVY, "none", lambda data: data))
    (tmp_path / name).write_bytes(content)
    assert lab("check-file", f"{NAVY.partner}/{NAVY.layout}", tmp_path / name).code == 0


@pytest.fixture(scope="module")
def in_lists(sandboxes: Callable[[str], Sandbox]) -> dict[str, tuple[Finding | None, str]]:
    """Every broken file, left by a client of its own at its sandbox: the first finding, and what the list says."""
    found: dict[str, tuple[Finding | None, str]] = {}
    for role in (FILE_AGENT, FILE_BANK, NAVY):
        wrong = [breach for breach in FILES if breach.role is role]
        found |= asyncio.run(_left_at(sandboxes(role.partner), wrong))
    return found


async def _left_at(sandbox: Sandbox, wrong: list[Breach]) -> dict[str, tuple[Finding | None, str]]:
    login = file_exchange(sandbox.lab).channel("sftp").login(sandbox.partner.name)
    host = f"[{login['host']}]:{login['port']} {login['host_key']}\n"
    found = {}
    async with (
        asyncssh.connect(
            login["host"], login["port"], username=login["user"], password=login["password"],
            known_hosts=asyncssh.import_known_hosts(host), config=None, client_keys=None,
        ) as connection,
        connection.start_sftp_client() as client,
    ):  # fmt: skip
        for breach in wrong:
            name, content = content_of(breach)
            async with client.open(f"/incoming/{name}.tmp", "wb") as file:
                await file.write(content)
            await client.posix_rename(f"/incoming/{name}.tmp", f"/incoming/{name}")
            await asyncio.to_thread(take_up_before_reading, sandbox.lab)
            exchange = [each for each in sandbox.lab.journal if each.own_client][-1]
            failed = failures(exchange.findings)
            found[breach.id] = (failed[0] if failed else None, told(sandbox))
    return found


@pytest.mark.parametrize("breach", FILES, ids=lambda breach: breach.id)
def test_a_broken_file_is_told_in_the_list(in_lists: dict[str, tuple[Finding | None, str]], breach: Breach) -> None:
    first, listed = in_lists[breach.id]
    assert first and first.rule in FOUND_BY[breach.kind]
    assert str(first) in listed


# answers of a small agent

E_SERVICES, CHECK = "e_services", "bill_issued/a_bill_was_issued"
Distort = Callable[[requests.Response], Response]


def _told_body(**fields: Any) -> Distort:
    return in_body(lambda body: body.update(fields))


ANSWERS: dict[str, list[Distort]] = {
    "shape": [
        _told_body(received=1), in_body(lambda body: body.pop("repeated") and None),
        lambda answer: like(answer, content=answer.content[:-3]),
    ],
    "surplus": [_told_body(name="-"), _told_body(note=""), _told_body(extra={"a": 1})],
    "code": [_told_body(received="N"), _told_body(repeated="y"), _told_body(repeated="")],
    "status": [
        lambda answer: like(answer, 299), lambda answer: like(answer, 500), lambda answer: like(answer, 204, b""),
    ],
    "coding": [
        lambda answer: Response(answer.content, 200, content_type="text/plain"),
        lambda answer: like(answer, content=answer.content.decode().encode("utf-16")),
        lambda answer: like(answer, content=b""),
    ],
}  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "distort"),
    [pytest.param(kind, each, id=f"{kind} {n}") for kind, all in ANSWERS.items() for n, each in enumerate(all, 1)],
)
def test_a_broken_answer_of_an_agent_fails_and_is_its_fault(
    verify: Any, peer: Good, kind: str, distort: Distort,  # noqa: F811
) -> None:  # fmt: skip
    with spoilt(peer.urls[E_SERVICES], distort, "/api/notices/bill-issued") as url:
        options = ("--requests", "0", "--no-access-checks", "--allow-writes")
        left = verify(url, *options, partner=E_SERVICES, bindings=None)
    assert left.code == 1
    assert left.checks[CHECK][:2] == ("fail", "partner"), left.checks
    assert any(word in left.checks[CHECK][2] for word in SAID[kind]), left.checks


def test_a_right_agent_answers_well(verify: Any, peer: Good) -> None:  # noqa: F811
    left = verify(
        peer.urls[E_SERVICES], "--requests", "0", "--no-access-checks", "--allow-writes", partner=E_SERVICES,
        bindings=None,
    )  # fmt: skip
    assert left.checks[CHECK][0] == "pass", left.checks


# what makes no sense


def test_what_makes_no_sense_is_refused_with_a_reason(lab: Any, tmp_path: Path) -> None:
    assert all(NO_SENSE.values())
    for partner in (FILE_AGENT.partner, FILE_BANK.partner, BANK):
        left = lab("verify", partner, "--url", "http://127.0.0.1:9")
        assert left.code == 2 and f"our side asks nothing of {partner} over HTTP" in left.err
    (tmp_path / "payments.txt").write_bytes(b"")
    assert lab("check-file", f"{AGENT}/payment", tmp_path / "payments.txt").code == 2
    with pytest.raises(RegistryError), open_sandbox(Registry(), SandboxOptions("dbd_juristic", port=0), lambda s: None):
        pass
