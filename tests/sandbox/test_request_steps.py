"""The sandbox of systems that send requests, and of the centre that asks for offices, with clients in JavaScript."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from partnerlab.lab.partners.registry import Registry
from partnerlab.sandbox.checklist_text import step_text
from partnerlab.sandbox.session import Sandbox, SandboxOptions, open_sandbox
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow

CLIENT = Path(__file__).with_name("requests.mjs")
SENDERS = ("imind", "wlma")
CENTRE = "dopa_linkage"
IN_OFFICE_HOURS = "to next business day 09:30"


@contextmanager
def sandbox_of(partner: str) -> Iterator[Sandbox]:
    with open_sandbox(Registry(), SandboxOptions(partner, port=0), lambda step: None) as opened:
        yield opened


def play(sandbox: Sandbox, mode: str) -> list[str]:
    """Let the client do all that it does; what is left to show, in words."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: the client is written in JavaScript")
    given = {"mode": mode, "url": sandbox.url} | (_centre(sandbox) if sandbox.partner.name == CENTRE else _of(sandbox))
    subprocess.run([node, CLIENT], input=json.dumps(given), text=True, check=True, timeout=PATIENCE)
    return [step_text(step, "en") for step in sandbox.checklist.left]


def _of(sandbox: Sandbox) -> dict[str, Any]:
    key = sandbox.credentials()["inbound_key"]
    place = {"jobCode": "J-1"} if sandbox.partner.name == "wlma" else {}
    return {"kind": "requests", "source": sandbox.partner.name.upper(), "key": key, "place": place}


def _centre(sandbox: Sandbox) -> dict[str, Any]:
    sandbox.controller.advance(IN_OFFICE_HOURS)
    offices = [other.office_code for other in sandbox.lab.kit.partners.values() if other.sends_through == CENTRE]
    key, account = sandbox.credentials()["water_usage_basic"], sandbox.accounts[0]
    return {"kind": "offices", "key": key, "offices": offices, "registration": account.registration}


@pytest.mark.parametrize("partner", [*SENDERS, CENTRE])
def test_a_right_client_ticks_every_step(partner: str) -> None:
    with sandbox_of(partner) as sandbox:
        assert play(sandbox, "right") == []


@pytest.mark.parametrize("partner", SENDERS)
def test_a_wrong_sender_is_told_what_it_did(partner: str) -> None:
    with sandbox_of(partner) as sandbox:
        left = "\n".join(play(sandbox, "wrong"))
    assert "is another message; the one that we answered 500 is still to come again" in left
    assert "answered 422: send what is well formed and cannot be" in left


def test_a_wrong_centre_is_told_what_is_missing() -> None:
    with sandbox_of(CENTRE) as sandbox:
        left = play(sandbox, "wrong")
    assert any(line.startswith("[ ] Asked for ") for line in left)
    assert any("answered 403" in line for line in left)
