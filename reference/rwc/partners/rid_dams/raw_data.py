"""Reports to RID: as JSON, or in the query string where RID takes no JSON."""

from __future__ import annotations

from typing import Any

import requests

from reference.common.json_reader import read_json
from reference.common.outbox import DELIVERED, REFUSED, TROUBLE, Delivery, Message
from reference.rwc.partners._common.samlae_report import SamlaeReports

PATH = "/api/v1/provider/mwa/SentRawdata"
_NO_JSON = "HTTP 404"
_STATIONS, _MOMENTS = ("waterquality_station_oldcode", "station_oldcode"), ("waterquality_datetime", "pump_datetime")
_TAKEN, _THERE_ALREADY, _FINAL = "200", "409", "422"


class RidReports(SamlaeReports):
    """The same row either way; which moments are held is asked at the same addresses."""

    def send(self, message: Message) -> Delivery:
        delivery = super().send(message)
        if delivery.result == TROUBLE and delivery.answer.startswith(_NO_JSON):
            return self.send_in_query(message.body)
        return delivery

    def send_in_query(self, row: dict[str, Any]) -> Delivery:
        """The status of the answer is not looked at: its code alone says how it went."""
        try:
            answer = self._link.session.post(
                self._link.url + PATH,
                params={"User_ID": self._link["api_key"]} | raw_data(row),
                timeout=self._link.timeout,
                allow_redirects=False,
            )
            told = read_json(answer.content)
            code, reason = told["code"], told["message"]
        except requests.RequestException as failure:
            return Delivery(TROUBLE, f"no answer: {type(failure).__name__}")
        except (ValueError, KeyError, TypeError):
            return Delivery(TROUBLE, f"HTTP {answer.status_code}, and no code")
        outcomes = {_TAKEN: DELIVERED, _THERE_ALREADY: DELIVERED, _FINAL: REFUSED}
        return Delivery(outcomes.get(code, TROUBLE), f"code {code}: {reason}")


def raw_data(row: dict[str, Any]) -> dict[str, str]:
    """A row in the words of the query string: where and when by themselves, and the rest in one text."""
    rest = {name: value for name, value in row.items() if name not in _STATIONS + _MOMENTS}
    return {
        "TimeTag_DT": next(row[name] for name in _MOMENTS if name in row),
        "Device_ID": next(row[name] for name in _STATIONS if name in row),
        "RawData": ",".join(f"{name}:{_text(value)}" for name, value in rest.items()),
    }


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "|".join(value)
    return "" if value is None else str(value)
