"""A run that is told to end ends, whenever that is, with what it saw told and nothing left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from partnerlab import interrupts, report
from partnerlab.commands.common import options
from partnerlab.lab import deployment as deployments
from partnerlab.lab.partners.registry import Registry, default_root
from partnerlab.scenario.language.scenario_loader import find, read
from partnerlab.scenario.suite import play_scenarios
from tests.patience import PATIENCE

INTERRUPTED = 130


@pytest.mark.slow
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
@pytest.mark.parametrize("where", ["--sockets", "--seed=1"], ids=["over sockets", "in process"])
@pytest.mark.parametrize("stories", [1, 4], ids=["early", "later"])
def test_a_run_ends_at_a_signal_and_leaves_its_report_and_nothing_else(
    tmp_path: Path, sign: signal.Signals, where: str, stories: int
) -> None:
    temporary, report = tmp_path / "temporary", tmp_path / "report"
    temporary.mkdir()
    environment = os.environ | {
        "TMPDIR": str(temporary), "PYTHONPATH": str(default_root()), "PYTHONUNBUFFERED": "1",
        "PYTHONWARNINGS": "",  # as users have it: what is broken off in the middle of a call leaves its connection
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "partnerlab", "run", where, "--report", str(report)], env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    for _ in range(stories):
        assert process.stdout.readline()
    process.send_signal(sign)
    out, err = process.communicate(timeout=PATIENCE)
    assert "Stopped after " in out
    assert (process.returncode, err.strip()) == (INTERRUPTED, "stopped")
    assert list(temporary.glob("partnerlab-*")) == []
    assert sorted(file.name for file in report.iterdir()) == ["events.jsonl", "junit.xml", "report.html"]


@pytest.mark.slow
def test_a_signal_to_every_process_of_a_run_leaves_nothing_behind(tmp_path: Path) -> None:
    """As a supervisor ends a group: each process gets SIGTERM, and again from its parent."""
    environment = os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": str(default_root()), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "partnerlab", "run", "-j", "2"], env=environment, text=True, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    for _ in range(4):
        assert process.stdout.readline()
    os.killpg(process.pid, signal.SIGTERM)
    out, err = process.communicate(timeout=PATIENCE)
    assert "Stopped after " in out
    assert (process.returncode, err.strip(), list(tmp_path.iterdir())) == (INTERRUPTED, "stopped", [])


@pytest.mark.slow
def test_a_signal_while_a_class_is_made_leaves_an_exit_code(tmp_path: Path) -> None:
    """Python makes dataclasses with `exec`, and would kill itself for a KeyboardInterrupt that passed through it."""
    code = """
        import sys
        from partnerlab import interrupts
        interrupts.install_signal_handlers()
        try:
            exec("import os, signal; os.kill(os.getpid(), signal.SIGINT); [None for _ in range(1000)]")
        except KeyboardInterrupt:
            sys.exit(130)
    """
    (tmp_path / "made.py").write_text(dedent(code))
    environment = os.environ | {"PYTHONPATH": str(default_root())}
    ended = subprocess.run([sys.executable, "-m", "made"], cwd=tmp_path, env=environment, check=False)
    assert ended.returncode == INTERRUPTED


@pytest.fixture
def _handlers() -> Iterator[None]:
    """The signals' handlers as they were, and nothing remembered."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
    interrupts._received.clear()
    interrupts.uninterrupted.waiting = False


@pytest.mark.usefixtures("_handlers")
def test_a_signal_that_falls_into_a_finaliser_ends_the_run_at_the_next_step() -> None:
    """Python only prints what a finaliser raises; the run would go on as if nobody had spoken."""
    interrupts.install_signal_handlers()
    kit = Registry()
    story = read(find([kit.root / "scenarios" / "payment_online"])[0], kit, kit.root / "scenarios")
    seen: list[str] = []

    def listen(event: dict[str, Any]) -> None:
        seen.append(event["event"])
        if event["event"] == "step_started" and seen.count("step_started") == 1:
            try:
                os.kill(os.getpid(), signal.SIGTERM)
            except KeyboardInterrupt:
                seen.append("lost")

    with deployments.in_process(kit) as stage, pytest.raises(KeyboardInterrupt):
        play_scenarios(stage, [story], listen)
    assert "lost" in seen
    assert seen.count("step_started") == 1


@pytest.mark.usefixtures("_handlers")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_what_is_held_comes_to_its_end_before_a_signal_is_heeded(sign: signal.Signals) -> None:
    interrupts.install_signal_handlers()
    done: list[str] = []

    async def work() -> None:
        with interrupts.uninterrupted:
            os.kill(os.getpid(), sign)
            await asyncio.sleep(0)
            done.append("the inner work")

    with pytest.raises(interrupts.Interrupted), interrupts.uninterrupted:
        asyncio.run(work())
        done.append("the outer work")
    assert done == ["the inner work", "the outer work"]
    with interrupts.uninterrupted:
        done.append("what is tidied up afterwards")
    with pytest.raises(interrupts.Interrupted):
        interrupts.raise_if_interrupted()


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_a_signal_that_comes_while_python_ends_changes_no_exit_code(sign: signal.Signals) -> None:
    code = f"""
        import os, sys
        from partnerlab import interrupts

        class Last:
            def __del__(self, kill=os.kill, me=os.getpid()):
                kill(me, {int(sign)})

        interrupts.install_signal_handlers()
        last = Last()
        sys.exit(3)
    """
    ended = subprocess.run([sys.executable, "-c", dedent(code)], capture_output=True, text=True, timeout=PATIENCE)
    assert (ended.returncode, ended.stderr) == (3, "")


@pytest.mark.usefixtures("_handlers")
def test_who_is_told_twice_waits_for_nothing() -> None:
    interrupts.install_signal_handlers()
    with pytest.raises(interrupts.Interrupted), interrupts.uninterrupted:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)
        pytest.fail("the second must not wait")


@pytest.mark.usefixtures("_handlers")
def test_a_signal_while_the_report_is_written_loses_none_of_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    interrupts.install_signal_handlers()
    render = report.render

    def interrupted(*told: Any) -> None:
        os.kill(os.getpid(), signal.SIGTERM)
        render(*told)

    monkeypatch.setattr(report, "render", interrupted)
    kit = Registry()
    story = read(find([kit.root / "scenarios" / "payment_online"])[0], kit, kit.root / "scenarios")
    with (
        pytest.raises(interrupts.Interrupted),
        options.reporting(tmp_path, "en") as keep,
        deployments.in_process(kit) as stage,
    ):
        play_scenarios(stage, [story], keep)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["events.jsonl", "junit.xml", "report.html"]


def test_an_interruption_that_python_drops_is_remembered_without_a_word_and_anything_else_is_told() -> None:
    text = (
        "import os, signal\n"
        "from partnerlab import interrupts\n"
        "class Dying:\n"
        "    def __init__(self, act): self.act = act\n"
        "    def __del__(self): self.act()\n"
        "interrupts.install_signal_handlers()\n"
        "Dying(lambda: 1 / 0)\n"
        "Dying(lambda: os.kill(os.getpid(), signal.SIGTERM))\n"
        "try:\n"
        "    interrupts.raise_if_interrupted()\n"
        "except KeyboardInterrupt:\n"
        "    print('heeded')\n"
    )
    found = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert found.stdout == "heeded\n"
    assert "ZeroDivisionError" in found.stderr
    assert "KeyboardInterrupt" not in found.stderr


def test_signals_that_are_waited_for_interrupt_nothing() -> None:
    text = (
        "import os, signal\n"
        "from partnerlab import interrupts\n"
        "interrupts.install_signal_handlers()\n"
        "signals = interrupts.Signals(signal.SIGCHLD)\n"
        "for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT):\n"
        "    os.kill(os.getpid(), number)\n"
        "print(*sorted(signal.Signals(number).name for number in signals.next()))\n"
        "del signals\n"
        "os.kill(os.getpid(), signal.SIGINT)\n"
        "print('to its end')\n"
    )
    found = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (found.stdout, found.stderr) == ("SIGCHLD SIGINT SIGTERM\nto its end\n", "")


@pytest.mark.slow
@pytest.mark.parametrize("error", ["InputError('a contract is broken')", "BaseException('a panic')"])
def test_an_error_that_native_code_makes_of_an_interruption_is_an_interruption(error: str) -> None:
    text = f"""
        import os, signal, partnerlab.__main__ as command_line
        from partnerlab.errors import InputError
        def called(*arguments, **more):
            try:
                os.kill(os.getpid(), signal.SIGINT)
                [None for _ in range(1000)]
            except KeyboardInterrupt:
                raise {error} from None
        command_line.cli.main = called
        command_line.main([])
    """
    ended = subprocess.run([sys.executable, "-c", dedent(text)], capture_output=True, text=True, timeout=PATIENCE)
    assert (ended.returncode, ended.stderr) == (INTERRUPTED, "stopped\n")
