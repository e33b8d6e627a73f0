"""Our side is more than one system: each is started when needed, has its own time, name and login."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

import asyncssh
import pytest

from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Answer, Request
from partnerlab.lab.channels.channel import Unreachable
from partnerlab.lab.channels.sftp_channel import SftpDropOff
from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.lab import Lab
from partnerlab.lab.our_side import Systems
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import HookFailed, System
from tests.lab.lab_support import NOON, Listener, json_answer


class Clocked(Listener):
    """A system with test hooks that hears its times and has work due at `due`."""

    def __init__(self, due: datetime | None = None) -> None:
        super().__init__()
        self.due, self.times = due, list[str]()

    def call(self, message: Request) -> Answer:
        if message.path == "/_test/about":
            return json_answer({"name": "clocked", "version": "1"})
        if message.path == "/_test/clock":
            self.times.append(message.body["now"][11:16])
            waits = self.due and self.due.strftime("%H:%M") > self.times[-1]
            return json_answer({"now": message.body["now"], "next_due": self._told() if waits else None})
        return wire.answer(404, {}, b"")

    def _told(self) -> str:
        assert self.due is not None
        return f"{self.due.isoformat()}+07:00"


def test_a_system_is_started_when_somebody_first_asks_for_it_and_once() -> None:
    systems, started = Systems(), []
    systems.offer("rwc", lambda: started.append("rwc") or System(Listener(), "rwc"))
    assert started == []
    assert systems["rwc"] is systems["rwc"]
    assert started == ["rwc"]


def test_who_was_not_offered_is_nobody() -> None:
    system = Systems()["rwc"]
    assert (system.name, system.hooked) == ("rwc", False)
    with pytest.raises(Unreachable):
        system.call(wire.request("GET", "/"))


def test_time_passes_for_those_who_were_cast() -> None:
    systems = Systems()
    systems["cis"], systems["rwc"] = System(Listener()), System(Listener(), "rwc")
    assert [system.name for system in systems.playing] == ["cis", "rwc"]
    systems.cast(["rwc"])
    assert [system.name for system in systems.playing] == ["rwc"]
    assert (systems.plays("rwc"), systems.plays("cis")) == (True, False)


def test_who_was_dismissed_is_closed_and_gone() -> None:
    closed = []
    listener = Listener()
    listener.close = lambda: closed.append(1)  # type: ignore[method-assign]
    systems = Systems()
    systems["cis"] = System(listener)
    systems.dismiss()
    assert (closed, len(systems), systems.playing) == ([1], 0, ())


def test_both_systems_work_at_their_own_times_in_order(lab: Lab) -> None:
    one, other = Clocked(NOON + timedelta(minutes=10)), Clocked(NOON + timedelta(minutes=5))
    lab.systems["cis"], lab.systems["rwc"] = System(one), System(other, "rwc")
    lab.advance(lab.clock.now + timedelta(minutes=20))
    assert one.times == other.times == ["12:00", "12:05", "12:10", "12:20"]


def test_a_system_that_never_does_what_is_due_is_named(lab: Lab) -> None:
    late = Clocked(NOON + timedelta(minutes=5))
    late.due = datetime(2026, 11, 23, 23, 59)
    late._told = lambda: "2026-11-23T12:05:00+07:00"  # type: ignore[method-assign]
    lab.systems["rwc"] = System(late, "rwc")
    lab.systems.cast(["rwc"])
    with pytest.raises(HookFailed, match="rwc says again and again"):
        lab.advance(lab.clock.now + timedelta(hours=1))


def test_a_partner_is_asked_by_the_system_that_it_is_linked_with(lab: Lab) -> None:
    assert simulator_apps(lab)["rid_dams"].test_client().get("/reservoir/api/dam/public").status_code == 200
    assert simulator_apps(lab)["rid_dams"].test_client().get("/elsewhere").status_code == 404
    assert [exchange.sender for exchange in lab.journal] == ["rwc", "rwc"]


def test_a_partner_belongs_to_the_customer_system_unless_told(kit: Registry) -> None:
    assert kit.partner("biz_portal").system == "cis"
    assert kit.partner("rid_dams").system == "rwc"


def test_each_systems_login_sees_the_homes_of_its_own_agents() -> None:
    passwords = {"cis": "c", "rwc": "r", "bank": "b", "navy": "n"}
    made = SftpDropOff(passwords, bytes(32), agents={"bank": "cis", "navy": "rwc"})
    try:
        seen = {user: asyncio.run(_names(made, user)) for user in ("cis", "rwc")}
    finally:
        made.close()
    assert seen == {"cis": {"bank"}, "rwc": {"navy"}}


async def _names(drop_off: SftpDropOff, user: str) -> set[Any]:
    known = asyncssh.import_known_hosts(f"[{drop_off.host}]:{drop_off.port} {drop_off.host_key}\n")
    async with (
        asyncssh.connect(
            drop_off.host, drop_off.port, username=user, password=drop_off.passwords[user], known_hosts=known,
            config=None, client_keys=None,
        ) as connection,
        connection.start_sftp_client() as client,
    ):  # fmt: skip
        return {str(name) for name in await client.listdir("/")} - {".", ".."}
