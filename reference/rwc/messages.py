"""Typed messages between the core and the adapters, in MWA's words. Moments are stamps in Bangkok time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple


class Reading(NamedTuple):
    """A value of one parameter at a point and moment, from the probes or from a partner (`source`).

    `quality` is one of those in `measurements.quality`; a value is None exactly where it is missing.
    """

    source: str
    point: str
    parameter: str
    at: str
    value: float | None
    unit: str
    quality: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a station measured at one moment, by our parameters; only a measurement has a value.

    `faulty` are the parameters whose probe is dead or gave an impossible value.
    """

    kind: str
    station: str
    at: str
    values: Mapping[str, float | None]
    faulty: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file as it came."""

    partner: str
    name: str
    data: bytes


class FeedUnavailable(Exception):
    """There is no list to go by; `retry_after` is the partner's own word on when to ask again.

    `not_published_yet`: it answered in good order, but the day's figures are not there yet.
    """

    def __init__(self, reason: str, *, not_published_yet: bool = False, retry_after: str | None = None) -> None:
        super().__init__(reason)
        self.not_published_yet, self.retry_after = not_published_yet, retry_after


class FileRefused(Exception):
    """A file that is not taken; the text says why, and on which line."""
