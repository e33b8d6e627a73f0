"""The register of juristic persons by version 7 behind the data exchange: a POST, answered as by the open API."""

from __future__ import annotations

from reference.cis.adapter import Link
from reference.cis.partners._common.gdx import read_answer
from reference.cis.partners.dbd_juristic.open_api import company_of_person, person_of_answer
from reference.cis.service_requests.registers import Ask, Company, CompanyOf, RegisterGateway


class GeneralRegister:
    """Answers questions about a company; may raise SourceUnavailable."""

    def __init__(self, gateway: RegisterGateway) -> None:
        self._gateway = gateway

    def company(self, question: CompanyOf) -> Company | None:
        asked = {"OrganizationJuristicID": question.juristic_id}
        body = read_answer(self._gateway.post("/ws/dbd/juristic/v7/general/profile", asked))
        return company_of_person(person_of_answer(body) if body is not None else None, question.juristic_id)


def ask_version_7(link: Link) -> Ask:
    """How the register is asked, through the gateway of its link."""
    return GeneralRegister(link.gateway).company
