"""Look-ups by LINKAGE2: several services in one request, each item with a status of its own inside HTTP 200."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import requests

from reference.cis.adapter import Link
from reference.cis.messages import SourceUnavailable
from reference.cis.partners._common.gdx import UNREADABLE
from reference.cis.partners.dopa_linkage.centre_calls import json_object, refusal_of
from reference.cis.partners.dopa_linkage.register import Register, Service
from reference.cis.partners.dopa_linkage.session import Session

_NUMBERS = {
    Service.PERSON: 1, Service.FORMER_NAMES: 9, Service.CARD: 32, Service.MARRIAGE: 33, Service.DIVORCE: 34,
    Service.HOUSE: 38,
}  # fmt: skip
_TOGETHER = {Service.MARRIAGE: (Service.MARRIAGE, Service.DIVORCE)}
"""What is asked in one request: a marriage alone says nothing of whether it stands."""

_ENDED = 401
_SANDBOX = "X-Use-Sandbox"
_TOO_MANY = "90011"


class DirectRegister(Register):
    """Looks up under one session and one job. The answer that came along is kept until it is asked for, once."""

    def __init__(self, link: Link, session: Session) -> None:
        self._link, self._session = link, session
        self._came_along: dict[tuple[Service, str], Any] = {}

    def look_up(self, service: Service, citizen_id: str) -> Any:
        """The record, or None; what an earlier request has brought along is not asked again."""
        if (service, citizen_id) in self._came_along:
            return _record(self._came_along.pop((service, citizen_id)))
        self._came_along.clear()
        wanted = _TOGETHER.get(service, (service,))
        found = self._items(wanted, citizen_id)
        self._came_along = {(each, citizen_id): found[each] for each in wanted[1:]}
        return _record(found[service])

    def forget(self) -> None:
        """Forget all items."""
        self._came_along.clear()

    def _items(self, services: Sequence[Service], citizen_id: str) -> dict[Service, dict[str, Any]]:
        """One item for each service. Those before which the session ended are asked again, under a new one."""
        found = self._asked(services, citizen_id)
        if ended := [each for each in services if found[each].get("responseStatus") == _ENDED]:
            self._session.forget()
            found |= self._asked(ended, citizen_id)
        return found

    def _asked(self, services: Sequence[Service], citizen_id: str) -> dict[Service, dict[str, Any]]:
        """One request for all, or where the centre does not take so many, one for each."""
        try:
            return self._requested(services, citizen_id)
        except SourceUnavailable as failure:
            if failure.reason != _TOO_MANY or len(services) == 1:
                raise
        return {each: self._requested((each,), citizen_id)[each] for each in services}

    def _requested(self, services: Sequence[Service], citizen_id: str) -> dict[Service, dict[str, Any]]:
        items = [{"serviceID": _NUMBERS[each], "query": {"personalID": citizen_id}} for each in services]
        body = {"jobID": self._link["job_id"], "data": items}
        response = self._session.call("POST", "/api/center/request/", body)
        if response.status_code not in (200, 404) or (response.status_code == 404 and not _has_items(response)):
            raise refusal_of(response)
        if _SANDBOX in response.headers:
            raise SourceUnavailable("answer of the sandbox")
        return _by_service(json_object(response).get("data"), services)


class Linkage2:
    """What the others of the folder, and the readers of usage, need of the centre."""

    def __init__(self, link: Link) -> None:
        self._link = link
        self.session = Session(link)
        self.register = DirectRegister(link, self.session)

    def credential(self, name: str) -> str:
        """A credential by which the centre calls us."""
        return self._link[name]

    def drop_token(self) -> None:
        """Begin a new session with the next call, and forget all items."""
        self.session.forget()
        self.register.forget()


def _has_items(response: requests.Response) -> bool:
    """Whether a 404 holds items, each with a status: the centre answers so; the 404 of a wrong address holds none."""
    try:
        return isinstance(json_object(response).get("data"), list)
    except SourceUnavailable:
        return False


def _by_service(items: Any, services: Sequence[Service]) -> dict[Service, dict[str, Any]]:
    """The items by what they answer; an item that is missing makes the whole unreadable."""
    numbered = {item.get("serviceID"): item for item in items if isinstance(item, dict)} if type(items) is list else {}
    found = {each: numbered[_NUMBERS[each]] for each in services if _NUMBERS[each] in numbered}
    if len(found) < len(services):
        raise SourceUnavailable(UNREADABLE)
    return found


def _record(item: dict[str, Any]) -> Any:
    """What one item has, None for an item that says 404; any other status is a reason why nothing is known."""
    status = item.get("responseStatus")
    if status == 404:
        return None
    if status != 200:
        error = item.get("responseError")
        number = error.get("errorNumber") if isinstance(error, dict) else None
        raise SourceUnavailable(str(number if type(number) is int else status))
    if not isinstance(item.get("responseData"), dict):
        raise SourceUnavailable(UNREADABLE)
    return item["responseData"]
