"""One population behind every register: the answers of all registers agree."""

from __future__ import annotations

import sys
from datetime import date
from types import FrameType

import pytest

from partnerlab.world import World, WorldError
from partnerlab.world.people.company import ACTIVE
from partnerlab.world.people.person import TITLES
from partnerlab.world.relations import Account, Company, Person


def people(world: World) -> list[Person]:
    return [world.person(number) for number in range(world.size)]


def test_marriage_is_mutual(village: World) -> None:
    seen = {"single": 0, "married": 0, "widowed": 0, "divorced": 0}
    for person in people(village):
        seen[person.marital_status] += 1
        if person.spouse:
            assert person.spouse.spouse == person
            assert person.spouse.house == person.house
            assert person.spouse.sex != person.sex
            assert person.spouse.last_name == person.last_name
        if person.former_spouse:
            assert person.spouse is None
            assert person.former_spouse.former_spouse == person
            assert person.former_spouse.house != person.house
    assert min(seen.values()) > 0, seen


def test_both_sides_name_the_same_marriage(village: World) -> None:
    for person in people(village):
        marriage = person.marriage
        if marriage is None:
            assert person.spouse is None and person.former_spouse is None
            continue
        partner = person.spouse or person.former_spouse
        assert partner is not None and partner.marriage == marriage
        assert person in (marriage.husband, marriage.wife)
        assert (marriage.divorced is None) == (person.former_spouse is None)
        assert min(person.age_on(marriage.registered), partner.age_on(marriage.registered)) >= 17
        assert marriage.registered < (marriage.divorced or date(2026, 1, 1)) <= date(2026, 1, 1)


def test_parents_and_children_agree(village: World) -> None:
    for person in people(village):
        for child in person.children:
            assert person in (child.father, child.mother)
        for parent in (person.father, person.mother):
            if parent:
                assert person in parent.children
                assert 17 <= parent.age_on(person.born) <= 60
        if person.father:
            assert person.father.sex == "M"
            assert person.father_name == f"{person.father.first_name} {person.father.last_name}"
            assert person.birth_last_name == person.father.birth_last_name
        if person.mother:
            assert person.mother.sex == "F"


def test_the_names_of_parents_outside_are_known_too(village: World) -> None:
    outside = [person for person in people(village) if not person.father and not person.mother]
    assert outside
    for person in outside:
        assert person.father_name.endswith(" " + person.birth_last_name)
        assert person.mother_name.endswith(" " + person.birth_last_name)


def test_some_child_has_a_mother_only(village: World) -> None:
    alone = [person for person in people(village) if person.mother and not person.father]
    assert alone and all(person.father_name == "" for person in alone)
    assert all(person.birth_last_name == person.mother.birth_last_name for person in alone if person.mother)


def test_everyone_lives_in_one_house_that_knows_it(village: World) -> None:
    counted = 0
    for number in range(village.count("house")):
        house = village.house(number)
        counted += len(house.members)
        assert all(member.house == house for member in house.members)
        assert [member for member in house.members if member.is_head] == ([house.head] if house.head else [])
    assert counted == village.size
    assert all(person in person.house.members for person in people(village))


def test_heads_are_living_adults_who_own_and_pay(village: World) -> None:
    for number in range(village.residences):
        head = village.house(number).head
        assert head is not None and head.alive and head.age_on(date(2026, 1, 1)) >= 20
        account, parcel = village.account(number), village.parcel(number)
        assert account.holder == parcel.owner == head
        assert head.accounts == (account,) and head.parcels == (parcel,)
        assert account.name == head.full_name and account.tax_id == head.pid
        assert account.account_class == "00"


def test_others_hold_no_account(village: World) -> None:
    assert not any(person.accounts or person.parcels for person in people(village) if not person.is_head)


def test_companies_and_directors_agree(village: World) -> None:
    for number in range(village.count("company")):
        company = village.company(number)
        assert company.status == ACTIVE
        for director in company.directors:
            assert company in director.companies
            assert director.age_on(company.registered) >= 20
        assert company.house.company == company and not company.house.members
        (account,) = company.accounts
        assert account.holder == company and account.tax_id == company.juristic_id
        assert account.name == company.name_th and account.account_class == "01"
        assert company.parcels[0].owner == company
    directing = sum(1 for person in people(village) if person.companies)
    assert directing == sum(len(village.company(n).directors) for n in range(village.count("company")))


def test_account_house_and_parcel_are_at_one_place(village: World) -> None:
    for number in range(village.count("account")):
        account = village.account(number)
        assert account.house.account == account
        assert account.house.parcel.house == account.house
        assert account.branch == account.house.branch and account.address == account.house.address


def test_titles_and_nationality(village: World) -> None:
    used = set()
    for person in people(village):
        assert (person.title, person.title_en) == TITLES[person.title_code]
        assert person.full_name == f"{person.title}{person.first_name} {person.last_name}"
        assert (person.title in ("นาย", "เด็กชาย")) == (person.sex == "M")
        assert (person.title_code in ("001", "002")) == (person.age_on(date(2026, 1, 1)) < 15)
        assert (person.nationality, person.nationality_code) == ("ไทย", "099")
        used.add(person.title_code)
    assert used == set(TITLES)


def test_contact_details_reach_nobody(village: World) -> None:
    for person in people(village)[:100]:
        assert person.email.endswith("@example.invalid")
        assert len(person.mobile) == 10 and person.mobile.startswith("01")


def test_people_move_in_after_birth_and_some_at_birth(village: World) -> None:
    assert all(person.born <= person.moved_in < date(2026, 1, 1) for person in people(village))
    assert any(person.born == person.moved_in for person in people(village))


def test_ages_count_full_years(village: World) -> None:
    person = village.person(0)
    birthday = person.born.replace(year=2026)
    assert person.age_on(birthday) == 2026 - person.born.year
    assert person.age_on(date.fromordinal(birthday.toordinal() - 1)) == 2025 - person.born.year


def test_the_same_seed_makes_the_same_world_and_another_seed_another() -> None:
    one, same, other = World(seed=5), World(seed=5), World(seed=6)
    for number in (0, 77, 9_999_999):
        assert one.person(number) == same.person(number) != other.person(number)
        assert one.account(number // 4).bill("2026-10") == same.account(number // 4).bill("2026-10")
    assert isinstance(one.find(one.person(1).pid), Person) and other.find(one.person(1).pid) is None


def test_sizes_round_up_to_whole_families() -> None:
    world = World(size=1)
    assert (world.size, world.count("house"), world.count("company")) == (16, 6, 1)
    assert World(size=17).size == 32
    assert World().count("person") == 10_000_000
    with pytest.raises(WorldError, match="from 1 to 20000000"):
        World(size=0)


def test_the_largest_world_has_digits_for_all() -> None:
    world = World(size=20_000_000)
    for kind, key in [("person", "pid"), ("house", "code"), ("company", "juristic_id"), ("parcel", "deed"),
                      ("account", "registration")]:  # fmt: skip
        last = getattr(world, kind)(world.count(kind) - 1)
        assert world.find(getattr(last, key)) == last


@pytest.mark.parametrize("kind", ["person", "house", "company", "account", "parcel"])
def test_numbers_outside_are_refused_by_name(village: World, kind: str) -> None:
    for number in (-1, village.count(kind), "1", True):
        with pytest.raises(WorldError, match=f"{kind}: .* from 0 to {village.count(kind) - 1}, seen"):
            getattr(village, kind)(number)


def test_an_unknown_kind_is_refused(village: World) -> None:
    with pytest.raises(WorldError, match="'dog' is no kind; there are person, house, company"):
        village.count("dog")


def test_entities_are_frozen_and_small(village: World) -> None:
    person = village.person(0)
    with pytest.raises(AttributeError):
        person.alive = False  # type: ignore[misc]
    assert not hasattr(person, "__dict__")
    assert isinstance(village.house(0).owner, Person) and isinstance(village.account(0), Account)
    assert isinstance(village.house(village.residences).owner, Company)


def test_nobody_costs_more_in_a_large_world_than_in_a_small_one() -> None:
    """Nobody is made before somebody asks for him, and nobody is looked for among all."""
    assert effort(10_000_000) < 2 * effort(160)


def effort(size: int) -> int:
    """How many functions are called to make a person and to find him: the same on every machine, however busy."""
    pid, calls = World(size=size).person(90).pid, 0

    def note(frame: FrameType, event: str, argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        assert World(size=size).person(90) == World(size=size).find(pid)
    finally:
        sys.setprofile(before)
    return calls
