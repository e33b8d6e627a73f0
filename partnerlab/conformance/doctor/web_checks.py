"""A page on which files come and go: the way there, and a log-in by its form."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import requests

from partnerlab.conformance.doctor.diagnosis import Ailment, Check
from partnerlab.conformance.doctor.given_variables import require
from partnerlab.conformance.doctor.line_reasons import thai_reason
from partnerlab.conformance.doctor.network_address import PATIENCE, address_checks, plain_check, tls_check
from partnerlab.lab.credentials import Credentials
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.website.browser import page_refusal
from partnerlab.scenario.verdicts import Text


class WebPage:
    """A partner's page, as our side uses it; nothing is uploaded."""

    def __init__(self, partner: Partner) -> None:
        self._partner = partner
        self._known: dict[str, str] = {}

    def checks(self) -> Iterator[Check]:
        """From the variables to the list of files."""
        yield {"en": "variables are set", "th": "กำหนดตัวแปรครบ"}, self._given
        parts = urlsplit(self._known.get("page", ""))
        host, secure = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        yield from address_checks(host, port)
        yield tls_check(host, port, None) if secure else plain_check(host)
        yield {"en": "log-in, and the list of files", "th": "เข้าสู่ระบบ และเห็นรายการไฟล์"}, self._log_in

    def _given(self) -> Text:
        names = ("page", "user", "password")
        self._known = require({name: Credentials.variable(self._partner.name, f"web_{name}") for name in names})
        text = f"{self._known['user']} @ {self._known['page']}"
        return {"en": text, "th": text}

    def _log_in(self) -> Text:
        known = self._known
        form = {"user": known["user"], "password": known["password"]}
        page = known["page"].rstrip("/") + "/"
        with requests.Session() as session:
            session.trust_env = False
            try:
                answer = session.post(f"{page}log-in", form, timeout=PATIENCE)
            except requests.RequestException as bad:
                name = type(bad).__name__
                raise Ailment({"en": name, "th": thai_reason(name)}, _PAGE) from None
        if refusal := page_refusal(answer):
            raise Ailment({"en": refusal, "th": refusal}, _PAGE)
        count = answer.text.count('class="file ')
        return {"en": f"{count} files are listed", "th": f"มีไฟล์ในรายการ {count} ไฟล์"}


_PAGE: Text = {
    "en": "correct the address of the page, the user or the password",
    "th": "แก้ที่อยู่ของหน้าเว็บ ชื่อผู้ใช้ หรือรหัสผ่าน",
}
