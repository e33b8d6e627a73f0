"""One sandbox: the reference behind a judge, every simulator, the accounts, and the list that hears of everything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any

from partnerlab.control.app import Control
from partnerlab.control.controller import LabController
from partnerlab.lab import deployment as deployments
from partnerlab.lab.channels.ports import FIRST_PORT
from partnerlab.lab.channels.socket_http import HttpServer
from partnerlab.lab.environment import file_logins
from partnerlab.lab.exchange.arrival_watch import watch_arrivals
from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.front.system_front import SystemFront
from partnerlab.lab.lab import Lab
from partnerlab.lab.message_times.wall_clock import monotonic_seconds, real_now
from partnerlab.lab.our_side import CIS
from partnerlab.lab.partners.partner import Partner, RegistryError
from partnerlab.lab.partners.registry import Registry
from partnerlab.page.app import PREFIX, beside_control
from partnerlab.sandbox.accounts import SandboxAccount, make_accounts
from partnerlab.sandbox.checklist import Checklist, ChecklistStep, Stray
from partnerlab.sandbox.checklist_data import checklist_data
from partnerlab.sandbox.contract_steps import contract_steps
from partnerlab.sandbox.debit_steps import asked_forms, debit_steps
from partnerlab.sandbox.file_steps import file_steps
from partnerlab.sandbox.misbehaviour import LATE, Misbehaviour
from partnerlab.sandbox.own_credentials import OwnCredential, own_credentials
from partnerlab.sandbox.payment_steps import payment_steps
from partnerlab.sandbox.sent_files import SentFiles
from partnerlab.world.calendar.holidays import is_bank_day

_ASKED_AT = time(15)
"""When our side's files to a bank are made, inside the hours of every bank."""


@dataclass(frozen=True, slots=True)
class SandboxOptions:
    """Whose sandbox, where it listens, how many seconds a late answer takes, and the time of this day it begins `at`.

    Without `at` it begins now: late in the evening, then, after a cut-off.
    """

    partner: str
    host: str = "127.0.0.1"
    port: int = FIRST_PORT
    seed: int = 1
    late: float = LATE
    at: time | None = None


class Sandbox:
    """Time goes on as on the wall, from its beginning; the control API may move it further."""

    def __init__(
        self, controller: LabController, partner: Partner, accounts: list[SandboxAccount], checklist: Checklist
    ) -> None:
        self.controller, self.lab = controller, controller.lab
        self.partner, self.accounts, self.checklist = partner, accounts, checklist
        self.url = self.control_url = ""
        self._seen_at = monotonic_seconds()

    def let_time_pass(self) -> None:
        """As much as has passed since the last call; files that arrived meanwhile are taken up."""
        passed, self._seen_at = monotonic_seconds() - self._seen_at, monotonic_seconds()
        self.controller.advance_to(self.lab.clock.now + timedelta(seconds=passed))

    @property
    def takes_messages(self) -> bool:
        """Whether anything is to be sent to its address; some partners bring files alone."""
        return self.partner.consumer is not None or not self.partner.sends_to_us

    @property
    def page_url(self) -> str:
        """Where a browser shows the list."""
        return self.control_url.removesuffix("/__lab") + f"{PREFIX}/checklist"

    def credentials(self) -> dict[str, OwnCredential]:
        """What the partner proves itself by, and the codes by which it is known."""
        return own_credentials(self.lab, self.partner, offices_of(self.lab.kit, self.partner))

    def file_logins(self) -> dict[str, dict[str, Any]]:
        """How the partner brings and fetches files, by the kind of channel."""
        return file_logins(self.lab, self.partner)


@contextmanager
def open_sandbox(
    kit: Registry,
    wish: SandboxOptions,
    on_change: Callable[[ChecklistStep], None],
    on_stray: Callable[[Stray], None] = lambda stray: None,
) -> Iterator[Sandbox]:
    """A sandbox that listens, until the block ends. `RegistryError` for a partner that sends nothing."""
    partner = kit.partner(wish.partner)
    offices = offices_of(kit, partner)
    if not partner.sends_to_us and not offices:
        senders = ", ".join(senders_of(kit))
        raise RegistryError(f"{partner.name} sends our side nothing; a sandbox is for: {senders}")
    lab = Lab(kit, wish.seed)
    now = _beginning(wish.at)
    lab.reset(_day_of_asking(now) if partner.debits else now)
    sent = SentFiles(partner)
    lab.journal.listeners.append(sent.hear)
    with deployments.serve_simulators(lab, "up", wish.host, wish.port) as stage:
        deployments.start_references(lab, stage.urls)
        accounts = make_accounts(lab, lab.systems[CIS], partner)
        controller = LabController(lab, stage.urls)
        controller.advance_to(max(now, lab.clock.now))
        misbehaviour = Misbehaviour(partner, accounts, wish.late)
        lab.resources.callback(misbehaviour.close)
        _watch_files(lab, sent, accounts, wish.late)
        of_money = (*file_steps(partner, accounts, sent, now.date()), *debit_steps(partner, accounts, sent))
        steps = [*payment_steps(partner, accounts, misbehaviour, now.date()), *of_money]
        steps += contract_steps(partner, _files(partner, sent), offices, misbehaviour.failed)
        sandbox = Sandbox(controller, partner, accounts, Checklist(partner.name, steps, on_change, on_stray))
        lab.journal.listeners.append(sandbox.checklist.hear)
        controller.checklist = partial(checklist_data, partner.name, accounts, sandbox.checklist)
        sandbox.control_url = _control(stage, controller, wish)
        sandbox.url = _front(stage, wish, misbehaviour)
        watch_arrivals(lab)
        yield sandbox


def offices_of(kit: Registry, centre: Partner) -> list[Partner]:
    """The parties that ask through this one."""
    return [other for other in kit.partners.values() if other.sends_through == centre.name]


def senders_of(kit: Registry) -> list[str]:
    """The partners that have a sandbox: those that send to our side, and those through which others do."""
    centres = {partner.sends_through for partner in kit.partners.values()}
    return [name for name, partner in kit.partners.items() if partner.sends_to_us or name in centres]


def _beginning(at: time | None) -> datetime:
    now = real_now().replace(microsecond=0)
    return now if at is None else datetime.combine(now, at, now.tzinfo)


def _day_of_asking(now: datetime) -> datetime:
    """The afternoon on which our side asks a bank to debit on the last bank day that has come."""
    day = now.date()
    while not is_bank_day(day):
        day -= timedelta(days=1)
    asked = day - timedelta(days=1)
    while not is_bank_day(asked):
        asked -= timedelta(days=1)
    return datetime.combine(asked, _ASKED_AT, now.tzinfo)


def _files(partner: Partner, sent: SentFiles) -> list[str]:
    """The files that the partner may send now: of a bank, answers to what it was asked in the form in force."""
    asked = [answer for _, answer in asked_forms(partner, sent)]
    incoming = sorted(partner.sends_to_us & partner.layouts.keys())
    return [name for name in incoming if name in asked or not partner.debits]


def _watch_files(lab: Lab, sent: SentFiles, accounts: list[SandboxAccount], late: float) -> None:
    """See which files of ours the partner reads; the one with the account for it is answered late, at first."""
    slow = [account for account in accounts if account.role in ("late", "file_3")]

    def pause(partner: str, name: str) -> timedelta:
        meant = [file for file in sent.files if any(file.is_named(account) for account in slow)]
        return timedelta(seconds=late if len(meant) == 1 and meant[0].name == name else 0)

    files = file_exchange(lab)
    files.pause, files.on_fetch = pause, sent.note_fetch


def _front(stage: deployments.Deployment, wish: SandboxOptions, misbehaviour: Misbehaviour) -> str:
    system = stage.lab.kit.partner(wish.partner).system
    at = deployments.front_ports(stage.lab, wish.port).get(system, 0) if wish.port else 0
    front = misbehaviour.before(SystemFront(stage.lab, system))
    stage.listening.append(HttpServer(front, wish.host, at))
    return stage.listening[-1].url


def _control(stage: deployments.Deployment, controller: LabController, wish: SandboxOptions) -> str:
    at = deployments.control_port(stage.lab, wish.port) if wish.port else 0
    stage.listening.append(HttpServer(beside_control(Control(controller)), "127.0.0.1", at))
    return f"{stage.listening[-1].url}/__lab"
