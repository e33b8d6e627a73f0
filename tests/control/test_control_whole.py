"""A story told by the control alone: a CIS at an address, partners that send and answer, time that passes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from partnerlab.control.app import Control
from partnerlab.control.controller import LabController
from partnerlab.lab import deployment as deployments
from partnerlab.lab.partners.registry import Registry
from tests.control.control_support import Remote


@pytest.fixture
def stage(kit: Registry) -> Iterator[deployments.Deployment]:
    """The references as systems that listen somewhere, and are told of the lab by variables alone."""
    with deployments.over_sockets(kit) as made:
        yield made


@pytest.fixture
def remote(stage: deployments.Deployment) -> Remote:
    return Remote(Control(LabController(stage.lab, stage.urls)))


def statuses(remote: Remote) -> list[tuple[int, str | None]]:
    told = remote.get("/__lab/journal?receiver=biz_portal&operation=update_status&personal=shown")["exchanges"]
    return [(each["number"], each["lost"]) for each in told]


def test_a_request_is_carried_through_by_the_control(remote: Remote) -> None:
    where = remote.get("/__lab/systems")["systems"][0]
    assert (where["hooks"], remote.put("/__lab/systems/cis", {"url": where["where"]})) == (True, where)
    remote.post("/__lab/reset", {"now": "2026-11-23T09:00:00+07:00", "systems": True})
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


def test_the_raw_water_system_is_steered_beside_the_customer_system(
    remote: Remote, stage: deployments.Deployment
) -> None:
    assert remote.get("/__lab/systems")["systems"][1] == {"name": "rwc", "where": None, "hooks": False}
    address = stage.lab.systems["rwc"].channel.where
    known = remote.put("/__lab/systems/rwc", {"url": address})
    assert known == {"name": "rwc", "where": address, "hooks": True}
    remote.post("/__lab/reset", {"now": "2026-11-10T15:00:00+07:00", "systems": True})
    remote.post("/__lab/send", {"partner": "hydrographic", "operation": "tide_table"})
    remote.put("/__lab/clock", {"advance": "to next day 12:00"})
    asked = remote.get("/__lab/journal?sender=rwc&receiver=rid_dams")["exchanges"]
    assert asked and {each["answer"]["status"] for each in asked} == {200}
    rwc = stage.lab.systems["rwc"]
    assert rwc.show("file", "RTN_S1_20261111.csv").body["state"] == "taken"
    remote.post("/__lab/reset", {"now": "2026-11-10T15:00:00+07:00", "systems": True})
    assert rwc.show("file", "RTN_S1_20261111.csv").status == 404


def test_a_system_that_we_do_not_have_is_refused(remote: Remote) -> None:
    status, told = remote.refused("PUT", "/__lab/systems/erp", {"url": "http://127.0.0.1:9"})
    assert (status, told["message"]) == (400, "connect: path/name: enum")
