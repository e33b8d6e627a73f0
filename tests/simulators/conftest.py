"""A lab without a system under test: partners are called directly, over HTTP as a CIS would."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest

from partnerlab.lab.clock import aware
from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import nobody


@pytest.fixture(scope="session")
def kit() -> Registry:
    return Registry().in_forms({"dopa_linkage": "classic"})


@pytest.fixture
def lab(kit: Registry) -> Iterator[Lab]:
    lab = Lab(kit)
    lab.system = nobody()
    lab.clock.move(aware(datetime(2026, 11, 23, 10, 0)))  # a Monday, office hours
    yield lab
    lab.close()


class Gateway:
    """A consumer of the exchange who knows its key and secret."""

    def __init__(self, lab: Lab) -> None:
        self.lab, self.client = lab, simulator_apps(lab)["dga_gdx"].test_client()
        self.key = lab.credentials.of("dga_gdx", "consumer_key")
        self.token: str | None = None

    def validate(self, **other: str) -> Any:
        query = {
            "ConsumerSecret": self.lab.credentials.of("dga_gdx", "consumer_secret"),
            "AgentID": self.lab.credentials.of("dga_gdx", "agent_pid"),
        } | other
        answer = self.client.get("/ws/auth/validate", query_string=query, headers={"Consumer-Key": self.key})
        self.token = answer.json.get("Result") if answer.status_code == 200 else None
        return answer

    def get(self, path: str, **query: str) -> Any:
        headers = {"Consumer-Key": self.key, "Token": self.token or "none"}
        return self.client.get(path, query_string=query, headers=headers)

    def look_up(self, pid: str, service: str = "001") -> Any:
        return self.get(
            "/ws/dopa/linkage/v1/link", OfficeID="00023", ServiceID=service, Version="01", CitizenID=pid
        )  # fmt: skip

    def profile(self, juristic_id: str) -> Any:
        return self.get("/ws/dbd/juristic/v4/profile/information", JuristicID=juristic_id)


@pytest.fixture
def gateway(lab: Lab) -> Gateway:
    return Gateway(lab)


@pytest.fixture
def inside(gateway: Gateway) -> Gateway:
    """The gateway with a token in hand."""
    assert gateway.validate().status_code == 200
    return gateway
