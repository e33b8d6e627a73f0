"""A partner's interface, or ours for it, at a URL: the way there, what answers, and whether the credentials open it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit

from partnerlab.conformance.doctor.diagnosis import Ailment, Check
from partnerlab.conformance.doctor.given_variables import require
from partnerlab.conformance.doctor.network_address import address_checks, clock_check, plain_check, tls_check
from partnerlab.conformance.verify.connection import Connection, ConnectionSettings
from partnerlab.conformance.verify.connection_errors import ConnectionFailed
from partnerlab.contract.http.message import Answer
from partnerlab.lab.credentials import Credentials
from partnerlab.lab.environment import credentials_of
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario.verdicts import Text


class HttpAddress:
    """One URL; the answer to the first question tells the clock too."""

    def __init__(self, kit: Registry, partner: Partner, url: str, settings: ConnectionSettings, asked: bool) -> None:
        """`asked` says whether it is the partner's own, which our side asks, and not ours, at which it sends."""
        self._kit, self._partner, self._url, self._settings, self._asked = kit, partner, url, settings, asked
        self._date: datetime | None = None

    def checks(self) -> Iterator[Check]:
        """From the name to a log-in."""
        parts = urlsplit(self._url)
        host, secure = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if secure else 80)
        by_proxy = urlsplit(self._settings.proxy or "")
        if by_proxy.hostname:
            yield from address_checks(by_proxy.hostname, by_proxy.port or 80)
        else:
            yield from address_checks(host, port)
            yield tls_check(host, port, self._settings.ca) if secure else plain_check(host)
        yield {"en": "it speaks HTTP", "th": "ปลายทางใช้ HTTP"}, self._greet
        yield clock_check(lambda: self._date)
        yield {"en": "credentials are given", "th": "มีข้อมูลยืนยันตัวตนครบ"}, self._given

    def _greet(self) -> Text:
        connection = Connection(self._url, self._settings)
        try:
            answer = connection.greet()
        except ConnectionFailed as bad:
            raise Ailment(_short(bad.reason), _fix(bad.reason)) from None
        finally:
            connection.close()
        self._date = _date_of(answer)
        seen = f"{answer.status} {answer.headers.get('server', '')}".strip()
        if 300 <= answer.status < 400:
            raise Ailment(
                {lang: f"{seen} → {answer.headers.get('location', '?')}" for lang in ("en", "th")},
                {"en": "give the address that it leads to", "th": "ใช้ที่อยู่ที่ถูกส่งต่อไป"},
            )
        return {"en": seen, "th": seen}

    def _given(self) -> Text:
        holders = [*self._kit.before(self._partner), self._partner] if self._asked else [self._partner]
        carried = self._carried()
        names = [
            Credentials.variable(holder.name, name)
            for holder in holders
            for name in credentials_of(holder.agreement)
            if name in carried
        ]
        require({name: name for name in names})
        listed = ", ".join(names) or "–"
        return {"en": listed, "th": listed}

    def _carried(self) -> set[str]:
        """The credentials that the requests carry which go this way."""
        if self._asked:
            holders = [*self._kit.before(self._partner), self._partner]
            documents = [holder.provider for holder in holders if holder.provider]
        else:
            documents = [self._partner.consumer] if self._partner.consumer else []
        operations = [operation for document in documents for operation in document.operations.values()]
        return {name for operation in operations for name in operation.credentials.values()}


def log_in_check(kit: Registry, partner: Partner, url: str, bindings: Path | None) -> Check:
    """The requests of the contract that change nothing, sent once each: credentials and contract in one."""
    title = {"en": "requests that only read are answered", "th": "คำขอที่อ่านอย่างเดียวได้คำตอบ"}
    return title, lambda: _ask(kit, partner, url, bindings)


def _ask(kit: Registry, partner: Partner, url: str, bindings: Path | None) -> Text:
    from partnerlab.conformance.verify.partner_verification import VerifyOptions, verify

    wish = VerifyOptions(partner.name, url, bindings, requests=0, access_checks=False)
    outcomes = verify(kit, wish, lambda event: None)
    passed = [outcome for outcome in outcomes if outcome.verdict == "pass" and outcome.exchanges and outcome.proves]
    bad = [outcome for outcome in outcomes if outcome.verdict in ("fail", "not_received", "error")]
    fix: Text = {
        "en": f"partnerlab verify {partner.name} --url {url}",
        "th": f"partnerlab verify {partner.name} --url {url}",
    }
    if bad and bad[0].reason:
        raise Ailment(bad[0].reason, {"en": f"see all: {fix['en']}", "th": f"ดูทั้งหมด: {fix['th']}"})
    if not passed:
        raise Ailment(
            {"en": "every request needs test data or changes something", "th": "ทุกคำขอต้องใช้ข้อมูลทดสอบ หรือเปลี่ยนแปลงข้อมูล"},
            {"en": f"bind test data, then {fix['en']}", "th": f"ผูกข้อมูลทดสอบ แล้วใช้ {fix['th']}"},
            "untried",
        )
    return {"en": f"{len(passed)} answered as agreed", "th": f"ตอบตามที่ตกลง {len(passed)} คำขอ"}


def url_of(partner: Partner) -> str | None:
    """Where the variables say that a partner is."""
    return os.environ.get(Credentials.variable(partner.name, "url"))


def _date_of(answer: Answer) -> datetime | None:
    try:
        date = parsedate_to_datetime(answer.headers.get("date", ""))
    except (ValueError, TypeError):
        return None
    return date if date.tzinfo else date.replace(tzinfo=UTC)


def _short(reason: Text) -> Text:
    """What happened; what to do follows a colon."""
    return {language: text.split(": ")[0] for language, text in reason.items()}


def _fix(reason: Text) -> Text:
    return {language: text.partition(": ")[2] or text for language, text in reason.items()}
