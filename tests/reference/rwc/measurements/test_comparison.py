"""What two sources say of one point: they agree within a rounding and in one unit, and only of what is good."""

from __future__ import annotations

import pytest
from rwc_support import Rwc

from reference.rwc.measurements import readings
from reference.rwc.messages import Reading

AT = "2026-11-10T00:00:00+07:00"


def keep(rwc: Rwc, source: str, value: float | None, unit: str = "Mm3", quality: str = "good") -> None:
    system = rwc.app.extensions["rwc"]
    with system.db.write() as db:
        readings.keep(db, [Reading(source, "200101", "volume", AT, value, unit, quality)], system.clock.now())


@pytest.mark.parametrize(
    ("value", "unit", "quality", "agrees"),
    [
        (9000.004, "Mm3", "good", True),
        (9000.1, "Mm3", "good", False),
        (9000.0, "m3", "good", False),
        (9.0e9, "Mm3", "impossible", None),
        (None, "Mm3", "missing", None),
    ],
)
def test_two_sources_are_compared(rwc: Rwc, value: float | None, unit: str, quality: str, agrees: bool | None) -> None:
    keep(rwc, "rid_dams", 9000.0)
    keep(rwc, "egat_dams", value, unit, quality)
    found = rwc.show("comparison", "200101.volume@2026-11-10")
    assert (found["agrees"], [row["source"] for row in found["sources"]]) == (agrees, ["egat_dams", "rid_dams"])


def test_of_one_source_or_none_nothing_can_be_said(rwc: Rwc) -> None:
    assert rwc.web.get("/_test/show/comparison", query_string={"id": "200101.volume@2026-11-10"}).status_code == 404
    keep(rwc, "rid_dams", 9000.0)
    assert rwc.show("comparison", "200101.volume@2026-11-10")["agrees"] is None
