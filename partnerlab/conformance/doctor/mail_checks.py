"""The mailboxes: the server that takes mail to a partner, and the folder in which the partner's mails wait."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from pathlib import Path

from partnerlab.conformance.doctor.diagnosis import Ailment, Check
from partnerlab.conformance.doctor.given_variables import require
from partnerlab.conformance.doctor.line_reasons import thai_reason
from partnerlab.conformance.doctor.network_address import PATIENCE, address_checks
from partnerlab.lab.channels.channel import lab_variable
from partnerlab.lab.credentials import Credentials
from partnerlab.lab.partners.partner import Partner
from partnerlab.scenario.verdicts import Text


class Mailboxes:
    """Nothing is sent: the server is asked whether it would take a mail."""

    def __init__(self, partner: Partner) -> None:
        self._partner = partner
        self._known: dict[str, str] = {}

    def checks(self) -> Iterator[Check]:
        """From the variables to the mails that wait."""
        yield {"en": "variables are set", "th": "กำหนดตัวแปรครบ"}, self._given
        host, port = self._known.get("host", ""), self._known.get("port", "")
        yield from address_checks(host, int(port) if port.isascii() and port.isdigit() else 0)
        yield {"en": "the server would take a mail", "th": "เซิร์ฟเวอร์รับอีเมลได้"}, self._taken
        yield {"en": "our mailbox can be read", "th": "อ่านกล่องอีเมลของฝ่ายเราได้"}, self._drop

    def _given(self) -> Text:
        system = "" if self._partner.system == "cis" else f"{self._partner.system}_"
        names = {"host": lab_variable("mail_smtp_host"), "port": lab_variable("mail_smtp_port")}
        names |= {name: lab_variable(f"{system}mail_{name}") for name in ("address", "drop")}
        self._known = require(names | {"theirs": Credentials.variable(self._partner.name, "mail_address")})
        text = f"{self._known['address']} → {self._known['theirs']}"
        return {"en": text, "th": text}

    def _taken(self) -> Text:
        known = self._known
        try:
            with smtplib.SMTP(known["host"], int(known["port"]), timeout=PATIENCE) as server:
                server.ehlo()
                steps = [("MAIL", server.mail(known["address"])), ("RCPT", server.rcpt(known["theirs"]))]
                server.rset()
                secure = server.has_extn("starttls")
        except (OSError, smtplib.SMTPException) as bad:
            raise Ailment(
                {"en": f"no SMTP: {bad}", "th": f"ไม่ใช่ SMTP: {thai_reason(str(bad))}"},
                {"en": "is it a mail server at this port?", "th": "ตรวจว่าพอร์ตนี้เป็นเซิร์ฟเวอร์อีเมล"},
            ) from None
        for word, (code, answer) in steps:
            if code >= 300:
                said = f"{word}: {code} {answer.decode('utf-8', 'replace')}"
                raise Ailment({"en": said, "th": said}, _MAILBOX)
        text = "MAIL, RCPT: 250" + ("; STARTTLS" if secure else "")
        return {"en": text, "th": text}

    def _drop(self) -> Text:
        box = Path(self._known["drop"])
        if not (box / "new").is_dir():
            raise Ailment(
                {"en": f"{box} is no Maildir", "th": f"{box} ไม่ใช่ Maildir"},
                {
                    "en": "is the mail server of these variables running, on this machine?",
                    "th": "ตรวจว่าเซิร์ฟเวอร์อีเมลตามตัวแปรทำงานอยู่บนเครื่องนี้",
                },
            )
        try:
            count = sum(1 for _ in (box / "new").iterdir())
        except OSError as bad:
            reason = f"{box}: {bad.strerror}"
            raise Ailment({"en": reason, "th": reason}, _MAILBOX) from None
        return {"en": f"{count} mails wait", "th": f"มีอีเมลรออยู่ {count} ฉบับ"}


_MAILBOX: Text = {
    "en": "have both addresses allowed at this server",
    "th": "ขอให้เซิร์ฟเวอร์อนุญาตที่อยู่อีเมลทั้งสอง",
}
