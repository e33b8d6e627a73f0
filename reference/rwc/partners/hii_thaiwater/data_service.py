"""A client of HII's data service: one day of data that MWA has ordered there, when its owner no longer gives it."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import requests

from reference.common.clock import BANGKOK, stamp
from reference.common.json_reader import read_json
from reference.rwc.adapter import Link
from reference.rwc.messages import FeedUnavailable, Reading
from reference.rwc.partners._common.dam_readings import DamDay, readings_of

DATA_SETS = {"dams of EGAT": "12"}
"""What was ordered, and its number."""

POINTS = {
    "ภูมิพล": "200101", "สิริกิติ์": "200102", "อุบลรัตน์": "200201", "สิรินธร": "200202", "จุฬาภรณ์": "200203",
    "น้ำพุง": "200204", "ศรีนครินทร์": "200401", "วชิราลงกรณ": "200402", "รัชชประภา": "200601", "บางลาง": "200602",
}  # fmt: skip
"""HII's names, and the points under which we keep the same dams from everybody."""


class DataService:
    """Asks for one day; percentages are not kept, for 0 stands beside a volume that is there."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def day(self, data_set: str, day: date) -> list[Reading]:
        """The readings of a day; raises `FeedUnavailable`."""
        at = stamp(datetime.combine(day, time(), BANGKOK))
        rows = self._rows(data_set, day)
        try:
            days = [_day_of(row) for row in rows if row["dam_date"] == day.isoformat()]
        except (KeyError, TypeError) as mistake:
            raise FeedUnavailable(f"not as documented: {mistake!r}") from mistake
        if not any(days):
            raise FeedUnavailable("none of our dams", not_published_yet=True)
        return [reading for dam in days if dam for reading in readings_of(self._link.partner, dam, at)]

    def _rows(self, data_set: str, day: date) -> list[Any]:
        """The address holds the number of the order, so no failure repeats it."""
        if data_set not in DATA_SETS or self._link.lacks(("order_id",)):
            raise FeedUnavailable("nothing of it was ordered")
        query = {"mid": DATA_SETS[data_set], "eid": self._link["order_id"]}
        span = {"start_date": day.isoformat(), "end_date": day.isoformat()}
        try:
            answer = self._link.session.get(
                f"{self._link.url}/api_service", params=query | span, timeout=self._link.timeout, allow_redirects=False
            )
            body = read_json(answer.content)
        except requests.RequestException as failure:
            raise FeedUnavailable(f"no answer: {type(failure).__name__}") from failure
        except ValueError:
            raise FeedUnavailable("the answer is not JSON") from None
        if answer.status_code != 200 or not isinstance(body, list):
            reason = body.get("data", "no reason") if isinstance(body, dict) else "no list"
            raise FeedUnavailable(f"HTTP {answer.status_code}: {reason}", retry_after=answer.headers.get("Retry-After"))
        return body


def _day_of(row: dict[str, Any]) -> DamDay | None:
    """A dam of ours; None for another's."""
    dam = row["dam"]
    point = POINTS.get(dam["dam_name"]["th"])
    if point is None:
        return None
    storage = dam["normal_storage"]
    flows = row["dam_inflow"], row["dam_released"]
    return DamDay(point, row["dam_storage"], row["dam_uses_water"], *flows, storage, storage - dam["uses_water"])
