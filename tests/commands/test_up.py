"""`partnerlab up` as a process of its own: it tells where it is, answers there, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from partnerlab.lab.registry import default_root

pytestmark = pytest.mark.slow

PATIENCE = 30
DOORS = ("biz_portal", "dga_gdx")
"""The simulators that have a port of their own, in the order of their ports; the drop-off has the next."""


def free_ports() -> int:
    """The first of some ports in a row that nobody has."""
    for first in range(20_000 + os.getpid() % 10_000, 40_000, 7):
        try:
            for port in range(first, first + len(DOORS) + 1):
                socket.create_server(("127.0.0.1", port)).close()
        except OSError:
            continue
        return first
    raise AssertionError("no free ports")


@contextmanager
def up(temporary: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The command, running; ended at the end of the test whatever happens."""
    environment = os.environ | {"TMPDIR": str(temporary), "PYTHONPATH": str(default_root()), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "partnerlab", "up", *arguments], env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=PATIENCE)


def table_of(process: subprocess.Popen[str]) -> dict[str, str]:
    """The variables that it prints, up to its last line."""
    assert process.stdout is not None
    told = {}
    for line in process.stdout:
        if line.startswith("Ctrl-C"):
            return told
        name, _, value = line.strip().partition("  ")
        if name.isupper():
            told[name] = value.strip()
    raise AssertionError(process.stderr.read() if process.stderr else "ended")


def free(port: int) -> bool:
    """Whether nobody listens there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def ask_for_a_token(told: dict[str, str]) -> requests.Response:
    query = {"ConsumerSecret": told["DGA_GDX_CONSUMER_SECRET"], "AgentID": told["DGA_GDX_AGENT_PID"]}
    with requests.Session() as http:
        http.trust_env = False
        return http.get(
            f"{told['DGA_GDX_URL']}/ws/auth/validate", params=query, timeout=10,
            headers={"Consumer-Key": told["DGA_GDX_CONSUMER_KEY"]},
        )  # fmt: skip


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_it_answers_where_it_says_and_a_signal_ends_it_with_nothing_left_behind(
    tmp_path: Path, sign: signal.Signals
) -> None:
    first = free_ports()
    with up(tmp_path, "--port", str(first)) as process:
        told = table_of(process)
        assert told["DGA_GDX_URL"] == f"http://127.0.0.1:{first + DOORS.index('dga_gdx')}"
        answer = ask_for_a_token(told)
        assert (answer.status_code, list(answer.json())) == (200, ["Result"])
        with socket.create_connection((told["SFTP_HOST"], int(told["SFTP_PORT"])), 10) as drop_off:
            assert drop_off.recv(8).startswith(b"SSH-2.0-")
        assert list(tmp_path.glob("partnerlab-*")), "the drop-off keeps its files here"

        began = time.monotonic()
        process.send_signal(sign)
        _, err = process.communicate(timeout=PATIENCE)
        assert time.monotonic() - began < 10
    assert process.returncode == 0
    assert "Traceback" not in err
    assert list(tmp_path.glob("partnerlab-*")) == []
    assert all(free(port) for port in (first, first + 1, int(told["SFTP_PORT"])))


@pytest.mark.parametrize("taken", [1, len(DOORS)], ids=["a simulator's", "the drop-off's"])
def test_a_taken_port_is_told_with_what_to_do_and_leaves_nothing_behind(tmp_path: Path, taken: int) -> None:
    first = free_ports()
    with (
        socket.create_server(("127.0.0.1", first + taken)),
        up(tmp_path, "--port", str(first)) as process,
    ):
        out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 2
    assert (out, "Traceback" in err) == ("", False)
    assert f"port {first + taken} on 127.0.0.1 is taken; choose another" in err
    assert "--port" in err
    assert list(tmp_path.glob("partnerlab-*")) == []
    assert free(first), "what was up before the taken port is down again"
