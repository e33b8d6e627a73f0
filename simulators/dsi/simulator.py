"""Department of Special Investigation: asks for water usage through Linkage Center (A 1.1)."""

from __future__ import annotations

from partnerlab.families.usage_reader import usage_question
from partnerlab.lab.partners.partner_world import Account, PartnerWorld, Person, Sending


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
