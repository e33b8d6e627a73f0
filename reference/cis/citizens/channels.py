"""The interface of a citizens' channel that the core calls: codes, notices of bills and statuses."""

from __future__ import annotations

from typing import Any, Protocol

from reference.cis.messages import BillIssued, OneTimePassword


class CitizenChannel(Protocol):
    """A partner's client. Codes and sessions are sealed with `secret`, so those of one channel open no other."""

    @property
    def secret(self) -> str: ...

    def send_code(self, code: OneTimePassword) -> None:
        """Let the code reach the telephone; if it does not, the citizen asks for another one."""
        ...

    def bill_message(self, bill: BillIssued) -> dict[str, Any]:
        """A new bill in the partner's words, for the outbox."""
        ...
