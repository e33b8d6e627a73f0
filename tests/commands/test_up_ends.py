"""SIGTERM ends `partnerlab up` whatever it does at that moment, and nothing is left behind."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from pathlib import Path

import pytest
import requests

from tests.commands.test_up import control, table_of, up
from tests.patience import PATIENCE
from tests.ports import in_a_row

pytestmark = pytest.mark.slow

Told = dict[str, str]


@pytest.fixture
def silent_cis() -> Iterator[str]:
    """A CIS that takes every call and never answers."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        yield f"http://127.0.0.1:{door.getsockname()[1]}"


def lasting(act: Callable[[], object]) -> None:
    """Do something that is still going on when this returns, and that may end as it likes."""

    def run() -> None:
        with suppress(requests.RequestException):
            act()

    threading.Thread(target=run, daemon=True).start()


def advance(told: Told) -> None:
    lasting(lambda: control(told, "PUT", "/clock", {"advance": "by 366 days"}))


def send(told: Told) -> None:
    words = {"reference": {"$account": 1001}}
    lasting(lambda: control(told, "POST", "/send", {"partner": "big_c_online", "operation": "inquiry", "with": words}))


@pytest.mark.parametrize("act", [advance, send])
def test_in_the_middle_of_an_act(tmp_path: Path, silent_cis: str, act: Callable[[Told], None]) -> None:
    given = ["--with-reference"] if act is advance else ["--cis", silent_cis]
    with up(tmp_path, "--port", str(in_a_row()), *given) as process:
        told = table_of(process)
        act(told)
        assert control(told, "GET", "/clock").status_code == 200, "the act has begun, and the control answers"
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert list(tmp_path.iterdir()) == []


def test_while_clients_stall(tmp_path: Path) -> None:
    with up(tmp_path, "--port", str(in_a_row())) as process, ExitStack() as open_ones:
        told = table_of(process)
        for name, beginning in (
            ("PARTNERLAB_SFTP_PORT", b"SSH-2.0-x\r\n"),
            ("PARTNERLAB_MAIL_SMTP_PORT", b"EHLO x\r\n"),
        ):
            line = open_ones.enter_context(socket.create_connection(("127.0.0.1", int(told[name])), PATIENCE))
            assert line.recv(4)
            line.sendall(beginning)
        port = int(told["DGA_GDX_URL"].rpartition(":")[2])
        line = open_ones.enter_context(socket.create_connection(("127.0.0.1", port), PATIENCE))
        line.sendall(b"POST / HTTP/1.1\r\nContent-Length: 100\r\n\r\nx")
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert list(tmp_path.iterdir()) == []
