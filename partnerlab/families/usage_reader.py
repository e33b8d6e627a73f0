"""An office that asks for water usage through Linkage Center, by the number of a citizen or an account."""

from __future__ import annotations

from typing import Any

from partnerlab.lab.partners.partner_world import Account, OutgoingMessage, PartnerWorld, Person, Sending


def water_usage(
    world: PartnerWorld,
    *,
    account: Account | str | None = None,
    person: Person | str | None = None,
    reference: str | None = None,
) -> Sending:
    """Ask for the usage of an account, or of all that a person has; `reference` is the case."""
    yield usage_question(world, account=account, person=person, reference=reference)


def water_usage_sandbox(
    world: PartnerWorld,
    *,
    account: Account | str | None = None,
    person: Person | str | None = None,
    reference: str | None = None,
) -> Sending:
    """Ask the same of the rows for trying out."""
    yield usage_question(world, account=account, person=person, reference=reference)


def water_usage_health_check(world: PartnerWorld) -> Sending:
    """Ask whether the service is there."""
    yield usage_question(world)


def usage_question(
    world: PartnerWorld, *, account: Any = None, person: Any = None, reference: str | None = None
) -> OutgoingMessage:
    """What the office hands to the centre: its number and its officer's, and the number of an account or a person.

    A person is somebody of the population or a number as text. What belongs to the centre alone, the credential and
    its name, the centre adds.
    """
    key = getattr(account, "registration", account) or getattr(person, "pid", person)
    query = {"searchKey": key, "reference": reference}
    headers = {"X-Office-Request": world.facts["office"], "X-User-Request": world.facts["officer"]}
    return OutgoingMessage(query={name: value for name, value in query.items() if value}, headers=headers)
