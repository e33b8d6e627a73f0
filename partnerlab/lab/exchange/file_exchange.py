"""Files as exchanges: carried by a file channel, judged on arrival, and handed to their receiver."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from partnerlab.contract.findings import Finding
from partnerlab.contract.http.message import Request
from partnerlab.lab.channels.channel import FileArrival, FileChannel, FileInTransit, FileParties, Reception, StoredFile
from partnerlab.lab.channels.file_channels import open_file_channel
from partnerlab.lab.dropoff.unfinished_uploads import PART as UNFINISHED
from partnerlab.lab.dropoff.unfinished_uploads import UnfinishedUploads
from partnerlab.lab.exchange.agreed_hours import is_open, next_opening
from partnerlab.lab.exchange.file_judge import FileJudge, note_unknown
from partnerlab.lab.faults.fault import Fault
from partnerlab.lab.faults.file_faults import struck
from partnerlab.lab.journal import Exchange, Route
from partnerlab.lab.lab import Lab
from partnerlab.lab.openpgp.envelopes import Envelopes
from partnerlab.lab.our_side import SYSTEMS
from partnerlab.lab.partners.partner import Partner, RegistryError
from partnerlab.lab.partners.partner_world import OutgoingFile
from partnerlab.lab.partners.word_types import blaming_the_words
from partnerlab.lab.system_under_test import HookFailed

_PART = "files"
_SEALED = "(a file that cannot be opened)"


def file_exchange(lab: Lab) -> FileExchange:
    """The files of this lab; made, and registered as its part, at the first use."""
    part = lab.parts.get(_PART)
    if part is None:
        part = FileExchange(lab)
        lab.register(_PART, part)
        lab.register(UNFINISHED, UnfinishedUploads(lab, lambda: part._channels.get("sftp")))
        lab.resources.callback(part.close)
    assert isinstance(part, FileExchange)
    return part


class FileExchange:
    """The lab's file traffic. A channel is opened at its first use; the servers listen at `host`, from `port` on.

    Web servers do not where `apps` is set: this process calls them there, by their host. `visited` are the partners on
    whose pages our side has been. `pause` is how long our side leaves a file alone; `on_fetch` hears of a file of ours
    that a partner reads.
    """

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        self.host, self.port = "127.0.0.1", 0
        self.apps: dict[str, Any] | None = None
        self.visited: set[str] = set()
        self.keys: dict[str, frozenset[str]] = {}
        self.on_arrival: Callable[[], None] = lambda: None
        self.on_fetch: Callable[[str, str], None] = lambda partner, file: None
        self.pause: Callable[[str, str], timedelta] = lambda partner, file: timedelta(0)
        self._channels: dict[str, FileChannel] = {}
        self._judge = FileJudge(lab)
        self.envelopes = Envelopes(lab.credentials.digest)
        self._refused = self.taking_up = False
        self._unfinished: dict[str, None] = {}
        self._carried: Counter[tuple[str, str]] = Counter()

    @property
    def kinds(self) -> list[str]:
        """The kinds of channels that the agreements name, in the order of their ports."""
        return sorted({kind for partner in self._lab.kit.partners.values() for kind in partner.file_channels})

    def channel(self, kind: str) -> FileChannel:
        """The channel of this kind, which all partners share whose agreement names it."""
        if kind not in self._channels:
            self._channels[kind] = open_file_channel(kind, self._parties(kind))
        return self._channels[kind]

    def of(self, partner: Partner, operation: str | None = None) -> FileChannel:
        """The channel over which a partner exchanges a file, or its first one."""
        kind = partner.file_channel(operation)
        if kind is None:
            raise RegistryError(f"{partner.name} exchanges no files: its agreement names no channel for them")
        return self.channel(kind)

    def listen(self) -> None:
        """Open every channel; `PortTaken` if one cannot listen."""
        for kind in self.kinds:
            self.channel(kind)

    def variables(self, port: int | None = None) -> dict[str, str]:
        """How our side's systems use every channel; as if their servers listened from `port` on."""
        told: dict[str, str] = {}
        for place, kind in enumerate(self.kinds):
            told |= self.channel(kind).variables(port + place if port else None)
        return told | self.envelopes.variables(self._lab.kit.partners.values())

    def stored(self) -> list[tuple[str, StoredFile]]:
        """Every file on every channel that was used, with the kind of the channel."""
        return [(kind, file) for kind, channel in sorted(self._channels.items()) for file in channel.stored()]

    def leave(
        self, partner: Partner, operation: str, file: OutgoingFile, faults: list[Fault], made: datetime
    ) -> list[Exchange]:
        """An agent leaves a file that it made then, as the faults let it arrive."""
        layout = partner.layouts[operation]
        with blaming_the_words(f"{partner.name}.{operation}"):
            data = layout.write(file.header, file.details, file.trailer)
            arriving = [FileInTransit(layout.file_name(**file.name), data)]
        for fault in (fault for fault in faults if fault.kind.place == "file"):
            arriving = [upload for each in arriving for upload in struck(fault, layout, each)]
        return [self._carry(partner, operation, upload, faults, made) for upload in arriving]

    def run_due(self) -> int:
        """Let both sides take up what has arrived, and look where half a file lies; how many files there were."""
        self.taking_up = True
        try:
            return self._take_up_all()
        finally:
            self.taking_up = False

    def _take_up_all(self) -> int:
        arrived = 0
        while self._unfinished:
            self._let_look(self._unfinished.popitem()[0])
        for channel in list(self._channels.values()):
            while arrival := channel.next_arrival():
                self._take_up(channel, arrival)
                arrived += 1
        return arrived

    def reset(self) -> None:
        self._carried.clear()
        self._unfinished.clear()
        self.visited.clear()
        for channel in self._channels.values():
            channel.reset()

    @property
    def arrived(self) -> bool:
        """Whether something has arrived on any channel."""
        return any(channel.arrived for channel in list(self._channels.values()))

    def busy(self) -> str | None:
        return "a file has arrived and is not taken up yet" if self.arrived else None

    def snapshot(self) -> Any:
        """Every file on every channel, by its place."""
        return {kind: files for kind, channel in self._channels.items() if (files := channel.files())}

    def restore(self, state: Any) -> None:
        for kind, files in state.items():
            self.channel(kind).restore(files)

    def close(self) -> None:
        while self._channels:
            self._channels.popitem()[1].close()

    def _parties(self, kind: str) -> FileParties:
        partners, credentials = self._lab.kit.partners.values(), self._lab.file_credentials
        ours = [partner for partner in partners if kind in partner.file_channels]
        agents = {partner.name: partner.system for partner in ours}
        return FileParties(
            agents, SYSTEMS, credentials.of, credentials.digest, self._strike, lambda: self._lab.clock.now,
            self.host, self.port + self.kinds.index(kind) if self.port else 0,
            lambda error: self._lab.failures.add(kind, error),
            {partner.name: partner.file_channels[kind] for partner in ours}, self._hinder, self._expects,
            lambda: self.on_arrival(), self.keys, self.apps, self._lab.limits, self._said,
            lambda *fetched: self.on_fetch(*fetched),
        )  # fmt: skip

    def _said(self, where: str, text: str) -> list[Finding]:
        """Findings in a text that travels with a file, such as a mail's."""
        return self._lab.personal_data.search("request", where, text)

    def _carry(
        self, partner: Partner, operation: str, upload: FileInTransit, faults: list[Fault], made: datetime
    ) -> Exchange:
        lab = self._lab
        message = Request("PUT", f"/incoming/{upload.name}", raw=upload.data)
        exchange = lab.begin(Route(partner.name, partner.system, operation), message)
        exchange.faults, exchange.made = tuple(fault.name for fault in faults), made
        if any(fault.breaks_contract for fault in faults):
            exchange.excused |= {"request"}
        channel = self.of(partner, operation)
        exchange.channel = channel.kind
        try:
            self._judge.judge(exchange, partner, operation, upload.name)
            exchange.findings += [each for where, text in upload.beside() for each in self._said(where, text)]
            exchange.lost = None if upload.whole else "request"
            if upload.whole:
                self._carried[partner.name, upload.name] += 1
            else:
                self._unfinished[partner.system] = None
            channel.put(partner.name, self.envelopes.seal(partner, upload))
        finally:
            lab.finish(exchange, lab.clock.now)
        return exchange

    def _take_up(self, channel: FileChannel, arrival: FileArrival) -> None:
        partner = self._lab.kit.partner(arrival.partner)
        if not arrival.incoming:
            self._receive(partner, channel, arrival)
            return
        if self._carried[arrival.partner, arrival.name]:
            self._carried[arrival.partner, arrival.name] -= 1
        elif arrival.name or arrival.findings:
            self._note_upload(partner, channel, arrival)
        if pause := self.pause(partner.name, arrival.name):
            self._look_at(self._lab.clock.now + pause, partner, "our side looks late")
            return
        self._let_look(partner.system)
        if not is_open(partner, now := self._lab.clock.now):  # a system may leave it alone until then
            self._look_at(next_opening(partner, now), partner, f"{partner.name} opens")

    def _look_at(self, moment: datetime, partner: Partner, why: str) -> None:
        self._lab.clock.at(moment, partial(self._let_look, partner.system), why)

    def _let_look(self, name: str) -> None:
        """A system of ours visits its channels, as it does by itself every few minutes."""
        if (system := self._lab.systems[name]).hooked:
            self._refused = False
            try:
                system.job("take_up_files", {})
            except HookFailed:
                if not self._refused:
                    raise  # else the system could not put its answer, as the fault wants it

    def _strike(self, name: str, file: str) -> Reception | None:
        """Apply faults to our file as it arrives at a partner; the last one decides."""
        partner = self._lab.kit.partner(name)
        struck = self._lab.faults.strike(name, self._operation(partner, file) or "?", "reception")
        receptions: list[Reception] = [fault.kind.apply(fault.name, **fault.words) for fault in struck]
        self._refused = any(not reception.bounces for reception in receptions) or self._refused
        return receptions[-1] if receptions else None

    def _hinder(self, name: str, step: str, file: str) -> bool:
        """Whether a fault strikes a step of our visit to a partner's page; such a visit may fail."""
        self.visited.add(name)
        partner = self._lab.kit.partner(name)
        layouts = {operation: partner.layouts[operation] for operation in partner.sends & partner.layouts.keys()}
        meant = sorted(operation for operation, layout in layouts.items() if not file or layout.named(file))
        struck = any(self._lab.faults.strike(name, operation, "visit", step) for operation in meant)
        self._refused = struck or self._refused
        return struck

    def _expects(self, name: str, file: str) -> bool:
        """Whether a partner's agreement knows a file of this name."""
        return any(layout.named(file) for layout in self._lab.kit.partner(name).layouts.values())

    def _note_upload(self, partner: Partner, channel: FileChannel, arrival: FileArrival) -> None:
        """Judge a file that an agent's own client has left."""
        lab, name = self._lab, arrival.name
        operation = next((o for o in partner.sends if o in partner.layouts and partner.layouts[o].named(name)), None)
        try:
            data, sealed = self.envelopes.open(partner, channel.read(arrival), arrival)
        except FileNotFoundError:  # its owner has taken it back, or left it once more since
            return
        message = Request("PUT", f"/incoming/{name}", raw=data)
        exchange = lab.begin(Route(partner.name, partner.system, operation or "?"), message)
        exchange.channel, exchange.own_client = channel.kind, True
        exchange.lost = "request" if arrival.lost else None
        exchange.findings += (*arrival.findings, *sealed)
        try:
            if sealed or not name:
                exchange.masked = _SEALED if sealed else "(no file)"
            elif operation is None:
                note_unknown(exchange, partner.sends, partner, name)
            else:
                self._judge.judge(exchange, partner, operation, name)
        finally:
            lab.finish(exchange, lab.clock.now)

    def _receive(self, partner: Partner, channel: FileChannel, arrival: FileArrival) -> None:
        lab = self._lab
        operation = self._operation(partner, arrival.name)
        data, sealed = self.envelopes.open(partner, channel.read(arrival), arrival)
        message = Request("PUT", f"/outgoing/{arrival.name}", raw=data)
        exchange = lab.begin(Route(partner.system, partner.name, operation or "?"), message)
        exchange.channel = channel.kind
        exchange.faults, exchange.lost = arrival.faults, "request" if arrival.lost else None
        exchange.findings += (*arrival.findings, *sealed)
        if sealed or not arrival.name:
            exchange.masked = _SEALED if sealed else "(no file)"
        elif operation is None:
            note_unknown(exchange, partner.answers, partner, arrival.name)
        elif self._judge.judge(exchange, partner, operation, arrival.name) and not arrival.lost:
            try:
                partner.functions[operation](lab.partner_worlds[partner.name], exchange.fields)
            except Exception as bad:  # the simulator's own mistake, whatever it is
                lab.failures.add(f"{partner.name}.{operation}", bad)
        lab.finish(exchange, lab.clock.now)

    def _operation(self, partner: Partner, name: str) -> str | None:
        received = (o for o in partner.answers if o in partner.layouts)
        return next((o for o in received if partner.layouts[o].named(name)), None)
