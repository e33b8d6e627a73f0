"""A lab as it stood: everything that a reset forgets comes back, and nothing that happened since stays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pytest

from partnerlab.lab.channels.channel import FileInTransit
from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.exchange.message_sender import send
from partnerlab.lab.lab import DEFAULT_START, Lab
from partnerlab.lab.snapshots import MessageInTransit, restore_snapshot, take_snapshot
from tests.lab.lab_support import NOON, Client, Listener

PAYMENT = {"transaction": "T-1", "amount": "1.00", "reference": "1612345678"}


def test_memory_facts_overrides_faults_time_and_journal_come_back(lab: Lab, client: Client) -> None:
    token = client.token()
    lab.set_state("dopa_linkage", "the officer is not logged in")
    lab.world.override("person", 41, alive=False)
    lab.set_fault("dopa_linkage", "wrong_status", operation="person", times=2, status=418)
    kept = take_snapshot(lab)
    journal = [exchange.number for exchange in lab.journal]

    client.person(token, lab.world.person(7).pid)
    lab.reset(DEFAULT_START)
    lab.world.override("person", 7, alive=False)
    client.validate()
    restore_snapshot(lab, kept)

    assert lab.clock.now == kept.now == NOON.replace(tzinfo=lab.clock.now.tzinfo)
    assert [exchange.number for exchange in lab.journal] == journal
    assert (lab.world.person(41).alive, lab.world.person(7).alive) == (False, True)
    assert client.officer(token).json()["SessionState"] == "AgentNotAvailable", (
        "its token is known, and the state holds"
    )
    pid = lab.world.person(41).pid
    assert [client.person(token, pid).status_code for _ in range(3)] == [418, 418, 500], "twice, as it was set"
    assert lab.journal.last == 5


def test_it_is_brought_back_as_often_as_wanted_and_never_changed_by_what_follows(lab: Lab, client: Client) -> None:
    lab.set_fault("dga_gdx", "rate_limit", requests=2, per="1 hour")
    client.validate()
    kept = take_snapshot(lab)
    for _ in range(3):
        assert [client.validate().status_code for _ in range(2)] == [200, 429]
        assert len(lab.partner_worlds["dga_gdx"].table("tokens")) == 2
        restore_snapshot(lab, kept)
        assert len(lab.partner_worlds["dga_gdx"].table("tokens")) == 1


def test_chance_goes_on_from_where_it_stood(lab: Lab, client: Client) -> None:
    lab.set_fault("dga_gdx", "malformed_body", times=9)
    client.validate()
    kept = take_snapshot(lab)
    first = [client.validate().content for _ in range(4)]
    restore_snapshot(lab, kept)
    assert [client.validate().content for _ in range(4)] == first
    tokens = list(lab.partner_worlds["dga_gdx"].table("tokens"))
    restore_snapshot(lab, kept)
    for _ in range(4):
        client.validate()
    assert list(lab.partner_worlds["dga_gdx"].table("tokens")) == tokens


def test_files_come_back_and_later_ones_go(lab: Lab) -> None:
    drop_off = file_exchange(lab).channel("sftp")
    drop_off.put("truemoney_offline", FileInTransit("a.txt", b"\xa1"))
    drop_off.next_arrival()
    kept = take_snapshot(lab)
    drop_off.put("truemoney_offline", FileInTransit("b.txt", b"x"))
    restore_snapshot(lab, kept)
    home = drop_off.home("truemoney_offline") / "incoming"
    assert {path.name: path.read_bytes() for path in home.iterdir()} == {"a.txt": b"\xa1"}
    assert file_exchange(lab).busy() is None
    lab.reset(DEFAULT_START)
    assert list(home.iterdir()) == []


def test_a_partner_that_nobody_looks_at_is_not_made_and_comes_back_all_the_same(lab: Lab, listener: Listener) -> None:
    send(lab, "big_c_online", "payment", dict(PAYMENT), [])
    restore_snapshot(lab, take_snapshot(lab))
    restore_snapshot(lab, take_snapshot(lab))
    assert list(lab.partner_worlds["big_c_online"].table("sent")) == ["T-1"]


def test_what_an_agent_took_in_comes_back_as_it_stood(lab: Lab, listener: Listener) -> None:
    send(lab, "big_c_online", "payment", dict(PAYMENT), [])
    kept = take_snapshot(lab)
    totals = lab.agent_totals.of("big_c_online")
    assert (totals.sure, totals.unsure) == (100, 0)
    for _ in range(2):
        send(lab, "big_c_online", "payment", PAYMENT | {"transaction": "T-2"}, [])
        assert lab.agent_totals.of("big_c_online").sure == 200
        restore_snapshot(lab, kept)
        assert lab.agent_totals.of("big_c_online").sure == 100
    send(lab, "big_c_online", "payment", dict(PAYMENT), [])
    assert lab.agent_totals.of("big_c_online").sure == 100, "its number is known again"
    lab.reset(DEFAULT_START)
    assert lab.agent_totals.of("big_c_online").sure == 0


@dataclass
class Note:
    """Something that is no plain data, and that holds on to the population."""

    at: datetime
    about: Any


def test_what_is_no_plain_data_comes_back_too_with_the_population_it_belongs_to(lab: Lab) -> None:
    table = lab.partner_worlds["biz_portal"].table("notes")
    table["1"] = Note(lab.clock.now, lab.world.person(41))
    kept = take_snapshot(lab)
    table["1"].at = DEFAULT_START
    restore_snapshot(lab, kept)
    found = lab.partner_worlds["biz_portal"].table("notes")["1"]
    assert found.at == lab.clock.now
    assert found.about == lab.world.person(41)
    assert found.about.world is lab.world


@pytest.mark.parametrize("way", ["late", "overtaken", "file", "exchange"])
def test_a_moment_in_which_something_is_on_its_way_cannot_be_kept(lab: Lab, listener: Listener, way: str) -> None:
    if way == "file":
        file_exchange(lab).channel("sftp").put("truemoney_offline", FileInTransit("a.txt", b"x"))
    elif way == "exchange":
        listener.answer = lambda message: take_snapshot(lab)  # type: ignore[assignment,return-value]
        with pytest.raises(MessageInTransit, match="an exchange is under way"):
            send(lab, "big_c_online", "payment", dict(PAYMENT), [])
        return
    else:
        words = {"by": "1 hour"} if way == "late" else {}
        send(lab, "big_c_online", "payment", dict(PAYMENT), [lab.fault("big_c_online", way, **words)])
    with pytest.raises(MessageInTransit):
        take_snapshot(lab)
    lab.reset(DEFAULT_START)
    take_snapshot(lab)


def test_a_bounded_journal_stays_bounded(lab: Lab) -> None:
    lab = Lab(lab.kit, keep=3)
    client = Client(lab)
    for _ in range(5):
        client.validate()
    kept = take_snapshot(lab)
    lab.reset(DEFAULT_START)
    restore_snapshot(lab, kept)
    client.validate()
    assert [exchange.number for exchange in lab.journal] == [4, 5, 6]
