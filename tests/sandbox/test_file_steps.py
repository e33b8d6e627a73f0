"""The sandbox of partners that bring files, with clients in another language, right and wrong, each its own process."""

from __future__ import annotations

import base64
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from partnerlab.lab.environment import file_login
from partnerlab.lab.partners.registry import Registry
from partnerlab.sandbox.checklist import ChecklistStep
from partnerlab.sandbox.checklist_text import step_text
from partnerlab.sandbox.session import Sandbox, SandboxOptions, open_sandbox
from tests.patience import PATIENCE
from tests.sandbox.hours import MORNING

pytestmark = pytest.mark.slow

CLIENTS = Path(__file__).parent

AGENTS = {
    "truemoney_offline": {"agent": "TMN", "tail": "", "refusesWhole": False},
    "mea_offline": {"agent": "MEA", "tail": "    TODAYTODAY", "refusesWhole": True},
    "mpay_offline": {"agent": "MPY", "tail": "", "refusesWhole": False},
}
"""One for each way: SFTP, mail, web page. `tail` is what stands in a detail from column 177 on."""


@contextmanager
def sandbox_of(partner: str, heard: list[str] | None = None) -> Iterator[Sandbox]:
    """A sandbox; `heard` takes every near miss that it tells, as `step: miss`."""
    told = heard if heard is not None else []

    def tell(step: ChecklistStep) -> None:
        if step.miss and step.state != "done":
            told.append(f"{step.name}: {step.miss['en']}")

    with open_sandbox(Registry(), SandboxOptions(partner, port=0, late=30, at=MORNING), tell) as opened:
        yield opened


def play(sandbox: Sandbox, client: str, **given: Any) -> None:
    """Let a client do all that it does."""
    node, sftp = shutil.which("node"), shutil.which("sftp")
    if node is None or sftp is None:
        pytest.skip("node or sftp is not installed: the clients are written in JavaScript, and log in by OpenSSH")
    accounts = {
        account.role: {"reference1": account.reference1, "invoice": account.invoice, "owed": account.owed}
        for account in sandbox.accounts
    }
    login = file_login(sandbox.lab, sandbox.partner)
    told = {"control": sandbox.control_url, "accounts": accounts, "login": login} | given
    subprocess.run([node, CLIENTS / client], input=json.dumps(told), text=True, check=True, timeout=PATIENCE)


def play_agent(sandbox: Sandbox, mode: str) -> None:
    name = sandbox.partner.name
    play(sandbox, "files_agent.mjs", mode=mode, afterCutOff=f"past the cut-off of {name}", **AGENTS[name])


@pytest.mark.parametrize("partner", AGENTS)
def test_a_right_agent_ticks_every_step(partner: str) -> None:
    with sandbox_of(partner) as sandbox:
        play_agent(sandbox, "right")
        assert [step_text(step, "en") for step in sandbox.checklist.left] == []


@pytest.mark.parametrize("partner", AGENTS)
def test_a_wrong_agent_is_told_what_it_did(partner: str) -> None:
    heard: list[str] = []
    with sandbox_of(partner, heard) as sandbox:
        play_agent(sandbox, "wrong")
        left = {step.name.partition("/")[2] for step in sandbox.checklist.left}
    said = "\n".join(heard)
    assert "paid_exactly: 1.00 was paid of " in said
    assert "brings it again before MWA_" in said
    assert re.search(r"brought_once: #[0-9]+ \S+_12\.txt brings 1 payments again that \S+ says are booked", said)
    assert "has a name that was used" in said
    assert "from the cut-off on it belongs to" in said
    assert "no_field_too_many: request line 3, columns 59-256 (spare)" in said
    assert left >= {"paid_exactly", "late_answer", "bad_line", "used_name", "after_the_cut_off"}


BANKS = {
    "krungthai_debit": {"code": "KTB", "refusesWhole": True, "namedByBatch": True},
    "scb_debit": {"code": "SCB", "refusesWhole": True},
    "krungsri_debit": {"code": "BAY", "refusesWhole": True, "namedByBatch": True},
    "kbank_debit": {"code": "KBK", "refusesWhole": False},
    "bbl_debit": {"code": "BBL", "refusesWhole": True},
}
"""By SFTP, in OpenPGP envelopes, by mail, by web page; `namedByBatch`: under the day of our file, not of its making."""


def play_bank(sandbox: Sandbox, mode: str) -> None:
    play(sandbox, "files_bank.mjs", mode=mode, bank=sandbox.partner.name, **BANKS[sandbox.partner.name])


@pytest.mark.parametrize("partner", BANKS)
def test_a_right_bank_ticks_every_step(partner: str) -> None:
    with sandbox_of(partner) as sandbox:
        play_bank(sandbox, "right")
        assert [step_text(step, "en") for step in sandbox.checklist.left] == []


@pytest.mark.parametrize("partner", ["krungthai_debit", "scb_debit"])
def test_a_wrong_bank_is_told_what_it_did(partner: str) -> None:
    heard: list[str] = []
    with sandbox_of(partner, heard) as sandbox:
        play_bank(sandbox, "wrong")
        left = {step.name for step in sandbox.checklist.left}
    said = "\n".join(heard)
    assert re.search(r"no_field_too_many: request line 1, columns [0-9]+-[0-9]+ \((filler|spare)\)", said)
    assert "was refused as a whole: 09" in said
    assert "corrects #" in said and "was fetched" in said
    assert f"brings it again before {BANKS[partner]['code']}_MWA_RS_" in said
    assert re.search(
        r"bad_line: #[0-9]+ \S+_05\.txt brings 2 payments again that \S+_04_ACK\.txt says are booked", said
    )
    assert re.search(r"brought_once: #[0-9]+ \S+_05\.txt brings 2 payments again that \S+ says are booked", said)
    assert "has a name that was used" in said
    assert left >= {"result/bad_line", "result/used_name", "result/late_answer"}


def test_a_bank_whose_bad_line_is_put_aside_is_told_not_to_send_it_again() -> None:
    heard: list[str] = []
    with sandbox_of("kbank_debit", heard) as sandbox:
        play_bank(sandbox, "wrong")
        left = {step.name for step in sandbox.checklist.left}
    said = "\n".join(heard)
    assert "says that the file is settled: do not send that line again" in said
    assert re.search(
        r"bad_line: #[0-9]+ \S+_02\.txt brings 2 payments again that \S+_01_ACK\.txt says are booked", said
    )
    assert left >= {"result/used_name", "result/late_answer"}


TABLES = {"tide_table": "RTN_S1_20261110.csv", "tide_summary": "tide_summary_20261110.csv"}


def play_tides(sandbox: Sandbox, mode: str) -> None:
    """Bring the samples of the Navy's two tables, each over the channel agreed for it."""
    logins, folder = sandbox.file_logins(), sandbox.partner.contracts / "files"
    files = [
        {
            "login": logins[sandbox.partner.file_channel(name) or ""], "name": file,
            "content": base64.b64encode((folder / f"{name}.sample.csv").read_bytes()).decode(),
        }
        for name, file in TABLES.items()
    ]  # fmt: skip
    play(sandbox, "tides.mjs", mode=mode, files=files)


def test_a_right_office_with_tables_ticks_every_step() -> None:
    with sandbox_of("hydrographic") as sandbox:
        play_tides(sandbox, "right")
        assert [step_text(step, "en") for step in sandbox.checklist.left] == []


def test_a_wrong_office_with_tables_is_told_what_it_did() -> None:
    with sandbox_of("hydrographic") as sandbox:
        play_tides(sandbox, "wrong")
        told = {step.name: (step.miss or {}).get("en", "") for step in sandbox.checklist.left}
    assert "cells" in told["tide_table/file"] and "cells" in told["tide_summary/file"]
    assert "now send it again, corrected" in told["tide_table/bad_line"]
    assert told["no_field_too_many"]
