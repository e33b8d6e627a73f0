"""The OpenPGP envelopes of all partners whose agreement asks for one; other files pass unchanged."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from partnerlab.contract.findings import Finding
from partnerlab.lab.channels.channel import FileArrival, FileInTransit
from partnerlab.lab.openpgp.envelope import Envelope
from partnerlab.lab.partners.partner import Partner


class Envelopes:
    """Made at their first use; `digest` makes 32 bytes of the names of a party and of a secret."""

    def __init__(self, digest: Callable[[str, str], bytes]) -> None:
        self._digest = digest
        self._made: dict[str, Envelope] = {}

    def seal(self, partner: Partner, file: FileInTransit) -> FileInTransit:
        """A file as the partner sends it."""
        return self._of(partner).seal(file) if partner.seals_files else file

    def open(self, partner: Partner, data: bytes, arrival: FileArrival) -> tuple[bytes, tuple[Finding, ...]]:
        """What is in a file that arrived; of one whose envelope is wrong its bytes, and what is wrong."""
        if not partner.seals_files or not arrival.name:
            return data, ()
        return self._of(partner).open(data, arrival.incoming)

    def login(self, partner: Partner) -> dict[str, str]:
        """The keys by which the partner itself seals and opens files; none where they are not sealed."""
        return self._of(partner).login() if partner.seals_files else {}

    def variables(self, partners: Iterable[Partner]) -> dict[str, str]:
        """The variables with the keys by which our side opens and seals files."""
        told: dict[str, str] = {}
        for partner in partners:
            told |= self._of(partner).variables() if partner.seals_files else {}
        return told

    def _of(self, partner: Partner) -> Envelope:
        if partner.name not in self._made:
            self._made[partner.name] = Envelope(partner.name, self._digest)
        return self._made[partner.name]
