"""A file that any client leaves for a running lab is judged and journalled without a move of the clock."""

from __future__ import annotations

import asyncio
import logging
import smtplib
from email.message import EmailMessage
from threading import Event

import asyncssh
import pytest

from partnerlab.lab.channels.channel import FileInTransit
from partnerlab.lab.exchange.arrival_watch import watch_arrivals
from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.journal import Exchange
from partnerlab.lab.lab import Lab
from partnerlab.lab.system_under_test import HookFailed
from tests.control.control_support import Remote
from tests.patience import PATIENCE

FILE = "MWA_TMN_20261123_01.txt"


def upload(lab: Lab, agent: str, path: str) -> None:
    """As the agent's own client does."""
    login = file_exchange(lab).of(lab.kit.partner(agent)).login(agent)

    async def session() -> None:
        known = asyncssh.import_known_hosts(f"[{login['host']}]:{login['port']} {login['host_key']}\n")
        async with (
            asyncssh.connect(
                login["host"], login["port"], username=login["user"], password=login["password"], known_hosts=known,
                config=None, client_keys=None,
            ) as connection,
            connection.start_sftp_client() as client,
            client.open(path, "wb") as file,
        ):  # fmt: skip
            await file.write(b"nonsense\r\n")

    asyncio.run(session())


@pytest.fixture
def judged(lab: Lab) -> Event:
    """Set when an exchange is finished."""
    event = Event()
    lab.journal.listeners.append(lambda exchange: event.set())
    return event


def test_a_file_is_judged_when_it_arrives(lab: Lab, judged: Event) -> None:
    watch_arrivals(lab)
    upload(lab, "truemoney_offline", f"incoming/{FILE}")
    assert judged.wait(PATIENCE)
    (exchange,) = lab.journal
    assert (exchange.operation, exchange.channel, exchange.own_client) == ("payment_file", "sftp", True)
    assert exchange.findings[0].rule == "agreed delivery"
    assert len(exchange.findings) > 1, "what is in it is judged as well"


def test_who_reads_the_journal_right_after_finds_it_there(lab: Lab, remote: Remote) -> None:
    upload(lab, "truemoney_offline", f"incoming/{FILE}")
    (found,) = remote.get("/__lab/journal?sender=truemoney_offline")["exchanges"]
    assert found["findings"][0]["seen"] == "written straight to NAME"


def test_a_file_in_another_folder_counts_as_lost(lab: Lab, remote: Remote) -> None:
    upload(lab, "truemoney_offline", FILE)
    (found,) = remote.get("/__lab/journal")["exchanges"]
    assert (found["findings"][0]["rule"], found["lost"]) == ("agreed delivery", "request")
    assert found["findings"][1]["rule"] == "agreed folder"


def test_a_mail_of_an_agents_own_program_is_judged_when_it_arrives(lab: Lab, judged: Event) -> None:
    watch_arrivals(lab)
    login = file_exchange(lab).of(lab.kit.partner("mea_offline")).login("mea_offline")
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = login["user"], "cis@mwa.example", "payments"
    mail.add_attachment(b"nonsense\r\n", "text", "plain", filename="MWA_MEA_20261123_01.txt")
    with smtplib.SMTP(login["host"], login["port"], "agent.example", PATIENCE) as client:
        client.send_message(mail)
    assert judged.wait(PATIENCE)
    (exchange,) = lab.journal
    assert (exchange.sender, exchange.operation, exchange.channel) == ("mea_offline", "payment_file", "mail")


def test_the_journal_keeps_a_file_that_our_side_cannot_be_told_of(
    lab: Lab, judged: Event, caplog: pytest.LogCaptureFixture
) -> None:
    class Gone:
        name, hooked, channel = "cis", True, lab.system.channel

        def job(self, name: str, words: object) -> None:
            raise HookFailed("nobody listens there")

    lab.systems["cis"] = Gone()  # type: ignore[assignment]
    watch_arrivals(lab)
    with caplog.at_level(logging.WARNING):
        for number in (1, 2):
            upload(lab, "truemoney_offline", f"incoming/MWA_TMN_20261123_0{number}.txt")
            assert judged.wait(PATIENCE)
            judged.clear()
    assert len(exchanges(lab)) == 2
    with lab.acting:
        assert "could not be told: nobody listens there" in caplog.text


def exchanges(lab: Lab) -> list[Exchange]:
    return list(lab.journal)


def test_what_a_simulator_brings_is_told_once(lab: Lab, remote: Remote) -> None:
    watch_arrivals(lab)
    with lab.acting:
        file_exchange(lab).channel("sftp").put("truemoney_offline", FileInTransit(FILE, b"x"))
        file_exchange(lab).run_due()
    assert len(remote.get("/__lab/journal")["exchanges"]) == 1
