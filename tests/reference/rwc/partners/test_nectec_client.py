"""How a run becomes readings of what is to come, and which runs are not taken."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import requests
from rwc_support import Partners, Reply

from reference.common.clock import Clock
from reference.common.link import Link
from reference.rwc.messages import FeedUnavailable
from reference.rwc.partners.nectec_salinity.client import Nectec

DAY = date(2026, 3, 2)
HOUR = {"salinityforecast_datetime": "2026-03-02 07:00", "salinityforecast_value": "0.213"}
RUN: dict[str, Any] = {
    "id": 1, "issued_at": "2026-03-02 06:00", "unit": "g/L", "step_h": 1, "station": {"station_oldcode": "S1"},
    "agency": "NECTEC", "data": [HOUR],
}  # fmt: skip


def nectec(reply: Reply) -> Nectec:
    session = requests.Session()
    session.mount("http://", Partners(lambda path, body: reply))
    return Nectec(Link("nectec_salinity", {"url": "http://nectec", "api_key": "key"}, session, Clock()))


@pytest.mark.parametrize(
    ("text", "value", "quality"), [("0.213", 0.213, "good"), ("213.000", 213, "impossible"), ("0.000", 0, "dead")]
)
def test_an_hour_is_a_reading_of_its_own_moment(text: str, value: float, quality: str) -> None:
    client = nectec((200, RUN | {"data": [HOUR | {"salinityforecast_value": text}]}))
    (reading,) = client.day("forecast", DAY, DAY)
    assert (reading.at, reading.value, reading.quality) == ("2026-03-02T07:00:00+07:00", value, quality)
    assert client.is_incomplete([reading])


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        ((200, RUN | {"issued_at": "2026-03-01 06:00"}), "told 2026-03-01 06:00"),
        ((200, RUN | {"unit": "PSU"}), "expected g/L at S1, seen PSU at S1"),
        ((200, RUN | {"station": {"station_oldcode": "S3"}}), "seen g/L at S3"),
        ((200, RUN | {"data": [HOUR | {"salinityforecast_value": "-"}]}), "expected a number as text"),
        ((200, RUN | {"data": [HOUR | {"salinityforecast_value": 0.2}]}), "not as documented"),
        ((200, RUN | {"data": [HOUR | {"salinityforecast_datetime": "02/03/2569"}]}), "not as documented"),
        ((200, RUN | {"data": [HOUR | {"salinityforecast_datetime": "2569-03-02 07:00"}]}), "not as documented"),
        ((200, RUN | {"issued_at": "2569-03-02 06:00"}), "not as documented"),
        ((200, RUN | {"data": None}), "not as documented"),
        ((200, {"result": "NO", "data": "model run failed"}), "model run failed"),
        ((200, []), "expected a run"),
        ((200, "<html>"), "not JSON"),
        ((404, {}), "HTTP 404"),
        (requests.ConnectTimeout(), "no answer: ConnectTimeout"),
    ],
)
def test_a_run_that_is_not_as_agreed_is_not_taken(reply: Reply, why: str) -> None:
    with pytest.raises(FeedUnavailable, match=why):
        nectec(reply).day("forecast", DAY, DAY)
