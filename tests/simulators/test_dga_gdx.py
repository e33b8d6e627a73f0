"""The gateway: its token, the life of the token on the lab's clock, and its refusals (G 1)."""

from __future__ import annotations

from partnerlab.lab.lab import Lab


def test_a_token_for_key_secret_and_agent(gateway, lab: Lab) -> None:
    assert gateway.validate().status_code == 200
    assert gateway.look_up(lab.world.person(1).pid).status_code == 200


def test_a_wrong_secret_or_agent_is_401_and_a_wrong_key_403(gateway) -> None:
    assert gateway.validate(ConsumerSecret="wrong").status_code == 401
    assert gateway.validate(AgentID="0000000000000").status_code == 401
    gateway.key = "nobody"
    refused = gateway.validate()
    assert (refused.status_code, refused.json) == (403, {"Message": "ForbiddenException: consumer not found"})


def test_without_a_token_nobody_behind_is_reached(gateway, lab: Lab) -> None:
    refused = gateway.look_up(lab.world.person(1).pid)
    assert (refused.status_code, refused.json["Message"]) == (401, "UnauthorizedException: token not found")


def test_a_token_lives_for_sixty_minutes_after_its_last_use(inside, lab: Lab) -> None:
    pid = lab.world.person(1).pid
    for _ in range(3):
        lab.clock.elapse(59 * 60)
        assert inside.look_up(pid).status_code == 200
    lab.clock.elapse(60 * 60)
    refused = inside.look_up(pid)
    assert (refused.status_code, refused.json["Message"]) == (401, "UnauthorizedException: token expire")
    assert inside.look_up(pid).json["Message"] == "UnauthorizedException: token not found"


def test_a_missing_parameter_is_400_and_an_unknown_service_404(inside) -> None:
    broken = inside.get("/ws/dopa/linkage/v1/link", OfficeID="00023", ServiceID="001", Version="01")
    assert broken.status_code == 400 and "CitizenID" in broken.json["Message"]
    assert inside.get("/ws/no/such/service").status_code == 404
    assert inside.client.post("/ws/auth/validate").status_code == 405


def test_an_agency_that_cannot_be_reached_is_503(inside, lab: Lab) -> None:
    lab.set_state("dga_gdx", "the agencies behind cannot be reached")
    assert inside.profile(lab.world.company(1).juristic_id).status_code == 503
    lab.set_state("dga_gdx", "the agencies behind can be reached")
    assert inside.profile(lab.world.company(1).juristic_id).status_code == 200


def test_every_answer_of_these_tests_kept_its_contract(inside, lab: Lab) -> None:
    inside.validate(ConsumerSecret="wrong")
    inside.look_up(lab.world.person(1).pid)
    assert not [finding for exchange in lab.journal for finding in exchange.findings]
