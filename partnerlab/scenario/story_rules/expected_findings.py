"""Findings that a scenario expects: it passes only if each arises where it is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from partnerlab.contract.findings import Finding
from partnerlab.lab.journal import Exchange
from partnerlab.lab.lab import Lab
from partnerlab.scenario.language.matchers import compare
from partnerlab.scenario.verdicts import Fail

LOG = "log"
"""Stands in place of an exchange for the log of our side."""

WORDS = ("side", "where", "rule", "seen")


class ExpectedFindings:
    """What a scenario expects to be found. A finding that is expected becomes a notice, which fails nothing."""

    def __init__(self, wanted: Iterable[dict[str, Any]]) -> None:
        self._wanted = list(wanted)
        self._arisen: set[int] = set()

    def hear(self, exchange: Exchange) -> None:
        """Take what is expected out of the findings of an exchange that hold against somebody."""
        names = {f"{party}.{exchange.operation}" for party in exchange.parties()}
        exchange.findings = [self._noticed(finding, names) for finding in exchange.findings]

    def look_through(self, lab: Lab, exchanges: Iterable[Exchange]) -> None:
        """Judge what a step has left: lines of the log may be found after their exchange is finished."""
        if not self._wanted:
            return
        for exchange in exchanges:
            self.hear(exchange)
        apart = [self._noticed(finding, {LOG}) for finding in lab.log_findings.apart]
        lab.log_findings.apart[:] = [finding for finding in apart if not finding.notice]

    def require(self) -> None:
        """Raise a verdict if one that is expected has not arisen."""
        missing = [item for index, item in enumerate(self._wanted) if index not in self._arisen]
        if missing:
            place = missing[0]["at"]
            raise Fail(
                f"{place}: the expected finding did not arise",
                f"{place}: ไม่พบข้อผิดพลาดที่คาดว่าจะตรวจพบ",
                blame="configuration",
                expected=missing[0],
                actual="no such finding",
            )

    def _noticed(self, finding: Finding, names: set[str]) -> Finding:
        """The finding as a notice, if it is expected; not, as it came."""
        fitting = [index for index, item in enumerate(self._wanted) if item["at"] in names and _fits(item, finding)]
        self._arisen.update(fitting)
        return replace(finding, notice=True) if fitting else finding


def _fits(item: dict[str, Any], finding: Finding) -> bool:
    wanted = {word: item[word] for word in WORDS if word in item}
    return all(criterion.ok for criterion in compare(wanted, finding.as_dict(), "finding"))
