"""The checklist as the plain data that the control's contract describes: for a page that shows it as it fills."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from partnerlab.contract.personal_data import PersonalField
from partnerlab.contract.redaction import cover_all_numbers, mask_all
from partnerlab.sandbox.accounts import ROLES, SandboxAccount
from partnerlab.sandbox.checklist import Checklist, ChecklistStep


def checklist_data(partner: str, accounts: list[SandboxAccount], checklist: Checklist, shown: bool) -> dict[str, Any]:
    """The list as it stands; what tells who an account is of is covered, unless it is to be `shown`."""
    told = {
        "partner": partner,
        "left": len(checklist.left),
        "accounts": [_account(account) for account in accounts],
        "steps": [_step(step) for step in checklist.steps],
        "strays": [{"exchange": stray.exchange.number, "miss": stray.miss} for stray in checklist.strays],
    }
    return told if shown else covered(told, accounts)


def covered(told: dict[str, Any], accounts: list[SandboxAccount]) -> dict[str, Any]:
    """The same without what tells who an account is of, and without any other long number."""
    masked: dict[str, Any] = cover_all_numbers(mask_all(told, list(_personal(accounts))))
    return masked


def _account(account: SandboxAccount) -> dict[str, Any]:
    return {
        "role": account.role,
        "title": ROLES[account.role],
        "registration": account.registration,
        "reference1": account.reference1,
        "invoice": account.invoice,
        "owed": account.owed,
    }


def _step(step: ChecklistStep) -> dict[str, Any]:
    return {
        "name": step.name,
        "title": step.title,
        "advice": step.advice,
        "state": step.state,
        "exchange": step.number,
        "miss": None if step.state == "done" else step.miss,
    }


def _personal(accounts: list[SandboxAccount]) -> Iterator[PersonalField]:
    for account in accounts:
        for name in ("registration", "reference1", "invoice", "name", "pid", "house", "mobile"):
            yield PersonalField(f"accounts/{account.role}/{name}", "identity", getattr(account, name))
