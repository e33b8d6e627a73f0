from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from partnerlab.world import World, WorldError
from partnerlab.world.overrides import Overrides
from partnerlab.world.population import Cache


@pytest.fixture
def world() -> World:
    return World(seed=7, size=960)


def test_a_death_is_seen_from_everywhere(world: World) -> None:
    person = next(p for p in map(world.person, range(960)) if p.marital_status == "married" and p.children)
    assert person.spouse
    world.override("person", person.number, alive=False)
    found = world.find(person.pid)
    assert found == world.person(person.number) and not found.alive
    assert person.spouse.marital_status == "widowed"
    assert [p.alive for p in person.house.members if p.pid == person.pid] == [False]
    child = person.children[0]
    assert [p.alive for p in (child.father, child.mother) if p and p.pid == person.pid] == [False]


def test_a_new_name_reaches_children_account_and_company(world: World) -> None:
    head = world.house(0).head
    assert head
    world.override("person", head.number, first_name="ทดสอบ")
    assert "ทดสอบ" in world.account(0).name
    assert any("ทดสอบ" in name for child in head.children for name in (child.father_name, child.mother_name))


def test_a_company_is_wound_up(world: World) -> None:
    company = world.company(3)
    world.override("company", 3, status="เลิก(เสร็จการชำระบัญชี)")
    assert company.director.companies[0].status == "เลิก(เสร็จการชำระบัญชี)"
    assert world.find(company.juristic_id).status == "เลิก(เสร็จการชำระบัญชี)"  # type: ignore[union-attr]


def test_an_address_part_reaches_the_account(world: World) -> None:
    world.override("house", 4, house_no="99/9", latitude=13.5)
    assert world.account(4).address.startswith("99/9 ")
    assert world.parcel(4).house.latitude == 13.5


def test_usage_of_one_month(world: World) -> None:
    world.override("account", 0, meter_size="0", usage={"2026-10": 8})
    account = world.account(0)
    assert account.bill("2026-10").amount == 10079
    assert world.find(account.bill("2026-10").invoice) == account.bill("2026-10")
    assert account.bill("2026-11") == World(seed=7, size=960).account(0).bill("2026-11")
    world.override("account", 0, usage={"2026-11": 25})
    assert [account.bill(month).usage for month in ("2026-10", "2026-11")] == [8, 25]


def test_amount_and_dates_of_one_month(world: World) -> None:
    usual = world.account(0).bill("2026-10")
    world.override("account", 0, amount={"2026-10": 12345}, issued={"2026-10": "2026-11-02"})
    bill = world.account(0).bill("2026-10")
    assert (bill.amount, bill.usage, bill.issued, bill.due) == (
        12345, usual.usage, date(2026, 11, 2), date(2026, 11, 12),
    )  # fmt: skip
    assert bill.lines[-1].name == "adjustment" and sum(line.amount for line in bill.lines) == 12345
    world.override("account", 0, due={"2026-10": date(2026, 12, 1)}, amount={"2026-10": usual.amount})
    bill = world.account(0).bill("2026-10")
    assert (bill.due, bill.lines) == (date(2026, 12, 1), usual.lines)


def test_facts_add_up_and_clear_forgets(world: World) -> None:
    before = world.person(5), world.account(0).bill("2026-10")
    world.override("person", 5, first_name="หนึ่ง")
    world.override("person", 5, born="1990-02-28")
    world.override("account", 0, usage={"2026-10": 1})
    changed = world.person(5)
    assert (changed.first_name, changed.born) == ("หนึ่ง", date(1990, 2, 28))
    world.clear()
    assert (world.person(5), world.account(0).bill("2026-10")) == before


def test_worlds_do_not_share_overrides(world: World) -> None:
    world.override("person", 5, alive=False)
    assert World(seed=7, size=960).person(5).alive


@pytest.mark.parametrize(
    ("kind", "number", "facts", "message"),
    [
        ("dog", 0, {}, "'dog' is no kind; there are person, house, company, account, parcel, mandate"),
        ("person", 960, {"alive": False}, "expected a number from 0 to 959, seen 960"),
        ("person", 0, {"height": 1}, "person has no fact 'height'; there are title, title_code, .*alive"),
        ("account", 0, {"debt": 1}, r"account has no fact 'debt'.*usage \(by month\)"),
        ("person", 0, {"pid": "1"}, "person fact 'pid' cannot be overridden.*alive"),
        ("house", 0, {"area": None}, "'area' cannot be overridden"),
        ("company", 0, {"juristic_id": "0"}, "'juristic_id' cannot be"),
        ("account", 0, {"registration": "0"}, "cannot be overridden"),
        ("parcel", 0, {"deed": "0"}, "cannot be overridden"),
        ("mandate", 0, {"card": "0"}, "cannot be overridden"),
        ("mandate", 0, {"state": "lost"}, "state .lost. is not known; there are in order, no funds"),
        ("mandate", 0, {"instrument": "cash"}, "instrument .cash. is not known; there are account, card"),
        ("person", 0, {"alive": "no"}, "'alive': expected bool, seen str 'no'"),
        ("person", 0, {"born": "2500"}, "expected a date like '2026-10-31', seen '2500'"),
        ("house", 0, {"latitude": "north"}, "expected a number, seen 'north'"),
        ("company", 0, {"status": "closed"}, "'closed' is not known; there are ยัง"),
        ("account", 0, {"meter_size": "Z"}, "meter size: 'Z' is not known; there are 0, 1"),
        ("account", 0, {"account_class": "02"}, "account class: '02' is not known; there are 00, 01"),
        ("account", 0, {"usage": 8}, "'usage': expected .*2026-10.*seen 8"),
        ("account", 0, {"usage": {"2026-13": 8}}, "expected one like '2026-10'"),
        ("account", 0, {"usage": {"2026-10": 8.5}}, "'usage' of 2026-10: expected int, seen float 8.5"),
        ("account", 0, {"usage": {"2026-10": -1}}, "expected whole cubic metres from 0, seen -1"),
        ("account", 0, {"amount": {"2026-10": 100.79}}, "expected int, seen float 100.79"),
    ],
)
def test_mistakes_say_what_exists(world: World, kind: str, number: int, facts: dict[str, object], message: str) -> None:
    with pytest.raises(WorldError, match=message):
        world.override(kind, number, **facts)


def test_a_refused_override_changes_nothing(world: World) -> None:
    before = world.person(0)
    with pytest.raises(WorldError):
        world.override("person", 0, first_name="ครึ่ง", height=180)
    assert world.person(0) == before


def test_a_divorce_is_known_to_both(world: World) -> None:
    wife = next(p for p in map(world.person, range(960)) if p.marital_status == "married" and p.sex == "F")
    husband = wife.spouse
    assert husband is not None
    world.override("person", husband.number, divorced=True)
    wife, husband = world.person(wife.number), world.person(husband.number)
    assert (wife.marital_status, husband.marital_status) == ("divorced", "divorced")
    assert (wife.former_spouse, wife.spouse, husband.former_spouse) == (husband, None, wife)
    assert wife.marriage == husband.marriage
    assert wife.marriage is not None
    assert wife.marriage.divorced is not None
    world.override("person", wife.number, divorced=False)
    assert world.person(husband.number).marriage.divorced is None  # type: ignore[union-attr]


def test_nobody_is_divorced_who_never_married(world: World) -> None:
    single = next(p for p in map(world.person, range(960)) if p.partner is None)
    with pytest.raises(WorldError, match="expected somebody who has married"):
        world.override("person", single.number, divorced=False)


def test_a_wife_bore_another_name_before(world: World) -> None:
    wife = next(p for p in map(world.person, range(960)) if p.last_name != p.birth_last_name)
    assert wife.marriage is not None
    (change,) = wife.name_changes
    assert (change.part, change.cause, change.registered) == ("last", "marriage", wife.marriage.registered)
    assert (change.old, change.new) == (wife.birth_last_name, wife.last_name)
    world.override("person", wife.number, last_name="ใจดี")
    assert [(each.old, each.new, each.cause) for each in world.person(wife.number).name_changes] == [
        (wife.birth_last_name, "ใจดี", "wish")
    ]


def test_whom_somebody_made_before_a_fact_changed_is_not_kept(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """A story changes facts in its own thread, while a register may be looking."""
    applied = Overrides.applied

    def overtaken(self: Overrides, kind: str, entity: Any) -> Any:
        made = applied(self, kind, entity)
        monkeypatch.setattr(Overrides, "applied", applied)
        world.override("person", 7, alive=not made.alive)
        return made

    monkeypatch.setattr(Overrides, "applied", overtaken)
    before = world.person(7)
    assert world.person(7).alive is not before.alive


def test_an_entry_that_another_thread_drops_meanwhile_is_found_all_the_same() -> None:
    """Two threads look at the population: one fills the cache, which empties it, while the other reads from it."""

    class Emptied(Cache):
        def __setitem__(self, key: Any, value: Any) -> None:
            super().__setitem__(key, value)
            self.clear()

    world = World(seed=7, size=960)
    world.cache = Emptied()
    assert world.person(7).number == 7
    assert world.find(world.person(7).pid) == world.person(7)
    assert world.find("nobody") is None
