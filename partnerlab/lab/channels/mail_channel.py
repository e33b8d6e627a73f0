"""Files by mail: each is an attachment. The lab's server has a mailbox for every partner and every system of ours.

Our side reads its mailbox where the server keeps it, a Maildir, and answers over SMTP. Who sent a mail is known by its
`From`; the file by the name of its attachment, never by the subject.
"""

from __future__ import annotations

import smtplib
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from partnerlab import interrupts
from partnerlab.contract.findings import Finding
from partnerlab.lab.channels.arrivals import Arrivals
from partnerlab.lab.channels.channel import (
    INCOMING,
    OUTGOING,
    FileArrival,
    FileInTransit,
    FileParties,
    StorageError,
    StoredFile,
    lab_variable,
    name_finding,
    readable_name,
)
from partnerlab.lab.channels.file_channels import refuse_unknown_delivery
from partnerlab.lab.channels.mail_message import Opened, bounce_of, open_mail, stored_mail, write_mail
from partnerlab.lab.channels.mail_server import MailServer
from partnerlab.temporary_folder import TemporaryFolder

_PATIENCE = 30.0
_DELIVERY = ("sender", "subject", "message_id", "body_charset", "also", "attached", "text")


def open_channel(parties: FileParties) -> MailChannel:
    """The server, with a mailbox for each of the parties."""
    return MailChannel(parties)


def _folder_of(port: int) -> Path:
    """The folder of the mailboxes of a lab at this port, the same for the next lab: a CIS is configured once."""
    return Path(tempfile.gettempdir()) / f"partnerlab-mail-{port}"


class MailChannel:
    """Mail between partners and our side."""

    kind = "mail"

    def __init__(self, parties: FileParties) -> None:
        self._parties = parties
        self._partners = {f"{agent}@partners.example": agent for agent in parties.agents}
        self._systems = {f"{system}@mwa.example": system for system in parties.systems}
        self._arrivals = Arrivals(parties.arrived)
        self._sent, self._simulating = 0, False
        self._client: smtplib.SMTP | None = None
        self._folder = TemporaryFolder(_folder_of(parties.port).name if parties.port else "")
        self.root = self._folder.path
        boxes = {address: self.root / address for address in (*self._systems, *self._partners)}
        self._server = MailServer(boxes, self._receive, parties.host, parties.port, parties.limits)
        self.host, self.port = self._server.host, self._server.port

    def put(self, partner: str, file: FileInTransit) -> None:
        """Send a mail as the partner does; if it is not whole, the connection breaks half-way through it."""
        refuse_unknown_delivery(self.kind, file, _DELIVERY)
        self._sent += 1
        sender = str(file.delivery.get("sender", self.address_of(partner)))
        recipient = self.address_of(self._parties.agents[partner])
        content = write_mail(sender, recipient, file, self._parties.now(), self._sent)
        self._simulating = True
        try:
            with interrupts.uninterrupted:
                if file.whole or "attached" in file.delivery:
                    self._connected().sendmail(sender, [recipient], content)
                    self._arrivals.put(FileArrival(partner, INCOMING, file.name if file.whole else "", file.data))
                else:
                    _break_off(self._connected(), sender, recipient, content)
        finally:
            self._simulating = False

    def _connected(self) -> smtplib.SMTP:
        """The connection of the partners' mail server to ours: kept from mail to mail, and made anew when it broke."""
        if self._client is None or not _answers(self._client):
            self._hang_up()
            self._client = smtplib.SMTP(self.host, self.port, "partners.example", _PATIENCE)
        return self._client

    def _hang_up(self) -> None:
        if self._client is not None:
            self._client.close()

    def next_arrival(self) -> FileArrival | None:
        return self._arrivals.next()

    @property
    def arrived(self) -> bool:
        return bool(self._arrivals)

    def read(self, arrival: FileArrival) -> bytes:
        return arrival.data

    def address_of(self, party: str) -> str:
        """The mailbox of a partner, or of a system of ours."""
        return next(address for address, name in (self._partners | self._systems).items() if name == party)

    def mailbox(self, party: str) -> Path:
        """The Maildir of a party."""
        return self.root / self.address_of(party)

    def files(self) -> dict[str, bytes]:
        """Every mail, by its place below the root."""
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in self._mails()}

    def stored(self) -> list[StoredFile]:
        """The mails in every mailbox by their attachments; `party` is whose mailbox it is."""
        parties = self._partners | self._systems
        return [
            file
            for place, content in sorted(self.files().items())
            for file in stored_mail(place, parties[place.partition("/")[0]], content)
        ]

    def restore(self, files: Mapping[str, bytes]) -> None:
        for name, data in files.items():
            (self.root / name).parent.mkdir(parents=True, exist_ok=True)
            (self.root / name).write_bytes(data)
        numbers = [int(Path(name).name.partition(".")[0]) for name in files]
        self._server.count_from(max(numbers, default=0))

    def variables(self, port: int | None = None) -> dict[str, str]:
        """The server, the address and the mailbox of each system of ours, and each partner's address."""
        told = {lab_variable("mail_smtp_host"): self.host, lab_variable("mail_smtp_port"): str(port or self.port)}
        root = _folder_of(port) if port else self.root
        for place, (address, system) in enumerate(self._systems.items()):
            whose = "" if place == 0 else f"{system}_"
            drop = str(root / address)
            told |= {lab_variable(f"{whose}mail_address"): address, lab_variable(f"{whose}mail_drop"): drop}
        return told | {f"{agent.upper()}_MAIL_ADDRESS": address for address, agent in self._partners.items()}

    def login(self, user: str) -> dict[str, Any]:
        """No log-in: the server takes all mail, and the sender is known by the address."""
        address = self.address_of(user)
        to = self.address_of(self._parties.agents[user]) if user in self._parties.agents else "the agent's address"
        deliver = f"send one mail from {address} to {to}, with the file attached and its name as the subject"
        fetch = f"read the mails to {address}: GET /__lab/files?party={user} lists them"
        return {"host": self.host, "port": self.port, "user": address, "deliver": deliver, "fetch": fetch}

    def reset(self) -> None:
        """Remove every mail; the mailboxes stay."""
        for path in self._mails():
            path.unlink()
        self._server.count_from(0)
        self._sent = 0
        self._arrivals.clear()

    def close(self) -> None:
        self._hang_up()
        self._server.close()
        self._folder.remove()

    def _mails(self) -> Iterator[Path]:
        return (path for path in self.root.rglob("*") if path.is_file())

    def _receive(self, sender: str, recipients: list[str], content: bytes) -> str:
        """Deliver a mail to each of its recipients, as far as faults let it; what the sender is answered."""
        try:
            return self._deliver(sender, recipients, content)
        except OSError as bad:
            self._parties.no_room(StorageError.of(bad))
            return "452 4.3.1 the lab has no room for this mail"

    def _deliver(self, sender: str, recipients: list[str], content: bytes) -> str:
        answer = "250 OK"
        for recipient in recipients:
            if recipient in self._systems:
                self._server.deliver(sender, [recipient], content)
                if not self._simulating:
                    self._note_mail(sender, self._systems[recipient], open_mail(content))
            else:
                answer = self._receive_for_partner(sender, recipient, content)
        return answer

    def _receive_for_partner(self, sender: str, recipient: str, content: bytes) -> str:
        partner, mail = self._partners[recipient], open_mail(content)
        names = [name for name, _ in mail.attachments] or [""]
        struck = self._parties.strike(partner, names[0])
        if struck is None:
            self._server.deliver(sender, [recipient], content)
        elif struck.bounces and sender in self._systems:
            self._server.deliver("", [sender], bounce_of(sender, recipient, content, self._parties.now()))
            self._arrivals.put(FileArrival(partner, INCOMING, ""))
        ours = self.address_of(self._parties.agents[partner])
        faults, findings = (struck.fault,) if struck else (), self._findings(sender, ours, mail)
        for name, data in mail.attachments or [("", b"")]:
            said, name = (*findings, *name_finding(name)), readable_name(name)
            self._arrivals.put(FileArrival(partner, OUTGOING, name, data, said, faults, struck is not None))
        return struck.answer if struck else "250 OK"

    def _note_mail(self, sender: str, system: str, mail: Opened) -> None:
        """Note a mail to a system from a client outside the lab: the partner's own, or a stranger's.

        Our side takes nothing from a stranger. A file of no agreement is only kept for inspection.
        """
        agents = [agent for agent, mine in self._parties.agents.items() if mine == system]
        partner = self._partners.get(mail.sender)
        is_stranger = partner not in agents
        found = [
            (partner if partner in agents else self._meant(agents, name), name, data) for name, data in mail.attachments
        ]
        for agent, name, data in found:
            if agent:
                said = (*self._findings(sender, self.address_of(agent), mail), *name_finding(name))
                self._arrivals.put(FileArrival(agent, INCOMING, readable_name(name), data, said, lost=is_stranger))
        if partner in agents and partner and not found:
            said = self._findings(sender, self.address_of(partner), mail)
            self._arrivals.put(FileArrival(partner, INCOMING, "", findings=said))
        elif not any(agent for agent, _, _ in found):
            self._arrivals.put(FileArrival(agents[0], INCOMING, ""))

    def _meant(self, agents: list[str], name: str) -> str | None:
        """Whose file an attachment is, by its name."""
        return next((agent for agent in agents if self._parties.expects(agent, name)), None)

    def _findings(self, sender: str, expected: str, mail: Opened) -> tuple[Finding, ...]:
        """Findings of a mail from the party with the `expected` address."""
        found = [
            Finding("request", f"mail/{place}", "agreed sender", expected, address)
            for place, address in (("envelope", sender), ("From", mail.sender))
            if address != expected
        ]
        names = [name for name, _ in mail.attachments]
        if not names:
            found.append(Finding("request", "mail", "one attachment", "a file", "none"))
        said = self._said(mail)
        if names and mail.subject not in names:
            quoted = "a text with personal data" if said else mail.subject
            found.append(Finding("request", "mail/Subject", "subject names the file", " or ".join(names), quoted))
        return (*found, *said)

    def _said(self, mail: Opened) -> list[Finding]:
        """Findings in the texts of a mail."""
        texts = (("mail/subject", mail.subject), ("mail/text", mail.text))
        return [finding for where, text in texts for finding in self._parties.said(where, text)]


def _answers(client: smtplib.SMTP) -> bool:
    try:
        return client.noop()[0] == 250
    except OSError:
        return False


def _break_off(client: smtplib.SMTP, sender: str, recipient: str, content: bytes) -> None:
    """Send half a mail, then close the connection."""
    client.ehlo_or_helo_if_needed()
    client.mail(sender)
    client.rcpt(recipient)
    client.docmd("DATA")
    client.send(content[: len(content) // 2])
    client.close()
