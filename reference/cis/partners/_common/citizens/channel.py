"""The channel through which citizens use our side: routes, session and answers, in the style of the real app (A 5.3).

Lists travel bare, names are camelCase, numbers are text, keys stand in the path behind their nouns.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from flask import Blueprint, Response, request

from reference.cis.adapter import Core, Link
from reference.cis.messages import NotFound, NotLoggedIn, RequestRefused
from reference.cis.partners._common.citizens.answers import (
    account_row,
    area_row,
    bill_row,
    month_row,
    payment_answer,
    payment_row,
    payment_state,
    request_row,
    text_list,
)
from reference.cis.partners._common.citizens.messages import (
    TRANSACTION,
    read_log_in,
    read_log_in_name,
    read_payment,
    read_point,
    read_request,
    required_text,
)
from reference.common.http_api import HttpError, json_answer, json_object

_SESSION = "X-Session"
_ACCOUNT_CODE, _REQUEST_NUMBER = "[0-9]{8}", "[0-9]{1,20}"
_ERRORS = {400: "INVALID", 401: "NOT_LOGGED_IN", 404: "NOT_FOUND", 409: "REFUSED"}
_FAILED = 500
View = Callable[..., Response]


def routes(prefix: str, log_in_names: str) -> Callable[[Core, Sequence[Link]], Blueprint]:
    """All routes of one channel below its own address. `log_in_names` is what a name to log in by looks like."""

    def of_channel(core: Core, links: Sequence[Link]) -> Blueprint:
        (link,) = links
        channel = Blueprint(link.partner, __name__, url_prefix=prefix)
        dialect = _Dialect(core, link, log_in_names)
        for verb, path, view in dialect.views():
            channel.add_url_rule(path, view.__name__, _answering(view), methods=[verb])
        return channel

    return of_channel


def refusal(status: int, message: str) -> dict[str, Any]:
    """The body of a refusal, whatever was asked."""
    return {"errorCode": "FAILED" if status >= _FAILED else _ERRORS.get(status, "INVALID"), "message": message}


def _answering(view: View) -> View:
    """A view whose refusals become those of the channel."""

    @wraps(view)
    def answered(**given: str) -> Response:
        try:
            return view(**given)
        except NotLoggedIn as stranger:
            raise HttpError(401, str(stranger)) from None
        except NotFound as missing:
            raise HttpError(404, str(missing)) from None
        except RequestRefused as refused:
            raise HttpError(409, str(refused)) from None

    return answered


class _Dialect:
    """The channel's calls as questions to the citizens' desk."""

    def __init__(self, core: Core, link: Link, log_in_names: str) -> None:
        self._core = core
        self._link = link
        self._names = log_in_names

    def views(self) -> list[tuple[str, str, View]]:
        own = "/account/<account>"
        return [
            ("POST", "/one-time-password", self.ask_code),
            ("POST", "/log-in", self.log_in),
            ("GET", "/accounts", self.accounts),
            ("GET", f"/outstanding-bills{own}", self.bills),
            ("GET", f"/usage-statistics{own}", self.usage),
            ("GET", f"/payments{own}", self.payments),
            ("POST", "/payments", self.pay),
            ("GET", "/payments/transaction/<number>", self.payment_status),
            ("POST", "/requests", self.ask),
            ("GET", "/requests", self.requests),
            ("GET", "/requests/request/<number>", self.request),
            ("GET", "/no-water-running-area/latitude/<latitude>/longitude/<longitude>", self.no_water),
        ]

    def ask_code(self) -> Response:
        self._require_key()
        name = read_log_in_name(json_object(), self._names)
        return json_answer({"otpReference": self._core.citizens.log_ins.ask_code(self._link.partner, name)})

    def log_in(self) -> Response:
        self._require_key()
        reference, code = read_log_in(json_object())
        session = self._core.citizens.log_ins.log_in(self._link.partner, reference, code)
        return json_answer({"session": session.token, "expiresAt": session.ends})

    def accounts(self) -> Response:
        return text_list(account_row, self._core.citizens.accounts(*self._caller()))

    def bills(self, account: str) -> Response:
        caller, code = self._caller(), required_text("accountCode", _ACCOUNT_CODE, account)
        return text_list(bill_row, self._core.citizens.bills(*caller, code))

    def usage(self, account: str) -> Response:
        caller, code = self._caller(), required_text("accountCode", _ACCOUNT_CODE, account)
        return text_list(month_row, self._core.citizens.usage(*caller, code))

    def payments(self, account: str) -> Response:
        caller, code = self._caller(), required_text("accountCode", _ACCOUNT_CODE, account)
        return text_list(payment_row, self._core.citizens.payments(*caller, code))

    def pay(self) -> Response:
        caller = self._caller()
        payment = read_payment(json_object(), self._link["agent_code"])
        return json_answer(payment_answer(payment.number, self._core.citizens.pay(*caller, payment)))

    def payment_status(self, number: str) -> Response:
        caller, number = self._caller(), required_text("transactionId", TRANSACTION, number)
        outcome = self._core.citizens.payment_status(*caller, self._link["agent_code"], number)
        return json_answer(payment_state(number, outcome))

    def ask(self) -> Response:
        caller = self._caller()
        asked = read_request(json_object())
        received = self._core.citizens.ask(*caller, asked)
        return json_answer({"requestReference": asked.number, "requestId": received.number})

    def requests(self) -> Response:
        return text_list(request_row, self._core.citizens.requests(*self._caller()))

    def request(self, number: str) -> Response:
        caller, number = self._caller(), required_text("requestId", _REQUEST_NUMBER, number)
        return json_answer(request_row(self._core.citizens.request(*caller, number)))

    def no_water(self, latitude: str, longitude: str) -> Response:
        """A public operation: no key is needed."""
        return text_list(area_row, self._core.outages.near(*read_point(latitude, longitude)))

    def _caller(self) -> tuple[str, str]:
        """The channel and the session of the call."""
        self._require_key()
        return self._link.partner, request.headers.get(_SESSION, "")

    def _require_key(self) -> None:
        if not self._link.opens("app_key", request.headers.get("X-App-Key")):
            raise HttpError(401, "X-App-Key is missing or not known")
