"""The civil register behind the gateway: fields, codes, hours, and "not found" in plain text (G 3, 4.3)."""

from __future__ import annotations

from datetime import datetime

import pytest

from partnerlab.lab.clock import aware
from partnerlab.lab.lab import Lab


def test_a_person_as_the_register_writes_one(inside, lab: Lab) -> None:
    person = lab.world.person(41)
    told = inside.look_up(person.pid).json
    assert (told["firstName"], told["lastName"], told["statusOfPersonCode"]) == (person.first_name, person.last_name, 0)
    assert told["dateOfBirth"] == (person.born.year + 543) * 10_000 + person.born.month * 100 + person.born.day
    assert "personalID" not in told  # the queried number is not echoed


def test_two_persons_with_one_record_are_found(inside, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    def rules() -> list[str]:
        return [finding.rule for finding in list(lab.journal)[-1].findings]

    first, second = lab.world.person(41), lab.world.person(43)
    inside.look_up(first.pid)
    inside.look_up(second.pid)
    assert rules() == []
    monkeypatch.setattr(type(lab.world), "find", lambda world, identifier: first)
    inside.look_up(lab.world.person(45).pid)
    assert rules() == ["person's record used twice"]
    assert first.first_name not in str(list(lab.journal)[-1].findings)


def test_the_house_of_a_person_has_partial_codes_and_a_number_without_leading_zeros(inside, lab: Lab) -> None:
    person = lab.world.person(41)
    told = inside.look_up(person.pid, "027").json
    assert told["houseID"] == int(person.house.code)
    joined = f"{told['provinceCode']:02d}{told['districtCode']:02d}{told['subdistrictCode']:02d}"
    assert joined == person.house.subdistrict_code


def test_nobody_is_told_in_plain_text_with_status_200(inside) -> None:
    answer = inside.look_up("1101700230705")
    assert (answer.status_code, answer.mimetype, answer.text) == (200, "text/plain", "data not found")


def test_the_dead_are_found_and_said_to_be_dead(inside, lab: Lab) -> None:
    person = lab.world.person(41)
    lab.set_state("dopa_linkage", "the person is dead", person)
    assert inside.look_up(person.pid).json["statusOfPersonCode"] == 1


def test_of_a_birth_of_which_only_the_year_is_known_day_and_month_are_zeros(inside, lab: Lab) -> None:
    person = lab.world.person(41)
    lab.set_state("dopa_linkage", "only the year of birth is known", person)
    assert inside.look_up(person.pid).json["dateOfBirth"] == (person.born.year + 543) * 10_000


def test_nobody_may_be_an_empty_204(inside, lab: Lab) -> None:
    lab.set_fault("dopa_linkage", "not_found_empty")
    answer = inside.look_up(lab.world.person(41).pid)
    assert (answer.status_code, answer.data) == (204, b"")
    assert [str(finding) for finding in list(lab.journal)[-1].findings] == []


@pytest.mark.parametrize(
    ("day", "hour", "minute", "status"),
    [(23, 8, 29, 500), (23, 8, 30, 200), (23, 17, 29, 200), (23, 17, 30, 500), (22, 12, 0, 500)],
)
def test_it_answers_in_office_hours_only(
    gateway, lab: Lab, day: int, hour: int, minute: int, status: int
) -> None:  # fmt: skip
    lab.reset(datetime(2026, 11, day, hour, minute))
    gateway.validate()
    answer = gateway.look_up(lab.world.person(41).pid)
    assert answer.status_code == status
    assert status == 200 or answer.json == {"Code": "90005", "Message": "[90005] นอกเวลาให้บริการ"}


def test_a_public_holiday_is_out_of_hours(gateway, lab: Lab) -> None:
    lab.clock.move(aware(datetime(2026, 12, 7, 10, 0)))  # in lieu of 5 December, a Saturday
    gateway.validate()
    assert gateway.look_up(lab.world.person(41).pid).json["Code"] == "90005"


@pytest.mark.parametrize(
    ("state", "code"), [("the officer is not logged in", "90001"), ("the day's quota is used up", "90008")]
)
def test_states_have_their_codes(inside, lab: Lab, state: str, code: str) -> None:
    lab.set_state("dopa_linkage", state)
    answer = inside.look_up(lab.world.person(41).pid)
    assert (answer.status_code, answer.json["Code"]) == (500, code)


def test_the_state_of_the_officer(inside, lab: Lab) -> None:
    query = {"Consumer": inside.key, "CitizenID": lab.credentials.of("dga_gdx", "agent_pid")}
    told = inside.get("/ws/dopa/linkage/v1/agent/permission", **query).json
    assert (told["SessionState"], told["AgentID"]) == ("AgentAvailable", query["CitizenID"])
    lab.set_state("dopa_linkage", "the officer is not logged in")
    told = inside.get("/ws/dopa/linkage/v1/agent/permission", **query).json
    assert (told["SessionState"], told["AgentID"]) == ("AgentNotAvailable", "0" * 13)


def test_a_card_as_the_register_writes_one(inside, lab: Lab) -> None:
    person = lab.world.person(41)
    told = inside.look_up(person.pid, "032").json
    assert (told["personalID"], told["nameTH"]["firstName"]) == (int(person.pid), person.first_name)
    assert told["issueDate"] == int(f"{person.card_issued.year + 543}{person.card_issued:%m%d}")
    assert told["expireDate"] == f"{person.card_expires.year + 543}{person.card_expires:%m%d}"
    assert told["cancelCause"] == ""
    assert not {"blood", "religion"} & told.keys()


def test_the_card_of_the_old_is_for_life(inside, lab: Lab) -> None:
    oldest = min(map(lab.world.person, range(160)), key=lambda each: each.born)
    assert inside.look_up(oldest.pid, "032").json["expireDate"] == "99999999"


def test_a_small_child_has_no_card(inside, lab: Lab) -> None:
    lab.world.override("person", 41, born="2021-06-01")
    answer = inside.look_up(lab.world.person(41).pid, "032")
    assert (answer.status_code, answer.json["Code"]) == (500, "99992")


@pytest.mark.parametrize(
    ("service", "code"), [("999", "95012"), ("002", "95012"), ("042", "95010"), ("008", "95010"), ("house", "95012")]
)
def test_a_service_that_is_not_there_or_not_ours_is_refused(inside, lab: Lab, service: str, code: str) -> None:
    answer = inside.look_up(lab.world.person(41).pid, service)
    assert (answer.status_code, answer.json["Code"]) == (500, code)
    (finding,) = lab.journal.search(operation="?")[-1].findings
    assert (finding.where, finding.seen) == ("query/ServiceID", repr(service))
    assert finding.expected == "one of 001, 027, 032, 009, 033, 034"


def test_both_of_a_marriage_are_told_the_same_of_it(inside, lab: Lab) -> None:
    wife, husband = lab.world.person(6), lab.world.person(8)
    for service in ("033", "034"):
        told = inside.look_up(wife.pid, service).json
        assert inside.look_up(husband.pid, service).json == told
        assert (told["malePID"], told["femalePID"]) == (int(husband.pid), int(wife.pid))
    assert told["divorceDate"] > told["marryDate"] > 0
    lab.set_state("dopa_linkage", "the person is not divorced", husband)
    for pid in (wife.pid, husband.pid):
        assert inside.look_up(pid, "033").json["marryID"] == told["marryID"]
        assert inside.look_up(pid, "034").json["Code"] == "99504"


def test_names_are_told_as_borne_before_each_change(inside, lab: Lab) -> None:
    lab.world.override("person", 6, former_first_name="สมมุติ", renamed="2020-01-31")
    person = lab.world.person(6)
    his, born = person.marriage.husband.last_name, person.birth_last_name
    told = inside.look_up(person.pid, "009").json
    assert [(each["firstName"], each["lastName"], each["newName"]) for each in told["allName"]] == [
        ("สมมุติ", born, his),
        ("สมมุติ", his, born),
        ("สมมุติ", born, person.first_name),
    ]
    assert (told["total"], told["allName"][2]["docDate"]) == (3, 25630131)
    assert [each["causeOfChange"] for each in told["allName"]] == ["สมรส", "หย่า", None]


@pytest.mark.parametrize(("service", "code"), [("009", "99702"), ("033", "99404"), ("034", "99504")])
def test_what_is_not_on_record_has_a_code_of_its_own(inside, lab: Lab, service: str, code: str) -> None:
    answer = inside.look_up(lab.world.person(2).pid, service)
    assert (answer.status_code, answer.json["Code"]) == (500, code)


def test_an_answer_to_another_question_is_found_out(inside, lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    functions = lab.kit.partner("dopa_linkage").functions
    monkeypatch.setitem(functions, "house", lambda world, message: {"total": 1, "allName": []})
    inside.look_up(lab.world.person(41).pid, "027")
    (finding, *_) = lab.journal.search(operation="house")[-1].findings
    assert (finding.where, finding.rule) == ("body", "required")


@pytest.mark.parametrize(
    ("operation", "service", "leak", "outside"),
    [
        ("person", "001", {"fatherPersonalID": 3980000000001}, True),
        ("marriage", "033", {"fatherPersonalID": 3980000000001}, False),
        ("house", "027", {"statusOfPersonCode": 0}, False),
        ("person", "001", {"dateOfBirth": 25300101}, False),
    ],
)
def test_each_service_may_carry_what_is_agreed_of_it_alone(
    inside, lab: Lab, monkeypatch: pytest.MonkeyPatch, operation: str, service: str, leak: dict[str, int], outside: bool
) -> None:
    functions = lab.kit.partner("dopa_linkage").functions
    whole = functions[operation]
    monkeypatch.setitem(functions, operation, lambda world, message: whole(world, message) | leak)
    inside.look_up(lab.world.person(6).pid, service)
    rules = {finding.rule for finding in lab.journal.search(operation=operation)[-1].findings}
    assert ("outside the agreed data" in rules) is outside
