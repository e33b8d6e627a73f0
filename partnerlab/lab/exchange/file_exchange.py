"""Files as exchanges: carried by a file channel, judged on arrival, and handed to their receiver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from partnerlab.contract.data_scope import outside_scope
from partnerlab.contract.files import Layout
from partnerlab.contract.findings import Finding
from partnerlab.contract.http.message import Request
from partnerlab.contract.personal_data import PersonalField
from partnerlab.lab.channels.channel import FileArrival, FileChannel
from partnerlab.lab.exchange.guarded_judge import could_not_judge
from partnerlab.lab.faults.fault import Fault, FaultError
from partnerlab.lab.faults.file_faults import FileInTransit
from partnerlab.lab.journal import Exchange, Route
from partnerlab.lab.lab import Lab
from partnerlab.lab.our_side import SYSTEMS
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.partner_world import OutgoingFile
from partnerlab.lab.personal_data_watch import Unmarked

_PART = "files"


def file_exchange(lab: Lab) -> FileExchange:
    """The files of this lab; made, and registered as its part, at the first use."""
    part = lab.parts.get(_PART)
    if part is None:
        part = FileExchange(lab)
        lab.register(_PART, part)
        lab.resources.callback(part.close)
    assert isinstance(part, FileExchange)
    return part


class FileExchange:
    """The lab's file traffic; the drop-off listens, at `host` and `port`, from its first use on."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self.host, self.port = "127.0.0.1", 0
        self._drop_off: FileChannel | None = None
        self._carried: Counter[tuple[str, str]] = Counter()

    @property
    def drop_off(self) -> FileChannel:
        """The channel that all file partners share."""
        if self._drop_off is None:
            from partnerlab.lab.channels.sftp_server import SftpDropOff

            credentials, partners = self._lab.credentials, self._lab.kit.partners.values()
            agents = {partner.name: partner.system for partner in partners if partner.agreement.get("files")}
            passwords = {user: credentials.of(user, "sftp_password") for user in (*SYSTEMS, *agents)}
            self._drop_off = SftpDropOff(
                passwords, credentials.digest("", "sftp_host_key"), self.host, self.port, agents
            )
        return self._drop_off

    def leave(self, partner: Partner, operation: str, file: OutgoingFile, faults: list[Fault]) -> list[Exchange]:
        """An agent leaves a file, as the faults let it arrive."""
        layout = partner.layouts[operation]
        data = layout.write(file.header, file.details, file.trailer)
        arriving = [FileInTransit(layout.file_name(**file.name), data)]
        for fault in (fault for fault in faults if fault.kind.place == "file"):
            arriving = [upload for each in arriving for upload in _struck(fault, layout, each)]
        return [self._carry(partner, operation, upload, faults) for upload in arriving]

    def run_due(self) -> int:
        """Let both sides take up what has arrived; how many files there were."""
        if self._drop_off is None:
            return 0
        arrived = 0
        while arrival := self._drop_off.next_arrival():
            self._take_up(arrival)
            arrived += 1
        return arrived

    def reset(self) -> None:
        self._carried.clear()
        if self._drop_off is not None:
            self._drop_off.reset()

    def busy(self) -> str | None:
        arrived = self._drop_off is not None and self._drop_off.arrived
        return "a file has arrived and is not taken up yet" if arrived else None

    def snapshot(self) -> Any:
        """Every file at the drop-off, by its place."""
        return self._drop_off.files() if self._drop_off is not None else {}

    def restore(self, state: Any) -> None:
        if state:
            self.drop_off.restore(state)

    def close(self) -> None:
        if self._drop_off is not None:
            self._drop_off.close()
            self._drop_off = None

    def _carry(self, partner: Partner, operation: str, upload: FileInTransit, faults: list[Fault]) -> Exchange:
        lab = self._lab
        message = Request("PUT", f"/incoming/{upload.name}", raw=upload.data)
        exchange = lab.begin(Route(partner.name, partner.system, operation), message)
        exchange.faults = tuple(fault.name for fault in faults)
        if any(fault.breaks_contract for fault in faults):
            exchange.excused |= {"request"}
        try:
            self._judge(exchange, partner, operation, upload.name)
            exchange.lost = None if upload.whole else "request"
            if upload.whole:
                self._carried[partner.name, upload.name] += 1
            self.drop_off.put(partner.name, upload.name, upload.data, upload.whole)
        finally:
            lab.finish(exchange, lab.clock.now)
        return exchange

    def _take_up(self, arrival: FileArrival) -> None:
        partner = self._lab.kit.partner(arrival.partner)
        if not arrival.incoming:
            self._receive(partner, arrival)
            return
        if self._carried[arrival.partner, arrival.name]:
            self._carried[arrival.partner, arrival.name] -= 1
        else:
            self._note_upload(partner, arrival)
        if (system := self._lab.systems[partner.system]).hooked:
            system.job("take_up_files", {})

    def _note_upload(self, partner: Partner, arrival: FileArrival) -> None:
        """Judge a file that an agent's own client has left."""
        lab, name = self._lab, arrival.name
        operation = next((o for o in partner.sends if o in partner.layouts and partner.layouts[o].named(name)), None)
        try:
            message = Request("PUT", f"/incoming/{name}", raw=self.drop_off.read(arrival))
        except FileNotFoundError:  # its owner has taken it back, or left it once more since
            return
        exchange = lab.begin(Route(partner.name, partner.system, operation or "?"), message)
        try:
            if operation is None:
                self._unknown(exchange, partner.sends, partner, name)
            else:
                self._judge(exchange, partner, operation, name)
        finally:
            lab.finish(exchange, lab.clock.now)

    def _receive(self, partner: Partner, arrival: FileArrival) -> None:
        lab = self._lab
        data = self.drop_off.read(arrival)
        operation = self._operation(partner, arrival.name)
        message = Request("PUT", f"/outgoing/{arrival.name}", raw=data)
        exchange = lab.begin(Route(partner.system, partner.name, operation or "?"), message)
        if operation is None:
            self._unknown(exchange, partner.answers, partner, arrival.name)
        elif self._judge(exchange, partner, operation, arrival.name):
            try:
                partner.functions[operation](lab.partner_worlds[partner.name], exchange.fields)
            except Exception as bad:  # the simulator's own mistake, whatever it is
                lab.failures.add(f"{partner.name}.{operation}", bad)
        lab.finish(exchange, lab.clock.now)

    def _operation(self, partner: Partner, name: str) -> str | None:
        received = (o for o in partner.answers if o in partner.layouts)
        return next((o for o in received if partner.layouts[o].named(name)), None)

    def _judge(self, exchange: Exchange, partner: Partner, operation: str, name: str) -> bool:
        """Hold a file against its layout and the agreement; whether it can be read. What cannot be judged is masked."""
        try:
            return self._judged(exchange, partner, operation, name)
        except Exception as bad:  # whatever the judge stumbled over came from outside
            exchange.findings.append(could_not_judge("request", operation, bad, self._lab.failures))
            exchange.masked = f"({len(exchange.request.raw)} bytes that could not be judged)"
            return False

    def _judged(self, exchange: Exchange, partner: Partner, operation: str, name: str) -> bool:
        layout, data = partner.layouts[operation], exchange.request.raw
        exchange.channel = self.drop_off.kind
        exchange.findings += layout.judge(data, name).findings
        exchange.masked = layout.mask(data)
        exchange.carries([PersonalField(str(place), *found) for place, *found in layout.personal(data)])
        exchange.findings += outside_scope(partner.agreement, operation, "file", exchange.personal)
        texts: list[Unmarked] = [("request", str(place), text) for place, text in layout.unmarked(data)]
        exchange.carries(exchange.personal + self._lab.personal_data.judge(exchange, texts, exchange.personal))
        exchange.fields = layout.peek(data)
        return exchange.fields is not None

    def _unknown(self, exchange: Exchange, known: Iterable[str], partner: Partner, name: str) -> None:
        exchange.channel = self.drop_off.kind
        exchange.masked = f"({len(exchange.request.raw)} bytes of which no layout says what they are)"
        patterns = [partner.layouts[operation].name_pattern for operation in known if operation in partner.layouts]
        exchange.findings.append(Finding("request", "file name", "undocumented file", " or ".join(patterns), name))


def _struck(fault: Fault, layout: Layout, file: FileInTransit) -> list[FileInTransit]:
    """What a fault makes of a file; one whose words do not fit this very file says so."""
    try:
        made: list[FileInTransit] = fault.kind.apply(layout, file, **fault.words)
    except (LookupError, ValueError) as bad:
        raise FaultError(f"fault '{fault.name}' cannot strike {file.name}: {bad}") from bad
    return made
