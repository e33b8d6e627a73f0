"""A machine and a port: is the name known, is the port open, is the line secure?"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta

from partnerlab.conformance.doctor.diagnosis import Ailment, Check
from partnerlab.conformance.doctor.line_reasons import thai_reason
from partnerlab.lab.message_times.wall_clock import real_now
from partnerlab.scenario.verdicts import Text

PATIENCE = 10.0
_SOON = timedelta(days=30)


def address_checks(host: str, port: int) -> Iterator[Check]:
    """Its name, and its port."""
    yield {"en": "DNS knows the name", "th": "DNS รู้จักชื่อเครื่อง"}, lambda: _name(host)
    yield {"en": "the port is open", "th": "พอร์ตเปิดอยู่"}, lambda: _port(host, port)


def _name(host: str) -> Text:
    try:
        found = sorted({str(entry[4][0]) for entry in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)})
    except (OSError, UnicodeError):
        raise Ailment(
            {"en": f"{host} is not known", "th": f"ไม่พบชื่อ {host}"},
            {
                "en": "correct the name, or ask your network's DNS to know it",
                "th": "แก้ชื่อให้ถูกต้อง หรือให้ DNS ของเครือข่ายรู้จักชื่อนี้",
            },
        ) from None
    return _same(f"{host} = {', '.join(found)}")


def _port(host: str, port: int) -> Text:
    try:
        with socket.create_connection((host, port), PATIENCE) as line:
            return _same(f"{line.getsockname()[0]} → {line.getpeername()[0]}:{port}")
    except OSError as bad:
        silent = isinstance(bad, TimeoutError)
        raise Ailment(
            _no_line(host, port, silent, bad.strerror or str(bad)), _FIREWALL if silent else _LISTEN
        ) from None


def _no_line(host: str, port: int, silent: bool, reason: str) -> Text:
    if silent:
        return {
            "en": f"{host}:{port} says nothing for {PATIENCE:g} s",
            "th": f"{host}:{port} ไม่ตอบภายใน {PATIENCE:g} วินาที",
        }
    return {"en": f"{host}:{port}: {reason}", "th": f"{host}:{port}: {thai_reason(reason)}"}


_FIREWALL: Text = {
    "en": "have the firewalls opened from the address of this machine, on both sides",
    "th": "ขอเปิดไฟร์วอลล์ทั้งสองฝ่ายให้หมายเลขของเครื่องนี้",
}
_LISTEN: Text = {
    "en": "start the system there, or correct the port",
    "th": "เปิดระบบที่ปลายทาง หรือแก้หมายเลขพอร์ต",
}


def tls_check(host: str, port: int, authority: str | None) -> Check:
    """The certificate: is it whole, is it that of this host, does it still live? `authority` is a file of ours."""
    return {"en": "TLS: chain, name and expiry", "th": "TLS: สายใบรับรอง ชื่อ และวันหมดอายุ"}, lambda: _tls(
        host, port, authority
    )


def plain_check(host: str) -> Check:
    """Without TLS everything can be read on the way, unless the way never leaves this machine."""
    return {"en": "the line is secure", "th": "สายปลอดภัย"}, lambda: _plain(host)


def _plain(host: str) -> Text:
    try:
        ours = all(ipaddress.ip_address(entry[4][0]).is_loopback for entry in socket.getaddrinfo(host, None))
    except OSError:
        ours = False
    if ours:
        return {"en": "no TLS; it never leaves this machine", "th": "ไม่ใช้ TLS แต่ข้อมูลไม่ออกนอกเครื่องนี้"}
    raise Ailment(
        {"en": "no TLS: http, not https", "th": "ไม่ใช้ TLS: เป็น http ไม่ใช่ https"},
        {
            "en": "use https, unless a tunnel protects the line",
            "th": "ใช้ https เว้นแต่มีช่องทางเข้ารหัสครอบอยู่แล้ว",
        },
        "warning",
    )


def _tls(host: str, port: int, authority: str | None) -> Text:
    context = ssl.create_default_context(cafile=authority)
    try:
        with (
            socket.create_connection((host, port), PATIENCE) as line,
            context.wrap_socket(line, server_hostname=host) as secure,
        ):
            certificate, version = secure.getpeercert() or {}, secure.version()
    except ssl.SSLCertVerificationError as bad:
        raise Ailment(_reason(bad.verify_message), _CHAIN) from None
    except OSError as bad:
        raise Ailment(_reason(getattr(bad, "reason", None) or bad.strerror or str(bad)), _NO_TLS) from None
    until = datetime.fromtimestamp(ssl.cert_time_to_seconds(str(certificate["notAfter"])), UTC)
    evidence = {
        "en": f"{version}; issued by {_issuer(certificate)}; valid until {until:%Y-%m-%d}",
        "th": f"{version} ออกโดย {_issuer(certificate)} ใช้ได้ถึง {until:%Y-%m-%d}",
    }
    if until - real_now() < _SOON:
        fix = {"en": "have it renewed now", "th": "ต่ออายุใบรับรองโดยเร็ว"}
        raise Ailment(evidence, fix, "warning")
    return evidence


_CHAIN: Text = {
    "en": "the server must send the whole chain for this name; an authority of your own: connection.ca of the bindings",
    "th": "เซิร์ฟเวอร์ต้องส่งสายใบรับรองให้ครบและตรงชื่อ หากใช้ผู้ออกใบรับรองของหน่วยงานเอง ให้ระบุ connection.ca ในไฟล์ bindings",
}
_NO_TLS: Text = {
    "en": "is it https at this port, and TLS 1.2 or later?",
    "th": "ตรวจว่าพอร์ตนี้เป็น https และใช้ TLS 1.2 ขึ้นไป",
}


def _issuer(certificate: Mapping[str, object]) -> str:
    names = dict(pair[0] for pair in certificate.get("issuer", ()))  # type: ignore[attr-defined]
    return str(names.get("commonName") or names.get("organizationName") or "?")


def clock_check(read: Callable[[], datetime | None]) -> Check:
    """The clock at the other end, as `read` has it."""
    return {"en": "both clocks agree", "th": "นาฬิกาของสองฝ่ายตรงกัน"}, lambda: _clock(read())


def _clock(theirs: datetime | None) -> Text:
    if theirs is None:
        raise Ailment(
            {"en": "the other end does not tell its time", "th": "ปลายทางไม่แจ้งเวลา"},
            {"en": "nothing; compare both clocks by hand", "th": "เทียบนาฬิกาทั้งสองเครื่องเอง"},
            "untried",
        )
    apart = round((theirs - real_now()).total_seconds())
    evidence = {"en": f"{apart:+d} s", "th": f"{apart:+d} วินาที"}
    if abs(apart) <= 60:
        return evidence
    raise Ailment(
        evidence,
        {
            "en": "set the wrong clock by a time server; look at the time zone if it is whole hours",
            "th": "ตั้งนาฬิกาจากเครื่องแม่ข่ายเวลา หากต่างกันเป็นชั่วโมงพอดี ให้ตรวจเขตเวลา",
        },
    )


def _reason(text: str) -> Text:
    return {"en": text, "th": thai_reason(text)}


def _same(text: str) -> Text:
    return {"en": text, "th": text}
