"""`partnerlab up` as a process of its own: it tells where it is, answers there, and leaves nothing behind."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncssh
import pytest
import requests

from partnerlab.__main__ import main
from partnerlab.commands.common.options import SEED
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry, default_root
from tests.patience import PATIENCE
from tests.ports import in_a_row

pytestmark = pytest.mark.slow

DOORS = sorted(p.name for p in Registry().partners.values() if p.provider and not p.behind)
"""The simulators that have a port of their own, in the order of their ports; drop-off and control have the next."""
FILE_SERVERS = 3  # of mail, SFTP and web pages; the control stands behind them
SHORTENED = ("HOLIDAYS", "OPENPGP_KEY", "OPENPGP_CERTIFICATE")


@contextmanager
def up(temporary: Path, *arguments: str, path: str = "") -> Iterator[subprocess.Popen[str]]:
    """The command, running; ended at the end of the test whatever happens."""
    environment = os.environ | {
        "TMPDIR": str(temporary),
        "PYTHONPATH": path or str(default_root()),
        "PYTHONUNBUFFERED": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "partnerlab", "up", *arguments], env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=PATIENCE)


def table_of(process: subprocess.Popen[str], lines: list[str] | None = None) -> dict[str, str]:
    """The variables that it prints, up to its last line; every line that is said goes to `lines`, too."""
    assert process.stdout is not None
    told = {}
    for line in process.stdout:
        if lines is not None:
            lines.append(line)
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
            f"{told['DGA_GDX_URL']}/ws/auth/validate", params=query, timeout=PATIENCE,
            headers={"Consumer-Key": told["DGA_GDX_CONSUMER_KEY"]},
        )  # fmt: skip


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_it_answers_where_it_says_and_a_signal_ends_it_with_nothing_left_behind(
    tmp_path: Path, sign: signal.Signals
) -> None:
    first = in_a_row()
    with up(tmp_path, "--port", str(first)) as process:
        told = table_of(process)
        assert told["DGA_GDX_URL"] == f"http://127.0.0.1:{first + DOORS.index('dga_gdx')}"
        answer = ask_for_a_token(told)
        assert (answer.status_code, list(answer.json())) == (200, ["Result"])
        with socket.create_connection(
            (told["PARTNERLAB_SFTP_HOST"], int(told["PARTNERLAB_SFTP_PORT"])), 10
        ) as drop_off:
            assert drop_off.recv(8).startswith(b"SSH-2.0-")
        assert list(tmp_path.glob("partnerlab-*")), "the drop-off keeps its files here"

        process.send_signal(sign)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert "Traceback" not in err
    assert list(tmp_path.glob("partnerlab-*")) == []
    assert all(
        free(port) for port in (first, first + 1, int(told["PARTNERLAB_SFTP_PORT"]), first + len(DOORS) + FILE_SERVERS)
    )


def control(told: dict[str, str], method: str, path: str, body: Any = None, **headers: str) -> requests.Response:
    with requests.Session() as http:
        http.trust_env = False
        url = told["PARTNERLAB_CONTROL_URL"] + path
        return http.request(method, url, json=body, headers=headers, timeout=PATIENCE)


def test_the_control_moves_the_clock_and_reads_what_has_passed(tmp_path: Path) -> None:
    first = in_a_row()
    with up(tmp_path, "--port", str(first)) as process:
        told = table_of(process)
        assert told["PARTNERLAB_CONTROL_URL"] == f"http://127.0.0.1:{first + len(DOORS) + FILE_SERVERS}/__lab"
        assert control(told, "PUT", "/clock", {"advance": "by 1 hour"}).json()["now"] == "2026-01-05T10:00:00+07:00"
        ask_for_a_token(told)
        (exchange,) = control(told, "GET", "/journal?receiver=dga_gdx").json()["exchanges"]
        assert (exchange["operation"], exchange["left"]) == ("validate", "2026-01-05T10:00:00+07:00")
        partners = control(told, "GET", "/partners").json()
        whole = {name: value for name, value in partners["variables"].items() if not name.endswith(SHORTENED)}
        assert whole.items() <= told.items(), "but for long values, which the table shortens"
        (agent,) = (each["files"] for each in partners["partners"] if each["name"] == "truemoney_offline")
        assert log_in(agent) == [".", "..", "incoming", "outgoing"]
        assert control(told, "GET", "/partners", Host="elsewhere.example").status_code == 403


def _told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[str, str]:
    """Password and host key of the drop-off, as `up --env` prints them."""
    with pytest.raises(SystemExit) as left:
        main(["up", "--env", *arguments])
    assert left.value.code in (0, None)
    told = dict(re.findall(r"^export (\w+)='(.*)'$", capsys.readouterr().out, re.MULTILINE))
    return told["PARTNERLAB_SFTP_PASSWORD"], told["PARTNERLAB_SFTP_HOST_KEY"]


def test_passwords_and_host_key_come_from_a_secret_of_the_user_unless_a_seed_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(SEED)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "one"))
    first, again = _told(capsys), _told(capsys)
    assert first == again, "a CIS is told once"
    secret = tmp_path / "one" / "partnerlab" / "secret"
    assert [path.name for path in secret.parent.iterdir()] == ["secret"] and secret.stat().st_mode & 0o777 == 0o600
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another"))
    seeded = _told(capsys, "--seed", "1")
    assert not (tmp_path / "another").exists()
    others = _told(capsys)
    assert len({first[0], seeded[0], others[0]}) == len({first[1], seeded[1], others[1]}) == 3
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "yet another"))
    assert _told(capsys, "--seed", "1") == seeded, "a seed means the same everywhere"


def test_a_secret_that_cannot_be_kept_lasts_as_long_as_the_lab(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(SEED)
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "file"))
    with pytest.raises(SystemExit):
        main(["up", "--env"])
    assert "passwords and host key change at each start" in capsys.readouterr().err
    assert _told(capsys) != _told(capsys)


def test_a_host_that_others_reach_is_warned_of(tmp_path: Path) -> None:
    with up(tmp_path, "--host", "0.0.0.0", "--port", str(in_a_row())) as process:
        table_of(process)
        process.send_signal(signal.SIGTERM)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0
    assert err.startswith("warning: --host 0.0.0.0 opens every simulator and the servers for files to all machines")


def log_in(agent: dict[str, Any]) -> list[str]:
    """What an agent sees that logs in with what it was told."""

    async def look() -> list[str]:
        known = asyncssh.import_known_hosts(f"[{agent['host']}]:{agent['port']} {agent['host_key']}\n")
        async with (
            asyncssh.connect(
                agent["host"], agent["port"], username=agent["user"], password=agent["password"], known_hosts=known,
                config=None, client_keys=None,
            ) as connection,
            connection.start_sftp_client() as client,
        ):  # fmt: skip
            return sorted(str(name) for name in await client.listdir("/"))

    return asyncio.run(look())


def address_of_another(told: dict[str, str]) -> str:
    """The control as another machine would call it: at an address of this one that is not loopback, if it has any."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
        except OSError:
            pytest.skip("this machine has no address but its own")
        return str(probe.getsockname()[0])


def test_without_a_token_the_control_stays_on_this_machine_whatever_the_host(tmp_path: Path) -> None:
    first = in_a_row()
    with up(tmp_path, "--port", str(first), "--host", "0.0.0.0") as process:
        told = table_of(process)
        outside, port = address_of_another(told), first + len(DOORS) + FILE_SERVERS
        assert told["PARTNERLAB_CONTROL_URL"] == f"http://127.0.0.1:{port}/__lab"
        assert control(told, "GET", "/clock").status_code == 200
        with socket.socket() as probe:
            assert probe.connect_ex((outside, first)) == 0, "the simulators are to be reached from there"
        with socket.socket() as probe:
            assert probe.connect_ex((outside, port)) != 0


def test_with_a_token_the_control_is_where_the_simulators_are_for_whoever_shows_it(tmp_path: Path) -> None:
    first = in_a_row()
    with up(tmp_path, "--port", str(first), "--host", "0.0.0.0", "--control-token", "a-secret") as process:
        told = table_of(process)
        outside = address_of_another(told)
        told["PARTNERLAB_CONTROL_URL"] = f"http://{outside}:{first + len(DOORS) + FILE_SERVERS}/__lab"
        assert control(told, "GET", "/clock").status_code == 403
        assert control(told, "GET", "/clock", Authorization="Bearer a-secret").status_code == 200


@pytest.mark.parametrize(
    "taken",
    [1, len(DOORS), len(DOORS) + 1, len(DOORS) + FILE_SERVERS],
    ids=["a simulator's", "the mail server's", "the drop-off's", "the control's"],
)
def test_a_taken_port_is_told_with_what_to_do_and_leaves_nothing_behind(tmp_path: Path, taken: int) -> None:
    first = in_a_row()
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


def test_a_lab_comes_up_misbehaving_and_connected(tmp_path: Path) -> None:
    first = in_a_row()
    told_so = (
        "--fault",
        "{set_fault: dga_gdx, operation: validate, fault: wrong_status, times: 1, with: {status: 503}}",
        "--cis",
        "http://127.0.0.1:9",
        "--rwc",
        "http://127.0.0.1:9",
    )
    with up(tmp_path, "--port", str(first), *told_so) as process:
        told = table_of(process)
        assert [ask_for_a_token(told).status_code for _ in range(2)] == [503, 200]
        assert control(told, "GET", "").json()["systems"] == [
            {"name": name, "where": "http://127.0.0.1:9", "hooks": None} for name in ("cis", "rwc")
        ]


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("dga_gdx", "'dga_gdx': step:1:1: the document: expected"),
        ("{set_fault: dga_gdx, fault: silence", "expected ',' or '}'; write "),
        ("{set_fault: dga_gdx}", "is missing; write '{set_fault: PARTNER, fault: FAULT}'"),
        ("{set_fault: dga_gdx, fault: silence, times: 0}", "times"),
        ("{set_fault: dga_gdx, fault: sulks}", "dga_gdx: there is no fault 'sulks'; there are: "),
        (
            "{set_fault: dbd_juristic, operation: profil, fault: silence}",
            "there is no operation that dbd_juristic answers 'profil' (did you mean",
        ),
        ("{set_fault: nobody, fault: silence}", "there is no partner 'nobody'"),
    ],
)
def test_a_fault_that_cannot_be_is_told_before_anything_comes_up(tmp_path: Path, fault: str, message: str) -> None:
    with up(tmp_path, "--port", str(in_a_row()), "--fault", fault) as process:
        out, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, out, "Traceback" in err) == (2, "", False)
    assert "--fault" in err
    assert message in err


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_a_server_that_bears_load_serves_the_same_behind_one_port(
    tmp_path: Path, sign: signal.Signals, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_X_LEFT_HERE", "no header of anybody's")
    first = in_a_row()
    with up(tmp_path, "--port", str(first), "--server", "granian") as process:
        told = table_of(process)
        assert told["DGA_GDX_URL"] == f"http://127.0.0.1:{first}/dga_gdx"
        await_port(first)
        answer = ask_for_a_token(told)
        assert (answer.status_code, list(answer.json())) == (200, ["Result"])
        with socket.create_connection(
            (told["PARTNERLAB_SFTP_HOST"], int(told["PARTNERLAB_SFTP_PORT"])), 10
        ) as drop_off:
            assert drop_off.recv(8).startswith(b"SSH-2.0-")
        passed = requests.get(f"{told['PARTNERLAB_CONTROL_URL']}/journal?receiver=dga_gdx", timeout=PATIENCE).json()
        assert [each["operation"] for each in passed["exchanges"]] == ["validate"]
        asked = requests.get(f"{told['PARTNERLAB_CONTROL_URL']}/journal/1", timeout=PATIENCE).json()["request"]
        assert "consumer-key" in asked["headers"] and "x-left-here" not in asked["headers"]
        process.send_signal(sign)
        _, err = process.communicate(timeout=PATIENCE)
        assert (process.returncode, err.strip()) == (0, "stopped; nothing is left behind")
    assert list(tmp_path.iterdir()) == []
    assert free(first) and free(first + 1)


@pytest.mark.parametrize("server", ["threads", "granian"])
def test_callers_that_stall_in_the_middle_of_a_body_stop_nobody(tmp_path: Path, server: str) -> None:
    first = in_a_row()
    with up(tmp_path, "--port", str(first), "--server", server) as process, ExitStack() as stalled:
        told = table_of(process)
        url = urlsplit(told["DGA_GDX_URL"])
        await_port(url.port or 0)
        for _ in range(10):
            caller = stalled.enter_context(socket.create_connection((str(url.hostname), url.port), PATIENCE))
            caller.sendall(f"POST {url.path}/x HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nx".encode())
        assert ask_for_a_token(told).status_code == 200


def test_a_body_above_the_limit_that_was_given_is_refused(tmp_path: Path) -> None:
    first = in_a_row()
    with up(tmp_path, "--port", str(first), "--server", "granian", "--limit", "body=1kB") as process:
        told = table_of(process)
        await_port(first)
        address, headers = f"{told['DGA_GDX_URL']}/ws/auth/validate", {"Content-Type": "application/json"}
        for body in (b"x" * 1_001, iter([b"x" * 900, b"x" * 900])):
            answer = requests.get(address, data=body, headers=headers, timeout=PATIENCE)
            assert answer.status_code == 413
        assert ask_for_a_token(told).status_code == 200


def leaks(told: dict[str, str]) -> list[str]:
    """What is found in two calls, of which each carries a person's number where the contract marks none."""
    number = Lab(Registry()).world.person(1042).pid
    query = {"ConsumerSecret": told["DGA_GDX_CONSUMER_SECRET"], "AgentID": told["DGA_GDX_AGENT_PID"]}
    for _ in range(2):
        headers = {"Consumer-Key": told["DGA_GDX_CONSUMER_KEY"], "X-Note": f"for {number}"}
        requests.get(f"{told['DGA_GDX_URL']}/ws/auth/validate", params=query, headers=headers, timeout=PATIENCE)
    journal = requests.get(f"{told['PARTNERLAB_CONTROL_URL']}/journal?receiver=dga_gdx", timeout=PATIENCE).json()
    found = [each["findings"] for each in journal["exchanges"]]
    assert len(found) == 2 and number not in str(journal)
    return [f"{finding['where']}: {finding['rule']}" for findings in found for finding in findings]


LEAK = "header/x-note: unmarked personal data"


@pytest.mark.parametrize(
    ("options", "said", "found"),
    [
        ([], "Checks: all", [LEAK, LEAK]),
        (["--server", "granian"], "what the contract alone decides", []),
        (["--server", "granian", "--all-checks"], "Checks: all", [LEAK, LEAK]),
    ],
    ids=["threads", "granian", "granian with all checks"],
)
def test_it_says_which_checks_run_and_runs_them(
    tmp_path: Path, options: list[str], said: str, found: list[str]
) -> None:
    first = in_a_row()
    with up(tmp_path, "--port", str(first), *options) as process:
        lines: list[str] = []
        told = table_of(process, lines)
        (checks,) = [line for line in lines if line.startswith("Checks: ")]
        assert said in checks and ("--all-checks does" in checks) == (found == [])
        await_port(first)
        assert leaks(told) == found


def signalled(process: subprocess.Popen[str], sign: signal.Signals, whom: str) -> None:
    """A terminal signals the whole group, `kill` the one process, and `timeout` both."""
    if whom != "group":
        process.send_signal(sign)
    if whom != "parent":
        os.killpg(process.pid, sign)


@pytest.mark.parametrize("whom", ["parent", "group", "both"])
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
@pytest.mark.parametrize("after", [0, 0.3, 0.6, 0.9, 1.2])
def test_a_server_ends_whoever_gets_the_signal_and_however_far_its_worker_is(
    tmp_path: Path, after: float, sign: signal.Signals, whom: str
) -> None:
    first = in_a_row()
    with up(tmp_path, "--port", str(first), "--server", "granian") as process:
        table_of(process)
        time.sleep(after)
        signalled(process, sign, whom)
        _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (0, "\nstopped; nothing is left behind\n")
    assert list(tmp_path.iterdir()) == []
    assert free(first) and free(first + 1)
    assert children(tmp_path) == {}


def test_a_signal_that_comes_twice_does_not_break_off_what_tidies_up(tmp_path: Path) -> None:
    first = in_a_row()
    with up(tmp_path, "--port", str(first)) as process:
        told = table_of(process)
        ask_for_a_token(told)
        for _ in range(20):
            signalled(process, signal.SIGINT, "both")
        _, err = process.communicate(timeout=PATIENCE)
    assert (process.returncode, err) == (0, "\nstopped; nothing is left behind\n")
    assert list(tmp_path.iterdir()) == []


def children(temporary: Path) -> dict[int, int]:
    """Who lives and was told to keep its files below here, with each one's parent."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"TMPDIR={temporary}/".encode() in (process / "environ").read_bytes():
                found[int(process.name)] = int((process / "stat").read_text().rpartition(")")[2].split()[1])
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("whose", ["the worker's", "the server's"])
def test_a_server_that_dies_ends_all_and_says_so(tmp_path: Path, whose: str) -> None:
    first = in_a_row()
    with up(tmp_path, "--port", str(first), "--server", "granian") as process:
        table_of(process)
        await_port(first)
        found = children(tmp_path)
        (worker,) = (each for each, parent in found.items() if parent in found)
        os.kill(worker if whose == "the worker's" else found[worker], signal.SIGKILL)
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 3
    assert err.startswith("the server has ended by itself; ")
    assert err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []
    assert free(first) and free(first + 1)


def test_a_worker_that_cannot_start_ends_all_and_says_why(tmp_path: Path) -> None:
    """Nor is it started again and again."""
    broken, temporary = tmp_path / "broken", tmp_path / "temporary"
    broken.mkdir()
    temporary.mkdir()
    (broken / "sitecustomize.py").write_text(
        "import sys\nif 'partnerlab.control.server' in sys.orig_argv:\n    sys.modules['flask'] = None\n"
    )
    path = f"{broken}{os.pathsep}{default_root()}"
    with up(temporary, "--port", str(in_a_row()), "--server", "granian", path=path) as process:
        _, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 3
    assert "import of flask halted" in err
    assert err.count("Traceback") == 1
    assert "the server has ended by itself; " in err.splitlines()[-1]
    assert list(temporary.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
def test_a_server_does_not_outlive_who_started_it(tmp_path: Path) -> None:
    first = in_a_row()
    with up(tmp_path, "--port", str(first), "--server", "granian") as process:
        table_of(process)
        await_port(first)
        process.kill()
        process.wait(PATIENCE)
        for _ in range(PATIENCE * 20):
            if not children(tmp_path):
                break
            time.sleep(0.05)
    assert children(tmp_path) == {}
    assert free(first) and free(first + 1)
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_cannot_break_a_line_says_so(tmp_path: Path) -> None:
    first = in_a_row()
    with up(
        tmp_path, "--port", str(first), "--server", "granian", "--fault", "{set_fault: dga_gdx, fault: silence}"
    ) as process:
        told = table_of(process)
        await_port(first)
        answer = ask_for_a_token(told)
        assert answer.status_code == 501
        assert answer.json()["Message"].startswith("dga_gdx would be silent or break the line now")
        process.terminate()
        process.communicate(timeout=PATIENCE)


def test_a_port_that_somebody_has_is_told_by_either_server(tmp_path: Path) -> None:
    port = in_a_row()
    with socket.create_server(("127.0.0.1", port)):
        with up(tmp_path, "--port", str(port), "--server", "granian") as process:
            _, err = process.communicate(timeout=PATIENCE)
        assert process.returncode == 2
        assert f"port {port} on 127.0.0.1 is taken; choose another first port with --port" in err


def await_port(port: int) -> None:
    """Until somebody listens there: the table is printed before the worker is up."""
    for _ in range(PATIENCE * 20):
        if not free(port):
            return
        time.sleep(0.05)
    raise AssertionError(f"nobody listens at {port}")


@pytest.mark.parametrize("server", ["threads", "granian"])
def test_a_shell_can_be_told_while_the_lab_is_up(tmp_path: Path, server: str) -> None:
    first = in_a_row()
    with up(tmp_path, "--port", str(first), "--server", server) as process:
        told = table_of(process)
        await_port(first)
        with up(tmp_path, "--port", str(first), "--server", server, "--env") as other:
            out, err = other.communicate(timeout=PATIENCE)
        process.terminate()
        process.communicate(timeout=PATIENCE)
    assert (other.returncode, err) == (0, "")
    said = dict(line.removeprefix("export ").split("=", 1) for line in out.splitlines())
    shown = {name: value for name, value in told.items() if "…" not in value and name in said}
    assert {"PARTNERLAB_SFTP_PORT", "DGA_GDX_URL", "PARTNERLAB_CONTROL_URL"} <= shown.keys()
    assert {name: said[name] for name in shown} == {name: f"'{value}'" for name, value in shown.items()}


def test_a_taken_port_and_a_host_of_nobody_are_told_in_one_line_each(tmp_path: Path) -> None:
    first = in_a_row()
    up = [sys.executable, "-m", "partnerlab", "up", "--port", str(first)]
    environment = os.environ | {"PYTHONPATH": str(default_root())}
    with socket.create_server(("127.0.0.1", first + 1)):
        done = subprocess.run(up, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    told = f"port {first + 1} on 127.0.0.1 is taken; choose another first port with --port\n"
    assert (done.returncode, done.stderr) == (2, told)
    elsewhere = [*up, "--host", "192.0.2.1"]
    done = subprocess.run(elsewhere, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=PATIENCE)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert f"cannot listen at port {first} on 192.0.2.1: Cannot assign requested address" in done.stderr


@pytest.mark.parametrize("options", [[], ["--server", "granian"]], ids=["threads", "granian"])
def test_what_a_partners_own_client_sends_to_our_side_passes_the_lab_and_is_judged(
    tmp_path: Path, options: list[str]
) -> None:
    first = in_a_row()
    with up(tmp_path, "--port", str(first), "--with-reference", *options) as process:
        told = table_of(process)
        await_port(first)
        headers = {"X-Agent-Key": told["BIG_C_ONLINE_AGENT_KEY"]}
        address = told["PARTNERLAB_CIS_URL"] + "/payment-agents/v1/payments/1?extra=1"
        answer = requests.get(address, headers=headers, timeout=PATIENCE)
        assert answer.status_code == 200 and "responseCode" in answer.json()
        (passed,) = control(told, "GET", "/journal").json()["exchanges"]
        assert (passed["sender"], passed["receiver"], passed["operation"]) == ("big_c_online", "cis", "payment_status")
        found = [(finding["where"], finding["blame"]) for finding in passed["findings"]]
        assert ("query/extra", "partner") in found and passed["answer"]["status"] == answer.status_code
        sent = control(told, "POST", "/send", {
            "partner": "big_c_online", "operation": "inquiry", "with": {"account": {"$account": 1001}},
        })  # fmt: skip
        assert sent.status_code == 200, "the simulators reach the same system"
        assert len(control(told, "GET", "/journal").json()["exchanges"]) == 2, "each message stands there once"


@pytest.mark.parametrize("options", [[], ["--server", "granian"]], ids=["threads", "granian"])
def test_a_system_that_is_down_is_told_to_its_partner_in_plain_words(tmp_path: Path, options: list[str]) -> None:
    first = in_a_row()
    nobody = f"http://127.0.0.1:{first + 60}"
    with up(tmp_path, "--port", str(first), "--cis", nobody, *options) as process:
        told = table_of(process)
        await_port(first)
        answer = requests.get(told["PARTNERLAB_CIS_URL"] + "/payment-agents/v1/payments/1", timeout=PATIENCE)
        assert (answer.status_code, answer.json()["from"]) == (502, "partnerlab")
        assert f"nothing answers at {nobody}" in answer.json()["Message"]


def test_the_addresses_that_partners_call_are_told_ahead(tmp_path: Path) -> None:
    first = in_a_row()
    command = [sys.executable, "-m", "partnerlab", "up", "--env", "--port", str(first)]
    environment = os.environ | {"PYTHONPATH": str(default_root())}
    said = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=PATIENCE).stdout
    with up(tmp_path, "--port", str(first)) as process:
        told = table_of(process)
    assert f"export PARTNERLAB_CIS_URL='{told['PARTNERLAB_CIS_URL']}'\n" in said
