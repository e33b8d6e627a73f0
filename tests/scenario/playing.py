"""Plays scenarios written in a test, against the reference or a modified copy of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import indent
from typing import Any

from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Answer, Request
from partnerlab.lab import deployment as deployments
from partnerlab.lab.channels.channel import HttpChannel
from partnerlab.lab.deployment import Deployment
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import System
from partnerlab.scenario.language.scenario import Story
from partnerlab.scenario.language.scenario_loader import read
from partnerlab.scenario.runner import Outcome, Runner

Tamper = Callable[[Request, Callable[[Request], Answer]], Answer]

HEAD = """\
title: {en: A test's own story, th: เรื่องของการทดสอบ}
proves: [SRC-ONLINE-1]
"""
BILL = """\
start: 2026-11-05 11:00
given:
  accounts: {home: 1001}
  bills: {october: {account: home, month: 2026-10, usage: 8, issued: 2026-11-01, due: 2026-11-15}}
"""
APPLICANT = """\
start: 2026-11-23 09:00
given:
  people: {applicant: 41}
"""
INQUIRY = "- {sends: big_c_online.inquiry, with: {account: $home}}\n"
PAYMENT = """\
- {sends: big_c_online.payment, with: {account: $home, transaction: T-1, amount: "100.79"}}
"""
REQUEST = "- {sends: biz_portal.new_connection, with: {applicant: $applicant}}\n"


@dataclass
class Tampered:
    """The channel to our side, with somebody in it."""

    inner: HttpChannel
    tamper: Tamper
    where: str = "a tampered system"

    def call(self, message: Request) -> Answer:
        return self.tamper(message, self.inner.call)

    def close(self) -> None:
        self.inner.close()


class Player:
    """Plays one story after another on one stage, and keeps the events of the last one."""

    def __init__(self, kit: Registry, folder: Path) -> None:
        self.kit, self.folder = kit, folder
        self.events: list[dict[str, Any]] = []

    def story(self, given: str, steps: str, name: str = "a_story") -> Story:
        file = self.folder / f"{name}.yaml"
        file.write_text(f"{HEAD}{given}steps:\n{indent(steps, '  ')}", encoding="utf-8")
        return read(file, self.kit)

    @contextmanager
    def stage(self, tamper: Tamper | None = None) -> Iterator[Deployment]:
        with deployments.in_process(self.kit) as stage:
            if tamper:
                stage.lab.system = System(Tampered(stage.lab.system.channel, tamper))
            yield stage

    def play(self, given: str, steps: str, tamper: Tamper | None = None) -> Outcome:
        with self.stage(tamper) as stage:
            return self.on(stage, self.story(given, steps))

    def on(self, stage: Deployment, story: Story) -> Outcome:
        self.events.clear()
        return Runner(stage.lab, self.events.append).run(story)

    def told(self, kind: str) -> list[dict[str, Any]]:
        return [event for event in self.events if event["event"] == kind]


def changing(path: str, change: Callable[[Any], Any]) -> Tamper:
    """Our side's answers on a path with another body."""

    def tamper(message: Request, call: Callable[[Request], Answer]) -> Answer:
        answer = call(message)
        if message.path != path or answer.body is None:
            return answer
        return wire.answer(answer.status, answer.headers, wire.encode(change(answer.body), wire.JSON))

    return tamper
