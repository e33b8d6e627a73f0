"""`partnerlab cis`: the reference as a process of its own, which a running lab finds and sends to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
import requests

from partnerlab.__main__ import main
from partnerlab.commands.cis import _default_control
from partnerlab.lab.partners.registry import default_root
from tests.patience import PATIENCE
from tests.ports import in_a_row

PAYMENT = {"partner": "big_c_online", "operation": "inquiry", "with": {"account": {"$account": 1001}}}


@contextmanager
def _running(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    """A command, once it has said that Ctrl-C ends it."""
    environment = os.environ | {"PYTHONPATH": str(default_root()), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "partnerlab", *arguments], env=environment, text=True, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        assert any(line.startswith("Ctrl-C") for line in process.stdout), "it ended before it was ready"
        yield process
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=PATIENCE)


def test_without_an_address_it_looks_where_up_says_its_control_is(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["up", "--env"])
    assert f"export PARTNERLAB_CONTROL_URL='{_default_control()}'\n" in capsys.readouterr().out


@pytest.mark.slow
def test_the_reference_is_connected_to_a_running_lab_until_it_is_stopped(tmp_path: Path) -> None:
    first = in_a_row()
    with _running("up", "--port", str(first)) as _:
        control = next(url for url in _controls(first) if _is_control(url))
        with _running("cis", "--port", "0", "--control", control):
            (cis,) = _systems(control)
            assert cis["where"].startswith("http://127.0.0.1:") and cis["hooks"]
            sent = requests.post(f"{control}/send", json=PAYMENT, timeout=PATIENCE).json()
            assert sent["exchanges"][0]["answer"]["status"] == 200
        assert [system["where"] for system in _systems(control)] == [None]


@pytest.mark.slow
def test_scenarios_are_played_with_it_at_the_addresses_of_the_lab_before(tmp_path: Path) -> None:
    first = in_a_row()
    with ExitStack() as later:
        with _running("up", "--port", str(first)):
            control = next(url for url in _controls(first) if _is_control(url))
            cis = later.enter_context(_running("cis", "--port", "0", "--control", control))
            (found,) = _systems(control)
        story = default_root() / "scenarios" / "payment_online" / "a_bill_is_paid_at_a_counter.yaml"
        arguments = ["run", str(story), "--cis", found["where"], "--port", str(first)]
        with pytest.raises(SystemExit) as left:
            main(arguments)
        assert left.value.code == 0
    assert cis.returncode == 0, "it stops well although its lab is gone"


LEAKY = """
import logging, sys
from partnerlab.__main__ import main
from partnerlab.lab import deployment
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.lab import Lab

made = deployment.reference
holder = Lab(Registry()).world.account(1001).holder

def leaky(environment, http):
    app = made(environment, http)
    def answering(environ, start_response):
        if environ["PATH_INFO"].startswith("/payment-agents/"):
            logging.getLogger("reference.cis").info("asked for %s", SAID)
        return app(environ, start_response)
    return answering

deployment.REFERENCES["cis"] = leaky
main(sys.argv[1:])
"""


@pytest.mark.slow
@pytest.mark.parametrize(("said", "found"), [("holder.pid", True), ("'nobody'", False)], ids=["somebody", "nobody"])
def test_what_it_logs_is_searched_by_the_lab(tmp_path: Path, said: str, found: bool) -> None:
    program, first = tmp_path / "leaky.py", in_a_row()
    program.write_text(LEAKY.replace("SAID", said), encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(default_root()), "PYTHONUNBUFFERED": "1"}
    with _running("up", "--port", str(first)):
        control = next(url for url in _controls(first) if _is_control(url))
        command = [sys.executable, str(program), "cis", "--port", "0", "--control", control]
        cis = subprocess.Popen(command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        assert cis.stdout and any(line.startswith("Ctrl-C") for line in cis.stdout)
        requests.post(f"{control}/send", json=PAYMENT, timeout=PATIENCE).raise_for_status()
        cis.send_signal(signal.SIGINT)
        _, err = cis.communicate(timeout=PATIENCE)
        (asked,) = requests.get(f"{control}/journal?receiver=cis", timeout=PATIENCE).json()["exchanges"]
    assert cis.returncode == (1 if found else 0), err
    told = "log: unmarked personal data: a citizen number of a person in play"
    assert (told in err) == found
    assert [finding["where"] for finding in asked["findings"]] == (["log"] if found else [])


def test_without_a_lab_it_says_what_to_start(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        control = f"http://127.0.0.1:{taken.getsockname()[1]}/__lab"
    with pytest.raises(SystemExit) as left:
        main(["cis", "--control", control])
    assert left.value.code == 2
    assert f"no lab answers at {control}: start `partnerlab up` first" in capsys.readouterr().err


def _controls(first: int) -> list[str]:
    return [f"http://127.0.0.1:{first + index}/__lab" for index in range(20)]


def _is_control(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).json().get("name") == "partnerlab"
    except (requests.RequestException, ValueError):
        return False


def _systems(control: str) -> list[dict[str, Any]]:
    systems = requests.get(f"{control}/systems", timeout=PATIENCE).json()["systems"]
    return [system for system in systems if system["name"] == "cis"]
