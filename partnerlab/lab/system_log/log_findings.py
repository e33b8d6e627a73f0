"""Judges the log of a system that was started here: it must hold no data of the people in play, and no secret."""

from __future__ import annotations

from collections import deque
from typing import Any

from partnerlab.contract.findings import Finding, Side, failures
from partnerlab.lab.credentials import Credentials
from partnerlab.lab.journal import Journal
from partnerlab.lab.personal_data_watch import PersonalDataWatch
from partnerlab.lab.system_log.secrets_in_play import secret_findings

PLACE = "log"
_KEPT = 1_000
"""Lines that are looked through a second time."""


class LogFindings:
    """What was found in lines of the log; a finding goes to the exchange under way, else it is kept `apart`."""

    def __init__(self, journal: Journal, personal_data: PersonalDataWatch, credentials: Credentials) -> None:
        self._journal, self._personal_data, self._credentials = journal, personal_data, credentials
        self.apart: list[Finding] = []
        self._lines = deque[tuple[str, str]](maxlen=_KEPT)

    def hear(self, system: str, line: str, is_late: bool = False) -> list[Finding]:
        """Judge a line of a system's log; findings never quote it. A late line may belong to the exchange before."""
        exchange = self._journal.under_way(system) or (self._journal.last_of(system) if is_late else None)
        side: Side = "request" if exchange and exchange.sender == system else "answer"
        found = failures(self._personal_data.search(side, PLACE, line, names_alone=True))
        secrets = secret_findings(system, side, PLACE, line, self._credentials, self._journal)
        if not secrets:
            self._lines.append((system, line))
        found += secrets
        told = self.apart if exchange is None else exchange.findings
        told += [finding for finding in found if finding not in told]
        return found

    def look_back(self) -> None:
        """Look once more at the lines since the last time: what they held may have been sent as a secret afterwards."""
        while self._lines:
            system, line = self._lines.popleft()
            self.apart += secret_findings(system, "request", PLACE, line, self._credentials, self._journal)

    def reset(self) -> None:
        self.apart.clear()
        self._lines.clear()

    def snapshot(self) -> Any:
        return list(self.apart)

    def restore(self, state: Any) -> None:
        self.apart[:] = state

    def busy(self) -> str | None:
        return None

    def run_due(self) -> int:
        return 0
