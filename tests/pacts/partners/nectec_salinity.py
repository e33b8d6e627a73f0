"""What the raw-water system's clients ask of NECTEC's forecast, and send to NECTEC."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
import requests

from partnerlab.lab.lab import DEFAULT_START
from reference.common.clock import Clock
from reference.common.link import Link
from reference.rwc.messages import FeedUnavailable
from reference.rwc.partners._common.samlae_report import SamlaeReports
from reference.rwc.partners.nectec_salinity import PATHS
from reference.rwc.partners.nectec_salinity.client import Nectec
from tests.pacts.interactions import Asked, answered, state
from tests.pacts.samlae_reports import reports_to

TODAY = DEFAULT_START.date()
KNOWN = state("Samlae is registered")


def _run(unit: str = "g/L", issued: str = "2026-01-05") -> dict[str, Any]:
    hour = {"salinityforecast_datetime": f"{issued} 07:00", "salinityforecast_value": "0.213"}
    return {
        "id": 1, "issued_at": f"{issued} 06:00", "unit": unit, "step_h": 1, "station": {"station_oldcode": "S1"},
        "agency": "NECTEC", "data": [hour],
    }  # fmt: skip


class Client(Nectec, SamlaeReports):
    """Both halves of the link."""

    def __init__(self, link: Link) -> None:
        Nectec.__init__(self, link)
        SamlaeReports.__init__(self, link, PATHS)


def client(url: str, session: requests.Session) -> Client:
    return Client(Link("nectec_salinity", {"url": url, "api_key": "api_key"}, session, Clock()))


def _reads(nectec: Nectec, names: Mapping[str, Any]) -> None:
    (reading,) = nectec.day("forecast", TODAY, TODAY)
    assert (reading.point, reading.parameter, reading.at, reading.value, reading.unit, reading.quality) == (
        "S1", "salinity_forecast", "2026-01-05T07:00:00+07:00", 0.213, "g/l", "good",
    )  # fmt: skip


def _refuses(why: str) -> Callable[[Nectec, Mapping[str, Any]], None]:
    def act(nectec: Nectec, names: Mapping[str, Any]) -> None:
        with pytest.raises(FeedUnavailable, match=why):
            nectec.day("forecast", TODAY, TODAY)

    return act


ASKED = [
    Asked(
        "the salinity of seven days ahead",
        "salinity_forecast",
        _reads,
        answered(200, _run(), exactly="unit station_oldcode"),
        (KNOWN,),
    ),
    Asked(
        "a run in another unit",
        "salinity_forecast",
        _refuses("seen PSU"),
        answered(200, _run(unit="PSU"), exactly="unit station_oldcode"),
        (KNOWN, state("the run is in PSU")),
    ),
    Asked(
        "a run that is late",
        "salinity_forecast",
        _refuses("told 2026-01-04"),
        answered(200, _run(issued="2026-01-04"), exactly="unit station_oldcode"),
        (KNOWN, state("the run is late")),
    ),
    Asked(
        "the forecast for a station that NECTEC does not know",
        "salinity_forecast",
        _refuses("HTTP 404"),
        answered(404, {"result": "NO", "data": "no forecast for this station"}),
        (state("Samlae is not registered"),),
    ),
    *reports_to("NECTEC"),
]
