"""`partnerlab sandbox` with a payment agent's client in another language, right and wrong, each its own process."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from partnerlab.__main__ import main
from partnerlab.control.app import Control
from partnerlab.lab.partners.registry import Registry, RegistryError, default_root
from partnerlab.sandbox.checklist import ChecklistStep
from partnerlab.sandbox.checklist_text import checklist_events, introduction, last_line, step_text
from partnerlab.sandbox.session import Sandbox, SandboxOptions, open_sandbox, senders_of
from tests.control.control_support import Remote
from tests.patience import PATIENCE
from tests.ports import in_a_row
from tests.sandbox.hours import MORNING

pytestmark = pytest.mark.slow

CLIENT = Path(__file__).with_name("agent.mjs")


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    changed: list[ChecklistStep] = []
    with open_sandbox(Registry(), SandboxOptions("big_c_online", port=0, late=4, at=MORNING), changed.append) as opened:
        yield opened


def play(sandbox: Sandbox, mode: str) -> None:
    """Let the client do all that it does."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: the client is written in JavaScript")
    accounts = {a.role: {"reference1": a.reference1, "invoice": a.invoice, "owed": a.owed} for a in sandbox.accounts}
    given = {
        "mode": mode, "url": sandbox.url, "control": sandbox.control_url, "accounts": accounts,
        "key": sandbox.credentials()["agent_key"].value, "afterCutOff": "past the cut-off of big_c_online",
    }  # fmt: skip
    subprocess.run([node, CLIENT], input=json.dumps(given), text=True, check=True, timeout=PATIENCE)


def states(sandbox: Sandbox) -> dict[str, str]:
    return {step.name: step.state for step in sandbox.checklist.steps}


def test_a_right_client_ticks_every_step(sandbox: Sandbox) -> None:
    play(sandbox, "right")
    assert [step_text(step, "en") for step in sandbox.checklist.left] == []
    assert last_line(sandbox, "en").startswith("all ")
    events = list(checklist_events(sandbox))
    assert events[-1]["exit_code"] == 0
    assert events[-1]["verdicts"] == {"pass": len(sandbox.checklist.steps)}


def test_a_wrong_client_is_told_what_it_did(sandbox: Sandbox) -> None:
    play(sandbox, "wrong")
    told = {step.name: (step.miss or {}).get("en", "") for step in sandbox.checklist.left}
    assert "it could be booked twice" in told["resent_after_no_answer"]
    assert "it could be booked twice" in told["resent_after_error"]
    assert "shoeSize" in told["no_field_too_many"]
    assert "our side refused it" in told["paid_exactly"]
    assert told["status_asked"] == "our side refused it: see its answer", "it asked with a wrong key alone"
    assert told["paid_once"].startswith("paid again as NODE")
    assert states(sandbox)["reversed_same_day"] == "done"
    assert list(checklist_events(sandbox))[-1]["exit_code"] == 1


def test_the_list_stands_in_both_languages_with_known_facts(sandbox: Sandbox) -> None:
    english, thai = introduction(sandbox, "en"), introduction(sandbox, "th")
    plain = sandbox.accounts[0]
    assert sandbox.url in english and plain.owed in english and plain.reference1 in english
    assert "[ ] Paid exactly: pay" in english
    assert "ชำระเต็มตามยอด" in thai and "[ ] Paid" not in thai
    assert sandbox.credentials()["agent_key"].value in english


def test_the_control_tells_the_list_as_it_stands(sandbox: Sandbox) -> None:
    remote, plain = Remote(Control(sandbox.controller)), sandbox.accounts[0]
    covered, shown = remote.get("/__lab/checklist"), remote.get("/__lab/checklist?personal=shown")
    assert shown["partner"] == "big_c_online" and shown["left"] == len(shown["steps"])
    assert shown["steps"][0]["name"] == "paid_exactly" and plain.reference1 in shown["steps"][0]["advice"]["en"]
    assert shown["accounts"][0]["owed"] == plain.owed
    assert plain.reference1 not in str(covered) and plain.registration not in str(covered)


@pytest.mark.parametrize("partner", senders_of(Registry()))
def test_every_partner_that_sends_has_a_list(partner: str) -> None:
    with open_sandbox(Registry(), SandboxOptions(partner, port=0, at=MORNING), lambda step: None) as opened:
        names = [step.name for step in opened.checklist.steps]
    assert names and len(names) == len(set(names))


def test_a_partner_that_sends_nothing_has_none() -> None:
    quiet = next(name for name in Registry().partners if name not in senders_of(Registry()))
    with (
        pytest.raises(RegistryError, match="a sandbox is for: "),
        open_sandbox(Registry(), SandboxOptions(quiet, port=0), lambda step: None),
    ):
        pass


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 1), (signal.SIGTERM, 1)])
def test_a_stopped_sandbox_says_what_is_left(number: int, code: int, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "partnerlab", "sandbox", "imind", "--port", str(in_a_row()), "--report", "report"]
    environment = os.environ | {"PYTHONPATH": str(default_root()), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, cwd=tmp_path, env=environment, text=True, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        head = list(iter(process.stdout.readline, "Steps, ticked by what arrives, in any order:\n"))
        process.send_signal(number)
        rest = process.communicate(timeout=PATIENCE)[0]
    assert head[0].startswith("Send to: http://127.0.0.1:")
    assert process.returncode == code
    assert "steps are still awaited" in rest and "Report: report" in rest
    assert (tmp_path / "report/report.html").is_file()


@pytest.mark.skipif(signal.getsignal(signal.SIGHUP) is signal.SIG_IGN, reason="these tests run under nohup")
def test_a_sandbox_whose_terminal_is_closed_still_writes_its_report(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "partnerlab", "sandbox", "sap", "--port", str(in_a_row()), "--report", "report"]
    environment = os.environ | {"PYTHONPATH": str(default_root())}
    terminal, end = pty.openpty()
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdin=end, stdout=end, stderr=end, start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),
    ) as process:  # fmt: skip
        os.close(end)
        seen = b""
        while b"answered 401" not in seen:  # in its last line
            seen += os.read(terminal, 65_536)
        os.close(terminal)
        assert process.wait(PATIENCE) == 1
    assert (tmp_path / "report/report.html").is_file()


def test_the_command_refuses_an_unknown_partner(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["sandbox", "big_c_onlin"])
    assert left.value.code == 2
    assert "did you mean 'big_c_online'" in "".join(capsys.readouterr())
