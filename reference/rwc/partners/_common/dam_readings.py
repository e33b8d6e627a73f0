"""A day of one dam as readings, each with its quality; for every partner that tells of dams."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from reference.rwc.measurements import quality
from reference.rwc.messages import Reading

VOLUME, FLOW = "Mm3", "Mm3/d"


@dataclass(frozen=True, slots=True)
class DamDay:
    """Million cubic metres (a day) of a dam at the first midnight of a day; `storage` and `dead` are its sizes."""

    point: str
    volume: float | None
    usable: float | None
    inflow: float | None
    outflow: float | None
    storage: float | None = None
    dead: float | None = None


def readings_of(source: str, dam: DamDay, at: str) -> Iterator[Reading]:
    """Where the volume cannot be, the flows beside it are in the same unit and cannot be either."""
    values: Mapping[str, float | None] = {"inflow": dam.inflow, "outflow": dam.outflow}
    how = quality.volume_quality(dam.volume, dam.storage)
    yield Reading(source, dam.point, "volume", at, dam.volume or None, VOLUME, how)
    usable = quality.usable_quality(dam.usable, dam.volume or None, dam.dead)
    yield Reading(source, dam.point, "usable", at, None if usable == quality.MISSING else dam.usable, VOLUME, usable)
    for parameter, value in values.items():
        flow = quality.flow_quality(value, dam.storage, bool(dam.volume))
        flow = quality.IMPOSSIBLE if how == quality.IMPOSSIBLE and flow == quality.GOOD else flow
        yield Reading(source, dam.point, parameter, at, None if flow == quality.MISSING else value, FLOW, flow)
