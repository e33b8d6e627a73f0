"""Text and subject of every mail are searched for personal data."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from email.message import EmailMessage
from typing import Any

import pytest

from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.journal import Exchange
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import nobody

PARTNER = "mea_offline"


@pytest.fixture
def lab() -> Iterator[Lab]:
    made = Lab(Registry())
    made.system = nobody()
    made.personal_data.add(made.world.person(41))
    yield made
    made.close()


def mailed(lab: Lab, sender: str, recipient: str, **words: str) -> list[Exchange]:
    """One mail with a file, and how it was judged."""
    (channel,) = (each for each in [file_exchange(lab).of(lab.kit.partner(PARTNER), "payment_file")])
    mail: Any = EmailMessage()
    addresses: Any = channel
    mail["From"], mail["To"] = addresses.address_of(sender), addresses.address_of(recipient)
    mail["Subject"] = words.get("subject", "x.txt")
    mail.set_content(words.get("text", "attached"), charset=words.get("charset", "utf-8"), cte="base64")
    mail.add_attachment(b"x", maintype="text", subtype="plain", filename="x.txt")
    with smtplib.SMTP(addresses.host, addresses.port, "mwa.example", 10) as client:
        client.sendmail(mail["From"], [mail["To"]], mail.as_bytes())
    lab.advance(lab.clock.now)
    return list(lab.journal)


@pytest.mark.parametrize(("sender", "recipient"), [("cis", PARTNER), (PARTNER, "cis")])
@pytest.mark.parametrize("place", ["text", "subject"])
def test_a_citizen_number_in_a_mail_is_a_finding(lab: Lab, sender: str, recipient: str, place: str) -> None:
    (exchange,) = mailed(lab, sender, recipient, **{place: f"about {lab.world.person(41).pid}"})
    rules = {(finding.where, finding.rule) for finding in exchange.findings}
    assert (f"mail/{place}", "unmarked personal data") in rules
    assert lab.world.person(41).pid not in "".join(map(str, exchange.findings)), "and quoted nowhere"


def test_a_name_in_thai_is_read_in_whatever_encoding_it_came(lab: Lab) -> None:
    person = lab.world.person(41)
    text = f"เรื่องของ {person.first_name} {person.last_name} โทร {person.mobile}"
    (exchange,) = mailed(lab, "cis", PARTNER, text=text, charset="tis-620")
    assert "mail/text" in {finding.where for finding in exchange.findings}


def test_a_text_about_nobody_is_none(lab: Lab) -> None:
    (exchange,) = mailed(lab, "cis", PARTNER)
    assert not [finding for finding in exchange.findings if finding.where.startswith("mail/")]
