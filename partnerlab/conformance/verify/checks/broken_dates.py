"""Requests that are right but for one date: of the other era, or one that the calendar does not have."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from partnerlab.conformance.verify.checks.refusal import content_findings
from partnerlab.conformance.verify.prepared_request import get_field, set_field
from partnerlab.contract.findings import Finding
from partnerlab.contract.http.message import Request
from partnerlab.contract.http.operation import Operation
from partnerlab.contract.identity.marked_places import Path, values_at
from partnerlab.contract.json_dates import agreed_date


def broken_dates(operation: Operation, good: Request) -> Iterator[tuple[Request, Finding]]:
    """Each with what it breaks, which is the date alone."""
    for path, mark in operation.dated:
        for place, value in _dates_at(good, path):
            for wrong in agreed_date(mark).spoilt(value):
                broken = deepcopy(good)
                set_field(operation, broken, place, wrong)
                findings = content_findings(operation, broken)
                if {finding.where for finding in findings} == {place}:  # a pattern may say so too
                    yield broken, findings[-1]


def _dates_at(request: Request, path: Path) -> Iterator[tuple[str, Any]]:
    """The dates at one place of a request: in a list, one of each item."""
    side, *steps = path
    if side == "body":
        for where, value in values_at(request.body, tuple(steps)):
            yield "/".join((side, *where)), value
    elif (value := get_field(request, "/".join(path))) is not None:
        yield "/".join(path), value
