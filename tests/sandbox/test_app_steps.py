"""The sandbox of the citizens' apps, with a client in JavaScript, right and wrong, each its own process."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from partnerlab.lab.partners.registry import Registry
from partnerlab.sandbox.checklist_text import introduction, step_text
from partnerlab.sandbox.session import Sandbox, SandboxOptions, open_sandbox
from tests.patience import PATIENCE
from tests.sandbox.hours import MORNING

pytestmark = pytest.mark.slow

CLIENT = Path(__file__).with_name("app.mjs")
LOG_IN_BY = {"e_services": "pid", "mwa_onmobile": "mobile"}
ROOTS = {"e_services": "/api/web", "mwa_onmobile": "/api/mobile"}


def played(partner: str, mode: str) -> list[str]:
    """Let the client do all that it does; what is left to show, in words."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: the client is written in JavaScript")
    with open_sandbox(Registry(), SandboxOptions(partner, port=0, late=4, at=MORNING), lambda step: None) as sandbox:
        subprocess.run([node, CLIENT], input=json.dumps(given(sandbox, mode)), text=True, check=True, timeout=PATIENCE)
        return [step_text(step, "en") for step in sandbox.checklist.left]


def given(sandbox: Sandbox, mode: str) -> dict[str, object]:
    told = introduction(sandbox, "en")
    by = LOG_IN_BY[sandbox.partner.name]
    assert all(getattr(account, by) in told for account in sandbox.accounts), "by that a citizen logs in"
    accounts = {
        account.role: {
            "registration": account.registration, "invoice": account.invoice, "owed": account.owed,
            "logInName": getattr(account, by),
        }
        for account in sandbox.accounts
    }  # fmt: skip
    return {
        "mode": mode, "url": sandbox.url, "root": ROOTS[sandbox.partner.name], "control": sandbox.control_url,
        "key": sandbox.credentials()["app_key"].value, "channel": sandbox.partner.name, "accounts": accounts,
    }  # fmt: skip


@pytest.mark.parametrize("partner", ROOTS)
def test_a_right_app_ticks_every_step(partner: str) -> None:
    assert played(partner, "right") == []


def test_a_wrong_app_is_told_what_it_did() -> None:
    left = "\n".join(played("e_services", "wrong"))
    assert "it could be booked twice" in left
    assert "paid again before the status was asked" in left
    assert "our side refused it" in left
