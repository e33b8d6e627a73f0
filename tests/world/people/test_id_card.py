"""Identity cards: good for eight years and on to a birthday, for life from seventy on."""

from __future__ import annotations

from datetime import date

from partnerlab.world import World
from partnerlab.world.people.id_card import FOR_LIFE, card_days
from partnerlab.world.seed import RECORD_DATE


def test_every_card_is_good_while_the_calendar_is(village: World) -> None:
    for person in map(village.person, range(village.size)):
        assert person.card_issued < RECORD_DATE and person.card_expires > date(2029, 12, 31)
        assert person.card_cancelled == ""


def test_a_card_ends_on_the_birthday_after_eight_years(village: World) -> None:
    seen = 0
    for person in map(village.person, range(village.size)):
        if person.card_expires == FOR_LIFE:
            assert person.age_on(person.card_issued) >= 70
            continue
        seen += 1
        issued, expires = person.card_issued, person.card_expires
        assert (expires.month, expires.day) in {(person.born.month, person.born.day), (2, 28)}
        assert 8 * 365 + 1 <= (expires - issued).days <= 9 * 365 + 3
    assert seen


def test_nobody_below_seven_has_a_card(village: World) -> None:
    ages = {
        person.age_on(RECORD_DATE): person.has_card_on(RECORD_DATE)
        for person in map(village.person, range(village.size))
    }
    assert {age for age, has in ages.items() if has} == {age for age in ages if age >= 7}


def test_a_leap_day_birthday_has_an_end_too() -> None:
    for number in range(50):
        assert card_days(1, number, date(2000, 2, 29), RECORD_DATE)[1].day == 28
