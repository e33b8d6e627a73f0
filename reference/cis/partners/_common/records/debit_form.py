"""One form of the files of a bank that debits by mandate: which columns each of its records has."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reference.cis.messages import Reason
from reference.cis.partners._common.record_table import Record

_DAY = re.compile(r"[0-9]{8}_[0-9]{2}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class DebitForm:
    """One form of a bank's files. `reasons` has None for the code that means: debited.

    Files are named `MWA_<bank>_<asks>_20261113_01.txt` and `<bank>_MWA_<tells>_20261113_01.txt`,
    a result by the day that its header tells: on which it was made, else of the debit.
    `reason_in` is the column with the code of the reason; `collected` the status that means debited, where `reasons`
    does not say it.
    """

    bank: str
    header: Record
    detail: Record
    trailer: Record | None = None
    result_header: Record
    result_detail: Record
    result_trailer: Record | None = None
    reasons: Mapping[str, Reason | None]
    reason_in: str = "status"
    collected: str = ""
    asks: str = "DD"
    tells: str = "RS"

    def answers(self, name: str) -> bool:
        """Whether a file of that name is a result in this form."""
        start, end = f"{self.bank}_MWA_{self.tells}_", ".txt"
        return name.startswith(start) and name.endswith(end) and bool(_DAY.match(name[len(start) : -len(end)]))

    def collects(self, detail: Mapping[str, Any]) -> bool:
        """Whether a debit was collected."""
        code = detail["status"]
        return code == self.collected if self.collected else self.reasons.get(code, Reason.UNKNOWN) is None

    def type_of(self, line: bytes) -> Record | None:
        """Which type of record a line of a result is; a detail without a marker is what is known as nothing else."""
        records = [self.result_header, self.result_detail, *([self.result_trailer] if self.result_trailer else [])]
        found = max(records, key=lambda record: record.marked_by(line))
        if found.marked_by(line):
            return found
        return None if self.result_detail.has_marker else self.result_detail
