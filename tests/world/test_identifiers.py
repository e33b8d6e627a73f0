from __future__ import annotations

import geothai
import pytest
from stdnum import luhn
from stdnum.th import moa, pin, tin

from partnerlab.world import World, WorldError
from partnerlab.world.identifiers import NO_PROVINCE, identifier_kind, with_check_digit
from partnerlab.world.people.company import TYPES
from partnerlab.world.places.subdistricts import branches

SAMPLE = [0, 1, 15, 16, 17, 4711, 123_456, 9_999_999, *range(1000, 9_000_000, 90_014)]


def test_no_province_has_the_digits_we_issue_in() -> None:
    assert geothai.province(NO_PROVINCE) is None
    assert not geothai.districts(NO_PROVINCE)


def test_the_digits_of_state_bodies_are_not_ours() -> None:
    """Juristic numbers that begin 0-99 are issued to state bodies, although 99 is no province either."""
    assert NO_PROVINCE != "99"


def test_pids_are_valid_and_lead_back(world: World) -> None:
    for number in SAMPLE:
        person = world.person(number)
        assert pin.is_valid(person.pid) and tin.tin_type(person.pid) == "pin"
        assert person.pid[1:3] == NO_PROVINCE
        assert person.pid[0] == ("1" if person.born.year >= 1984 else "3")
        assert world.find(person.pid) == person


def test_juristic_ids_are_valid_and_lead_back(world: World) -> None:
    for number in [number // 16 for number in SAMPLE]:
        company = world.company(number)
        juristic_id = company.juristic_id
        assert moa.is_valid(juristic_id) and tin.tin_type(juristic_id) == "moa"
        assert juristic_id[1:3] == NO_PROVINCE
        assert juristic_id[3] == company.type and company.type in TYPES
        assert juristic_id[4:7] == str(company.registered.year + 543)[1:]
        assert world.find(juristic_id) == company


def test_house_meter_bill_and_deed_numbers_lead_back(world: World) -> None:
    for number in [number * 3 // 8 for number in SAMPLE]:
        house, account, parcel = world.house(number), world.account(number), world.parcel(number)
        bill = account.bill("2026-10")
        assert len(house.code) == 11 and house.code.startswith(NO_PROVINCE)
        assert len(account.registration) == 8
        assert account.ref1 == house.branch.code + account.registration
        assert bill.invoice == "6910" + account.registration
        assert len(parcel.deed) == 7 and parcel.deed[0] != "0"
        assert world.find(house.code) == house
        assert world.find(account.registration) == world.find(account.ref1) == account
        assert world.find(bill.invoice) == bill
        assert world.find(parcel.deed) == parcel


def test_mandates_are_found_by_each_of_their_numbers(world: World) -> None:
    for number in [number * 3 // 8 for number in SAMPLE]:
        mandate = world.mandate(number)
        assert len(mandate.mandate_number) == 14 and len(mandate.bank_account) == 10
        assert mandate.bank_account.startswith("000") and mandate.card[0] == "0" and luhn.is_valid(mandate.card)
        for identifier in (mandate.mandate_number, mandate.bank_account, mandate.card):
            assert world.find(identifier) == mandate
        assert mandate.account.mandate == mandate and mandate.account.number == number


def test_no_branch_of_ours_begins_as_a_bank_account_does() -> None:
    """Both have ten digits: a reference 1 and the number of a bank account are told apart by their beginning."""
    assert not [code for code in branches() if code.startswith("00")]


def test_a_mistyped_card_is_nobodys(world: World) -> None:
    card = world.mandate(3).card
    assert world.find(card[:-1] + str((int(card[-1]) + 1) % 10)) is None


def test_no_two_share_an_identifier(village: World) -> None:
    for kind, name in [("person", "pid"), ("person", "mobile"), ("house", "code"), ("company", "juristic_id"),
                       ("account", "registration"), ("parcel", "deed"), ("mandate", "mandate_number"),
                       ("mandate", "bank_account"), ("mandate", "card")]:  # fmt: skip
        every = [getattr(getattr(village, kind)(number), name) for number in range(village.count(kind))]
        assert len(set(every)) == len(every), (kind, name)


def test_hyphens_and_blanks_are_ignored(world: World) -> None:
    person = world.person(3)
    assert world.find(pin.format(person.pid)) == person
    assert world.find(f" {person.pid} ") == person


def test_a_mistyped_digit_finds_nobody(world: World) -> None:
    """The check digit itself lets a few slips through (its values 10 and 11 fall on 0 and 1)."""
    found = []
    for number in range(0, 400, 7):
        for identifier in (world.person(number).pid, world.company(number).juristic_id):
            for place in range(13):
                wrong = str((int(identifier[place]) + 1) % 10)
                found.append(world.find(identifier[:place] + wrong + identifier[place + 1 :]))
    assert len([entity for entity in found if entity]) <= len(found) // 500


def test_a_ref1_of_another_branch_finds_nothing(world: World) -> None:
    account = world.account(5)
    other = "02" if account.branch.code != "02" else "03"
    assert world.find(other + account.registration) is None


@pytest.mark.parametrize(
    "text",
    ["", "x", "12345", "398743103086x", "๓๙๘๗๔๓๑๐๓๐๘๖๖", "0" * 13, "9" * 13, "0" * 7, "0" * 8, "0" * 10,
     "0" * 11, "0" * 12, "691399999999", "1" * 14],
)  # fmt: skip
def test_what_is_no_identifier_of_ours_finds_nothing(world: World, text: str) -> None:
    assert world.find(text) is None


def test_an_identifier_as_a_number_is_refused(world: World) -> None:
    with pytest.raises(WorldError, match="expected text"):
        world.find(3980000000001)  # type: ignore[arg-type]


def test_identifiers_beyond_the_population_find_nothing(world: World, village: World) -> None:
    small = World(size=16)
    assert small.find(world.person(0).pid) == small.person(0)
    assert small.find(world.person(16).pid) is None
    assert small.find(world.company(1).juristic_id) is None
    assert small.find(world.house(6).code) is None
    assert small.find(world.account(6).registration) is None
    assert small.find(world.account(6).bill("2026-10").invoice) is None
    assert small.find(world.parcel(6).deed) is None
    assert small.find(village.person(0).pid) is None


def test_check_digits_agree_with_stdnum() -> None:
    for number in range(0, 10**12, 10**12 // 500 + 7):
        twelve = f"{number:012d}"
        assert with_check_digit(twelve)[-1] == pin.calc_check_digit(twelve)


def test_forms_tell_kinds_apart() -> None:
    lengths = {7: "deed", 8: "registration", 10: "ref1", 11: "house_code", 12: "invoice"}
    assert {length: identifier_kind("1" * length) for length in lengths} == lengths
    assert (
        identifier_kind("1" * 13) == "pid"
        and identifier_kind("0" * 13) == "juristic_id"
        and identifier_kind("1" * 9) is None
    )
