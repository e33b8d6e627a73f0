"""An upload that nobody renames stands in the journal after an hour, and at the end of a story."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from partnerlab.lab.channels.channel import FileInTransit
from partnerlab.lab.channels.sftp_channel import SftpDropOff
from partnerlab.lab.dropoff.unfinished_uploads import PART, UnfinishedUploads
from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry
from tests.lab import test_deliveries
from tests.lab.lab_support import lab_at_noon
from tests.lab.test_deliveries import as_user as _as_user
from tests.lab.test_deliveries import write

AGENT, NAME = "truemoney_offline", "MWA_TMN_20261123_01.txt.tmp"


@pytest.fixture
def lab() -> Iterator[Lab]:
    with lab_at_noon(Registry()) as made:
        yield made


@pytest.fixture
def drop_off(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> SftpDropOff:
    channel = file_exchange(lab).channel("sftp")
    assert isinstance(channel, SftpDropOff)
    monkeypatch.setattr(test_deliveries, "PASSWORDS", channel.passwords)
    return channel


def said(lab: Lab) -> list[tuple[str, str, str]]:
    return [(each.sender, each.request.path, finding.seen) for each in lab.journal for finding in each.findings]


def test_it_is_told_after_an_hour_and_once(lab: Lab, drop_off: SftpDropOff) -> None:
    _as_user(drop_off, AGENT, lambda client: write(client, f"incoming/{NAME}"))
    lab.run_due_work()
    start = lab.clock.now
    lab.advance(start + timedelta(minutes=59))
    assert said(lab) == []
    lab.advance(start + timedelta(hours=1))
    lab.advance(start + timedelta(hours=5))
    assert said(lab) == [(AGENT, f"/incoming/{NAME}", "never renamed")]


def test_it_is_told_at_the_end_of_a_story(lab: Lab, drop_off: SftpDropOff) -> None:
    part = lab.parts[PART]
    assert isinstance(part, UnfinishedUploads)
    _as_user(drop_off, "cis", lambda client: write(client, f"{AGENT}/outgoing/{NAME}"))
    assert (part.tell(), part.tell()) == (1, 0)
    assert said(lab) == [("cis", f"/outgoing/{NAME}", "never renamed")]


def test_what_a_story_breaks_off_on_purpose_is_not_told(lab: Lab, drop_off: SftpDropOff) -> None:
    drop_off.put(AGENT, FileInTransit(NAME.removesuffix(".tmp"), b"payments", whole=False))
    part = lab.parts[PART]
    assert isinstance(part, UnfinishedUploads)
    assert part.tell() == 0
