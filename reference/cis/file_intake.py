"""The round for files that come in: fetch what agents and banks have put at the drop-off, settle it, answer."""

from __future__ import annotations

from collections.abc import Mapping

from reference.cis.db import Db
from reference.cis.debit import result_settlement
from reference.cis.debit.schedule import DebitBank
from reference.cis.money import file_settlement
from reference.cis.money.file_settlement import Received
from reference.cis.partners._common.bill_payment_result_256 import response_name
from reference.cis.partners.scb_debit.acknowledgement_file import acknowledgement_name
from reference.cis.settings import Settings
from reference.common.dates import Clock
from reference.common.file_channels.channel import Handled, OutgoingFile, Place, visit
from reference.common.file_channels.sftp import SftpChannel


class FileIntake:
    """Takes up payment files of all agents that pay by file, and the results of all banks that debit."""

    def __init__(
        self, db: Db, clock: Clock, settings: Settings, agents: Mapping[str, str], banks: Mapping[str, DebitBank]
    ) -> None:
        self._db = db
        self._clock = clock
        self._banks = banks
        homes = [*agents.items(), *((code, bank.home) for code, bank in banks.items())]
        self._places = [Place(code, home, ".txt") for code, home in homes]
        self._channel = SftpChannel(settings.sftp, settings.timeout) if settings.sftp else None

    def run(self) -> int:
        """One round; how many files were found. Raises ChannelUnavailable when the drop-off fails."""
        return visit(self._channel, self._places, self.take) if self._channel else 0

    def take(self, agent: str, name: str, data: bytes) -> Handled:
        """Settle one file; what it is answered is part of the same transaction."""
        if agent in self._banks:
            return self._take_result(agent, name, data)
        with self._db.write() as db:
            answer = file_settlement.settle(db, Received(agent, name, data), self._clock.now())
        return Handled(answer=OutgoingFile(response_name(name), answer))

    def _take_result(self, bank: str, name: str, data: bytes) -> Handled:
        with self._db.write() as db:
            answer = result_settlement.settle(db, self._banks[bank], Received(bank, name, data), self._clock.now())
        return Handled(answer=OutgoingFile(acknowledgement_name(name), answer))
