"""The register of juristic persons by its open API, asked without a key; a firewall may answer in its place."""

from __future__ import annotations

from typing import Any

import requests

from reference.cis.adapter import Link
from reference.cis.messages import SourceUnavailable
from reference.cis.partners._common.gdx import UNREADABLE
from reference.cis.partners.dbd_juristic.register import ANOTHER_COMPANY, company_of_status
from reference.cis.service_requests.registers import Ask, Company, CompanyOf
from reference.common.json_reader import read_json

FOUND, NOT_FOUND, USED_UP = "1000", frozenset({"1001", "1004"}), "8888"
NOT_THE_REGISTER = "a page answered in place of the register"
_PERSON = "cd:OrganizationJuristicPerson"
_FIELD = "cd:OrganizationJuristic"


class OpenRegister:
    """Answers questions about a company; may raise SourceUnavailable."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def company(self, question: CompanyOf) -> Company | None:
        return company_of_person(_person_in(self._ask(question.juristic_id)), question.juristic_id)

    def _ask(self, number: str) -> requests.Response:
        try:
            return self._link.session.get(
                f"{self._link.url}/api/v1/juristic_person/{number}", timeout=self._link.timeout, allow_redirects=False
            )
        except requests.RequestException as failure:
            raise SourceUnavailable(type(failure).__name__) from None


def _person_in(response: requests.Response) -> dict[str, Any] | None:
    """The one juristic person of an answer, or None where the register knows none; its media type says nothing."""
    try:
        body = read_json(response.content)
    except ValueError:
        raise SourceUnavailable(NOT_THE_REGISTER, response.headers.get("Retry-After")) from None
    if response.status_code != 200:
        raise SourceUnavailable(str(response.status_code), response.headers.get("Retry-After"))
    return person_of_answer(body)


def company_of_person(person: dict[str, Any] | None, number: str) -> Company | None:
    """The company that an answer is about, which must be the one that was asked for."""
    if person is None:
        return None
    if person.get(f"{_FIELD}ID") != number:
        raise SourceUnavailable(ANOTHER_COMPANY)
    return company_of_status(person.get(f"{_FIELD}Status", ""))


def person_of_answer(body: Any) -> dict[str, Any] | None:
    """The one juristic person of a decoded answer, or None where the register knows none."""
    try:
        code = body["status"]["code"]
        if code in NOT_FOUND:
            return None
        if code != FOUND:
            raise SourceUnavailable(str(code), wait_for_opening=code == USED_UP)
        (entry,) = body["data"]
        person = entry[_PERSON]
    except (KeyError, TypeError, ValueError):
        raise SourceUnavailable(UNREADABLE) from None
    if not isinstance(person, dict):
        raise SourceUnavailable(UNREADABLE)
    return person


def ask_open_api(link: Link) -> Ask:
    """How the register is asked, at its own address."""
    return OpenRegister(link).company
