"""The Navy's Hydrographic Department: leaves a day's predicted levels at Samlae, counted from one datum (W 4)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from partnerlab.lab.partners.partner_world import OutgoingFile, PartnerWorld, Sending
from partnerlab.world.register_facts.tides import CHART_BELOW_SEA, tide_level

STATION = "S1"


def tide_table(world: PartnerWorld, *, day: str | None = None, station: str = STATION) -> Sending:
    """Leave the predictions of a day (tomorrow, unless told), as heights and datum stand in this partner's facts."""
    wanted = date.fromisoformat(day) if day else world.now.date() + timedelta(days=1)
    first = datetime.combine(wanted, time())
    moments = [first + timedelta(hours=hour) for hour in range(24)]
    yield OutgoingFile(
        name={"date": wanted},
        details=[
            {
                "station_code": station,
                "datetime": moment,
                "height_m": _height(world, moment),
                "datum": world.facts["datum"],
            }
            for moment in moments
        ],
    )


def _height(world: PartnerWorld, moment: datetime) -> Decimal:
    centimetres = tide_level(moment) + (CHART_BELOW_SEA if world.facts["counts_from"] == "LLW" else 0)
    return Decimal(centimetres) / 100
