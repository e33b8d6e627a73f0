"""Look-ups by number in registers behind Linkage Center, in its classic form: one address, told apart by service."""

from __future__ import annotations

from collections.abc import Set
from typing import Any

from reference.cis.messages import CitizenCardNeeded, SourceUnavailable
from reference.cis.partners._common.gdx import read_answer
from reference.cis.service_requests.registers import RegisterGateway

PATH = "/ws/dopa/linkage/v1/link"
CLOSED = frozenset({"90005", "90008"})
"""Out of hours, the day's quota used up: until the next opening."""

ANOTHER_PERSON = "the answer is about another person"
_NOT_FOUND = frozenset({"00404", "00815", "90500"})
_NOT_FOUND_TEXTS = frozenset({"datanotfound", "00404"})
_CARD = frozenset({"90016", "95014"})
"""The citizen has not put the card in, or another's is in."""


def look_up(
    gateway: RegisterGateway, office: str, service: str, number: str, not_on_record: Set[str] = frozenset()
) -> Any | None:
    """The record that an office's service has for a number, or None; `not_on_record` are its codes for None.

    Raises SourceUnavailable, and CitizenCardNeeded where the citizen must put the card into the reader first.
    """
    query = {"OfficeID": office, "ServiceID": service, "Version": "01", "CitizenID": number}
    try:
        return read_answer(gateway.get(PATH, query), _NOT_FOUND | not_on_record, CLOSED, _NOT_FOUND_TEXTS)
    except SourceUnavailable as failure:
        if failure.reason in _CARD:
            raise CitizenCardNeeded(failure.reason) from None
        raise
