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

from partnerlab.conformance.pacts.examples import recorded_examples
from partnerlab.lab.partners.registry import Registry
from partnerlab.sandbox.checklist_text import step_text
from partnerlab.sandbox.session import Sandbox, SandboxOptions, open_sandbox
from tests.patience import PATIENCE
from tests.sandbox.hours import MORNING

pytestmark = pytest.mark.slow

CLIENT = Path(__file__).with_name("requests.mjs")
SENDERS = ("imind", "wlma")
CENTRE, PORTAL = "dopa_linkage", "biz_portal"
IN_OFFICE_HOURS = "to next business day 09:30"


@contextmanager
def sandbox_of(partner: str) -> Iterator[Sandbox]:
    with open_sandbox(Registry(), SandboxOptions(partner, port=0, at=MORNING), lambda step: None) as opened:
        yield opened


def play(sandbox: Sandbox, mode: str) -> list[str]:
    """Let the client do all that it does; what is left to show, in words."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: the client is written in JavaScript")
    made = {CENTRE: _centre, PORTAL: _portal}.get(sandbox.partner.name, _of)
    given = {"mode": mode, "url": sandbox.url} | made(sandbox)
    subprocess.run([node, CLIENT], input=json.dumps(given), text=True, check=True, timeout=PATIENCE)
    return [step_text(step, "en") for step in sandbox.checklist.left]


def _of(sandbox: Sandbox) -> dict[str, Any]:
    key = sandbox.credentials()["inbound_key"].value
    place = {"jobCode": "J-1"} if sandbox.partner.name == "wlma" else {}
    return {"kind": "requests", "source": sandbox.partner.name.upper(), "key": key, "place": place}


def _portal(sandbox: Sandbox) -> dict[str, Any]:
    """An application as the pact has it, which names nobody that the portal would have to know."""
    recorded = recorded_examples(sandbox.partner, sent=True)
    body = next(example.recorded.request.body for example in recorded if example.operation.id == "new_connection")
    return {"kind": "portal", "key": sandbox.credentials()["inbound_key"].value, "body": body}


def _centre(sandbox: Sandbox) -> dict[str, Any]:
    sandbox.controller.advance(IN_OFFICE_HOURS)
    asking = [other for other in sandbox.lab.kit.partners.values() if other.sends_through == CENTRE]
    offices = [other.office_code for other in asking]
    key, account = sandbox.credentials()["water_usage_basic"].value, sandbox.accounts[0]
    strictest = min(asking, key=lambda office: office.agreement["terms"]["limits"][0]["most"]).office_code
    told = {"key": key, "offices": offices, "strictest": strictest, "registration": account.registration}
    return {"kind": "offices"} | told


@pytest.mark.parametrize("partner", [*SENDERS, PORTAL, CENTRE])
def test_a_right_client_ticks_every_step(partner: str) -> None:
    with sandbox_of(partner) as sandbox:
        assert play(sandbox, "right") == []


@pytest.mark.parametrize("partner", SENDERS)
def test_a_wrong_sender_is_told_what_it_did(partner: str) -> None:
    with sandbox_of(partner) as sandbox:
        left = "\n".join(play(sandbox, "wrong"))
    assert "is another message; the one that we answered 500 is still to come again" in left
    assert "answered 422: send what is well formed and cannot be" in left


def test_a_wrong_portal_is_told_what_it_did() -> None:
    with sandbox_of(PORTAL) as sandbox:
        left = "\n".join(play(sandbox, "wrong"))
    assert "is another message; the one that we answered 500 is still to come again" in left
    assert "[ ] The branch that serves an area (find_branch): answered 200" in left


def test_a_wrong_centre_is_told_what_is_missing() -> None:
    with sandbox_of(CENTRE) as sandbox:
        left = play(sandbox, "wrong")
    assert any(line.startswith("[ ] Asked for ") for line in left)
    assert any("answered 403" in line for line in left)
