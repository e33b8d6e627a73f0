"""A client of Big Data: a copy of every change of every request, and the question what is held there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import requests

from reference.cis.adapter import Link
from reference.cis.messages import SourceUnavailable, StatusChanged
from reference.cis.partners._common.service_request import copy_of, post
from reference.common.json_reader import read_json
from reference.common.outbox import DELIVERED, REFUSED, TROUBLE, Delivery

_REQUESTS = "/data-service/internal/big-data/api/v1/requests"
_FINAL = ("400", "409", "422")


class BigData:
    """Hears of every request and gives each change on, without anything personal."""

    hears_all = True

    def __init__(self, link: Link) -> None:
        self._link = link

    def message(self, change: StatusChanged) -> dict[str, Any]:
        return copy_of(change)

    def deliver(self, message: dict[str, Any]) -> Delivery:
        """Delivered too where this revision was there already: an answer that was lost is no reason for trouble."""
        status, answer, retry_after = post(self._link, _REQUESTS, message, query={"token": "data_key"})
        error = answer.get("error", "")
        text = f"{status} {error}".strip()
        if (status == "200" and answer.get("result") == "success") or error == "DuplicateRevision":
            return Delivery(DELIVERED, text)
        return Delivery(REFUSED, text) if status in _FINAL else Delivery(TROUBLE, text, retry_after)

    def missing(self, messages: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
        """Those of our messages that are not held there; raises SourceUnavailable."""
        held = self._held()
        return [message for message in messages if (message["requestId"], message["revision"]) not in held]

    def _held(self) -> set[tuple[str, int]]:
        link = self._link
        query = {"source": "CIS", "token": link["data_key"]}
        try:
            response = link.session.get(
                f"{link.url}{_REQUESTS}/data", params=query, timeout=link.timeout, allow_redirects=False
            )
            if response.status_code == 200:
                return {(row["requestId"], row["revision"]) for row in read_json(response.content)["data"]}
            reason = str(response.status_code)
        except requests.RequestException as failure:
            reason = type(failure).__name__
        except (ValueError, KeyError, TypeError):
            reason = "what is held has not the agreed shape"
        raise SourceUnavailable(reason)
