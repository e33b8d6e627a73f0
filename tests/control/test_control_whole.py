"""A story told by the control alone: a CIS at an address, partners that send and answer, time that passes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from partnerlab.control.app import Control
from partnerlab.control.desk import Desk
from partnerlab.lab.registry import Kit
from partnerlab.scenario import stage as stages
from tests.control.control_support import Remote


@pytest.fixture
def remote(kit: Kit) -> Iterator[Remote]:
    """The reference as a CIS that listens somewhere, and is told of the lab by variables alone."""
    with stages.over_sockets(kit) as stage:
        yield Remote(Control(Desk(stage.lab, stage.urls)))


def statuses(remote: Remote) -> list[tuple[int, str | None]]:
    told = remote.get("/__lab/journal?receiver=biz_portal&operation=update_status&personal=shown")["exchanges"]
    return [(each["number"], each["lost"]) for each in told]


def test_a_request_is_carried_through_by_the_control(remote: Remote) -> None:
    where = remote.get("/__lab/system")
    assert (where["hooks"], remote.put("/__lab/system", {"url": where["where"]})) == (True, where)
    remote.post("/__lab/reset", {"now": "2026-11-23T09:00:00+07:00", "system": True})
    remote.post("/__lab/faults", {"partner": "biz_portal", "fault": "connection_reset", "times": 1})
    sent = remote.post(
        "/__lab/send",
        {"partner": "biz_portal", "operation": "new_connection", "with": {"applicant": {"$person": 4100}}},
    )
    assert [each["answer"]["status"] for each in sent["exchanges"]] == [200]
    assert [lost for _, lost in statuses(remote)] == ["answer"]
    remote.put("/__lab/snapshots/refused", {})
    remote.put("/__lab/clock", {"advance": "by 1 hour"})
    assert [lost for _, lost in statuses(remote)] == ["answer", None, None]
    found = remote.post(
        "/__lab/match",
        {"receiver": "biz_portal", "request": {"body": {"Status": "PENDING"}}, "answer": {"body": {"Type": 1}}},
    )
    assert found["matching"] == [statuses(remote)[-1][0]]
    remote.post("/__lab/snapshots/refused/restore", {})
    assert [lost for _, lost in statuses(remote)] == ["answer"]
