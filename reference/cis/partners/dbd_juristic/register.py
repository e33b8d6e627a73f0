"""The register of juristic persons of the Department of Business Development."""

from __future__ import annotations

from reference.cis.adapter import Link
from reference.cis.messages import SourceUnavailable
from reference.cis.partners._common.gdx import UNREADABLE, read_answer
from reference.cis.service_requests.registers import Ask, Company, CompanyOf, RegisterGateway

ANOTHER_COMPANY = "the answer is about another company"
IN_BUSINESS = "ยังดำเนินกิจการอยู่"


class Register:
    """Answers questions about a company; may raise SourceUnavailable. A number that no company has is 204."""

    def __init__(self, gateway: RegisterGateway) -> None:
        self._gateway = gateway

    def company(self, question: CompanyOf) -> Company | None:
        query = {"JuristicID": question.juristic_id}
        data = read_answer(self._gateway.get("/ws/dbd/juristic/v4/profile/information", query))
        profiles = data.get("ResultList") if isinstance(data, dict) else data
        if not profiles:
            return None
        if not isinstance(profiles, list) or not isinstance(profiles[0], dict):
            raise SourceUnavailable(UNREADABLE)
        if any(not isinstance(each, dict) or each.get("JuristicID") != question.juristic_id for each in profiles):
            raise SourceUnavailable(ANOTHER_COMPANY)
        return company_of_status(profiles[0].get("JuristicStatus", ""))


def company_of_status(told: object) -> Company:
    """A company by what a register says of its standing, in whichever form."""
    status = str(told).strip()
    return Company(status, status == IN_BUSINESS)


def ask_company(link: Link) -> Ask:
    """How the register is asked, through the gateway of its link."""
    return Register(link.gateway).company
