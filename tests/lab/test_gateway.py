"""The gateway before the registers: its tokens live on the lab's clock, its refusals have their own bodies (G 1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.lab import Lab
from tests.lab.lab_support import Client


def later(lab: Lab, minutes: int) -> None:
    lab.advance(lab.clock.now + timedelta(minutes=minutes))


def test_a_token_opens_the_registers_behind(lab: Lab, client: Client) -> None:
    answer = client.officer(client.token())
    assert answer.status_code == 200
    assert answer.json()["SessionState"] == "AgentAvailable"
    assert [(e.receiver, e.via) for e in lab.journal] == [("dga_gdx", None), ("dopa_linkage", "dga_gdx")]
    assert not [finding for exchange in lab.journal for finding in exchange.findings]


def test_a_token_lives_as_long_as_it_is_used_within_the_hour(lab: Lab, client: Client) -> None:
    token = client.token()
    for _ in range(4):
        later(lab, 59)
        assert client.officer(token).status_code == 200
    later(lab, 60)
    refused = client.officer(token)
    assert (refused.status_code, refused.json()) == (401, {"Message": "UnauthorizedException: token expire"})
    assert client.officer(token).json() == {"Message": "UnauthorizedException: token not found"}
    assert client.officer(client.token()).status_code == 200


def test_a_refused_call_does_not_renew_a_token(lab: Lab, client: Client) -> None:
    token = client.token()
    later(lab, 59)
    assert client.officer(token, Consumer_Key="another").status_code == 403
    later(lab, 1)
    assert client.officer(token).json() == {"Message": "UnauthorizedException: token expire"}


def test_tokens_differ_and_are_the_same_in_every_lab_of_one_seed(lab: Lab, client: Client) -> None:
    first, second = client.token(), client.token()
    assert first != second
    lab.reset(lab.clock.now)
    assert (client.token(), client.token()) == (first, second)


@pytest.mark.parametrize(
    ("wrong", "status", "message"),
    [
        ({"key": "another"}, 403, "ForbiddenException: consumer not found"),
        ({"ConsumerSecret": "another"}, 401, "UnauthorizedException: consumer not validated"),
        ({"AgentID": "1980000000001"}, 401, "UnauthorizedException: agent not registered"),
    ],
)
def test_a_token_is_refused_to_who_does_not_know_key_secret_and_officer(
    client: Client, wrong: dict[str, str], status: int, message: str
) -> None:
    answer = client.validate(**wrong)
    assert (answer.status_code, answer.json()) == (status, {"Message": message})


def test_a_call_without_a_known_token_or_key_is_refused_before_the_register_is_asked(lab: Lab, client: Client) -> None:
    token = client.token()
    lab.set_state("dopa_linkage", "the officer is not logged in")
    refused = client.person("11111111-1111-4111-8111-111111111111", "1980000000001")
    assert (refused.status_code, refused.json()) == (401, {"Message": "UnauthorizedException: token not found"})
    refused = client.officer(token, Consumer_Key="another")
    assert (refused.status_code, refused.json()) == (403, {"Message": "ForbiddenException: consumer not found"})
    assert client.person(token, "1980000000001").json()["Code"] == "90001", "an admitted call reaches the register"


def test_where_nobody_behind_can_be_reached_a_good_token_does_not_help(lab: Lab, client: Client) -> None:
    token = client.token()
    lab.set_state("dga_gdx", "the agencies behind cannot be reached")
    refused = client.officer(token)
    assert (refused.status_code, refused.json()) == (503, {"Message": "Service Unavailable"})
    lab.set_state("dga_gdx", "the agencies behind can be reached")
    assert client.officer(token).status_code == 200


def test_a_fault_of_the_gateway_strikes_those_behind_it_and_not_its_own_door(lab: Lab, client: Client) -> None:
    token = client.token()
    lab.set_fault("dga_gdx", "every_token_is_refused")
    assert client.officer(token).status_code == 401
    assert client.validate().status_code == 200
    lab.faults.clear("dga_gdx")
    assert client.officer(token).status_code == 200


def test_who_stands_behind_has_no_door_of_its_own(lab: Lab) -> None:
    assert {"biz_portal", "dga_gdx"} <= set(simulator_apps(lab))
    assert not {"dopa_linkage", "dbd_juristic"} & set(simulator_apps(lab))
