"""The sandbox of every payment agent that sends messages, each with a client of its own way, as its own process."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from partnerlab.lab.partners.registry import Registry
from partnerlab.sandbox.checklist_text import step_text
from partnerlab.sandbox.session import SandboxOptions, open_sandbox
from tests.patience import PATIENCE
from tests.sandbox.hours import MORNING

pytestmark = pytest.mark.slow

CLIENT = Path(__file__).with_name("any_agent.mjs")
WAYS = {
    "lotus_online": "counter", "ttb_online": "counter", "scb_online": "scb", "krungthai_online": "directLink",
    "krungthai_edc": "cardTerminal",
}  # fmt: skip


@pytest.mark.parametrize("partner", WAYS)
def test_a_right_client_ticks_every_step_with_what_it_was_given(partner: str) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: the client is written in JavaScript")
    with open_sandbox(Registry(), SandboxOptions(partner, port=0, late=4, at=MORNING), lambda step: None) as sandbox:
        accounts = {
            account.role: {
                "registration": account.registration, "reference1": account.reference1, "invoice": account.invoice,
                "owed": account.owed,
            }
            for account in sandbox.accounts
        }  # fmt: skip
        given = {
            "way": WAYS[partner], "own": {name: own.value for name, own in sandbox.credentials().items()},
            "url": sandbox.url, "control": sandbox.control_url, "accounts": accounts,
            "afterCutOff": f"past the cut-off of {partner}",
        }  # fmt: skip
        subprocess.run([node, CLIENT], input=json.dumps(given), text=True, check=True, timeout=PATIENCE)
        assert [step_text(step, "en") for step in sandbox.checklist.left] == []
