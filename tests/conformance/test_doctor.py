"""`partnerlab doctor` with peers that are good, bad and absent: what it sees, and what it advises."""

from __future__ import annotations

import asyncio
import shlex
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import asyncssh
import pytest

from partnerlab.__main__ import main
from partnerlab.conformance.doctor.line_reasons import thai_reason
from partnerlab.conformance.pacts.examples import recorded_examples
from partnerlab.lab import deployment as deployments
from partnerlab.lab.environment import file_login, file_variables, variables
from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.lab import Lab
from partnerlab.lab.message_times.wall_clock import real_now
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import nobody
from tests.conformance.certificates import Authority, secure
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow

Doctor = Callable[..., tuple[int, str]]


@pytest.fixture(scope="module")
def served() -> Iterator[tuple[Lab, dict[str, str]]]:
    """Every simulator and file server, with the variables that lead there."""
    lab = Lab(Registry())
    lab.system = nobody()
    with deployments.serve_simulators(lab, "up") as stage:
        yield lab, variables(lab, stage.urls) | file_variables(lab)


@pytest.fixture
def doctor(
    served: tuple[Lab, dict[str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Doctor:
    """The command with these variables, some changed: its exit code and what it printed."""

    def run(partner: str, *arguments: str, changed: Mapping[str, str] | None = None) -> tuple[int, str]:
        told = served[1] | dict(changed or {})
        file = tmp_path / "lab.env"
        file.write_text("".join(f"export {name}={shlex.quote(value)}\n" for name, value in told.items()), "utf-8")
        monkeypatch.chdir(tmp_path)
        with pytest.raises(SystemExit) as left:
            main(["doctor", partner, "--variables", str(file), *arguments])
        code = left.value.code
        return code if isinstance(code, int) else 0, "".join(capsys.readouterr())

    return run


@pytest.mark.parametrize("partner", ["scb_debit", "mea_offline", "mpay_offline", "dbd_juristic", "dol_land"])
def test_a_good_peer_is_ready(doctor: Doctor, partner: str) -> None:
    code, text = doctor(partner)
    assert (code, "not ready" in text) == (0, False), text
    assert "ready: all" in text


def test_nothing_is_left_at_the_drop_off(doctor: Doctor, served: tuple[Lab, dict[str, str]]) -> None:
    lab = served[0]
    before = len(list(lab.journal))
    doctor("scb_debit")
    assert file_exchange(lab).channel("sftp").files() == {}
    assert len(list(lab.journal)) == before


def test_a_partner_uses_its_own_log_in_where_it_has_one(doctor: Doctor, served: tuple[Lab, dict[str, str]]) -> None:
    login = file_login(served[0], served[0].kit.partner("scb_debit"))
    own = {"SCB_DEBIT_SFTP_USER": login["user"], "SCB_DEBIT_SFTP_PASSWORD": login["password"]}
    code, text = doctor("scb_debit", changed=own)
    assert code == 0, text
    assert "incoming: 1010 bytes of the sample" in text.replace(",", "")


def test_a_partner_that_sends_mail_looks_at_the_way_to_our_side(doctor: Doctor) -> None:
    code, text = doctor("mea_offline", changed={"PARTNERLAB_MAIL_DROP": ""})
    assert code == 0, text
    assert "mea_offline@partners.example → cis@mwa.example" in text and "mailbox can be read" not in text


def test_a_partner_is_told_the_variables_of_its_own_log_in(doctor: Doctor) -> None:
    _, text = doctor("scb_debit", changed={"PARTNERLAB_SFTP_USER": ""})
    assert "a partner gives its own log-in: SCB_DEBIT_SFTP_USER, SCB_DEBIT_SFTP_PASSWORD" in text


@pytest.mark.parametrize(
    ("partner", "changed", "seen", "advice"),
    [
        ("scb_debit", {"PARTNERLAB_SFTP_PASSWORD": "wrong"}, "cis is refused", "correct user and password"),
        ("scb_debit", {"PARTNERLAB_SFTP_HOST": "bank.invalid"}, "bank.invalid is not known", "DNS"),
        ("scb_debit", {"SCB_DEBIT_SFTP_HOME": "nowhere"}, "nowhere/incoming: ", "have the folder made"),
        ("scb_debit", {"PARTNERLAB_SFTP_PASSWORD": ""}, "not set: PARTNERLAB_SFTP_PASSWORD", "--variables"),
        ("scb_debit", {"PARTNERLAB_SFTP_HOST_KEY": "the-host-key"}, "HOST_KEY is no public key", "give the whole line"),
        ("scb_debit", {"PARTNERLAB_SFTP_PORT": "sftp"}, "PARTNERLAB_SFTP_PORT is 'sftp'", "from 1 to 65535"),
        ("mea_offline", {"PARTNERLAB_MAIL_SMTP_PORT": "70000"}, "SMTP_PORT is '70000'", "from 1 to 65535"),
        ("mea_offline", {"PARTNERLAB_MAIL_DROP": "/nowhere"}, "/nowhere is no Maildir", "mail server"),
        ("mea_offline", {"MEA_OFFLINE_MAIL_ADDRESS": "somebody@else.example"}, "RCPT: 5", "addresses allowed"),
        ("mpay_offline", {"MPAY_OFFLINE_WEB_PASSWORD": "wrong"}, "Wrong user or password", "user or the password"),
    ],
)
def test_what_is_wrong_is_named_with_what_to_do(
    doctor: Doctor, partner: str, changed: dict[str, str], seen: str, advice: str
) -> None:
    code, text = doctor(partner, changed=changed)
    assert code == 1, text
    failed = text[text.index("not ready") :]
    assert seen in failed.splitlines()[0]
    assert advice in failed.splitlines()[1]


def test_another_host_key_stops_before_the_log_in(doctor: Doctor) -> None:
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode().strip()
    code, text = doctor("scb_debit", changed={"PARTNERLAB_SFTP_HOST_KEY": other})
    assert code == 1
    assert "agreed SHA256:" in text and "by telephone" in text
    assert "not tried log-in" in text


def _nobody() -> str:
    with socket.create_server(("127.0.0.1", 0)) as door:
        return str(door.getsockname()[1])


@pytest.mark.parametrize(
    ("partner", "variable"),
    [("scb_debit", "PARTNERLAB_SFTP_PORT"), ("mea_offline", "PARTNERLAB_MAIL_SMTP_PORT")],
)
def test_an_absent_server_is_told_before_anything_is_tried(doctor: Doctor, partner: str, variable: str) -> None:
    code, text = doctor(partner, changed={variable: _nobody()})
    assert code == 1
    assert "Connection refused" in text and "start the system there" in text
    assert text.count("not tried") >= 2


def test_an_absent_page_and_an_absent_interface(doctor: Doctor) -> None:
    port = _nobody()
    assert "Connection refused" in doctor("dol_land", "--url", f"http://127.0.0.1:{port}")[1]
    page = {"MPAY_OFFLINE_WEB_PAGE": f"http://127.0.0.1:{port}/mpay_offline/"}
    assert "Connection refused" in doctor("mpay_offline", changed=page)[1]


class _Text(asyncssh.SFTPServer):
    """A server that takes every file for text and changes its line ends."""

    def write(self, file_obj: Any, offset: int, data: bytes) -> int:
        super().write(file_obj, offset, data.replace(b"\r\n", b"\n"))
        return len(data)


class _NoRename(asyncssh.SFTPServer):
    def rename(self, oldpath: bytes, newpath: bytes) -> None:
        raise asyncssh.SFTPPermissionDenied("no right to rename")


class _Open(asyncssh.SSHServer):
    def begin_auth(self, username: str) -> bool:
        return False


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[Callable[[type[asyncssh.SFTPServer]], dict[str, str]]]:
    """An SFTP server of another make, with the folders of scb_debit; the variables that lead there."""
    loop = asyncio.new_event_loop()
    thread = Thread(target=loop.run_forever, daemon=True)
    thread.start()
    open_doors: list[asyncssh.SSHAcceptor] = []
    for folder in ("incoming", "outgoing"):
        (tmp_path / "homes/scb_debit" / folder).mkdir(parents=True)
    key = asyncssh.generate_private_key("ssh-ed25519")

    async def listen(kind: type[asyncssh.SFTPServer]) -> asyncssh.SSHAcceptor:
        return await asyncssh.listen(
            "127.0.0.1", 0, server_factory=_Open, server_host_keys=[key],
            sftp_factory=lambda channel: kind(channel, chroot=str(tmp_path / "homes")),
        )  # fmt: skip

    def serve(kind: type[asyncssh.SFTPServer]) -> dict[str, str]:
        acceptor = asyncio.run_coroutine_threadsafe(listen(kind), loop).result(PATIENCE)
        open_doors.append(acceptor)
        return {
            "PARTNERLAB_SFTP_PORT": str(acceptor.get_port()),
            "PARTNERLAB_SFTP_HOST_KEY": key.export_public_key().decode().strip(),
        }

    yield serve
    for door in open_doors:
        loop.call_soon_threadsafe(door.close)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def test_a_server_that_changes_line_ends_is_found_by_the_sample(doctor: Doctor, own_server: Any) -> None:
    code, text = doctor("scb_debit", changed=own_server(_Text))
    assert code == 1
    assert "others came back" in text and "(binary)" in text


def test_a_server_without_the_right_to_rename(doctor: Doctor, own_server: Any, tmp_path: Path) -> None:
    code, text = doctor("scb_debit", changed=own_server(_NoRename))
    assert code == 1
    assert "no right to rename" in text and "have the rights" in text
    assert list((tmp_path / "homes/scb_debit/outgoing").iterdir()) == []


def test_tls_its_authority_and_its_expiry(doctor: Doctor, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with secure(authority) as url:
        assert "must send the whole chain" in doctor("dol_land", "--url", url)[1]
        bindings = f"bindings: 1\npartner: dol_land\nconnection: {{ca: {authority.file}}}\n"
        (tmp_path / "bindings.yaml").write_text(bindings)
        text = doctor("dol_land", "--url", url)[1]
    assert "issued by authority of a test" in text
    assert "warning" in text and "have it renewed now" in text


def test_the_test_data_that_verify_reads_is_no_obstacle(doctor: Doctor, tmp_path: Path) -> None:
    (example, *_) = recorded_examples(Registry().partner("dbd_juristic"))
    place = next(iter(example.bindable_fields))
    bindings = f'bindings: 1\npartner: dbd_juristic\nexamples:\n  {example.name}: {{{place}: "0105500000005"}}\n'
    (tmp_path / "bindings.yaml").write_text(bindings, encoding="utf-8")
    assert "there is no example" not in doctor("dbd_juristic")[1]


@contextmanager
def _answering(status: int, headers: Mapping[str, str]) -> Iterator[str]:
    """A server of another make, with its own idea of the time; its URL."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response_only(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_HEAD = do_GET

        def log_message(self, *words: Any) -> None:
            """Quietly."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_clock_in_another_time_zone(doctor: Doctor) -> None:
    late = format_datetime(real_now().astimezone(UTC) - timedelta(hours=7), usegmt=True)
    with _answering(200, {"Date": late}) as url:
        code, text = doctor("dol_land", "--url", url)
    assert (code, "set the wrong clock" in text) == (1, True), text


def test_a_redirect(doctor: Doctor) -> None:
    with _answering(302, {"Location": "https://elsewhere.example/"}) as url:
        code, text = doctor("dol_land", "--url", url)
    assert code == 1
    assert "https://elsewhere.example/" in text and "give the address that it leads to" in text


def test_credentials_that_are_not_given_are_named(doctor: Doctor) -> None:
    code, text = doctor("dol_land", changed={"DGA_GDX_CONSUMER_SECRET": ""})
    assert (code, "not set: DGA_GDX_CONSUMER_SECRET" in text) == (1, True), text


def test_a_sender_looks_at_the_system_that_it_calls(doctor: Doctor, served: tuple[Lab, dict[str, str]]) -> None:
    code, text = doctor("big_c_online")
    assert (code, "give --url" in text) == (2, True), text
    somebody = ("--cis", served[1]["SAP_URL"])
    code, text = doctor("big_c_online", *somebody)
    assert (code, "BIG_C_ONLINE_AGENT_KEY" in text) == (0, True), text
    code, text = doctor("big_c_online", *somebody, changed={"BIG_C_ONLINE_AGENT_KEY": ""})
    assert (code, "not set: BIG_C_ONLINE_AGENT_KEY" in text) == (1, True), text


@pytest.mark.parametrize(
    ("line", "message"),
    [("export A='b", "a quotation mark is not closed"), ("A B", "expected NAME=VALUE"), ("1=2", "expected NAME=VALUE")],
)
def test_a_file_of_variables_that_is_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, message: str
) -> None:
    file = tmp_path / "lab.env"
    file.write_text(f"# a note\n\n{line}\n")
    with pytest.raises(SystemExit) as left:
        main(["doctor", "scb_debit", "--variables", str(file)])
    assert left.value.code == 2
    assert f"{file}:3: {message}" in "".join(capsys.readouterr())


def test_thai(doctor: Doctor) -> None:
    code, text = doctor("scb_debit", "--lang", "th", changed={"PARTNERLAB_SFTP_PASSWORD": "wrong"})
    assert code == 1
    assert "ปฏิเสธผู้ใช้ cis" in text and "not ready" not in text


@pytest.mark.parametrize(
    ("reason", "thai"),
    [("certificate has expired", "ใบรับรองหมดอายุแล้ว"), ("[Errno 111] Connection refused", "ปลายทางปฏิเสธการเชื่อมต่อ")],
)
def test_the_reason_of_a_system_is_told_in_thai_with_its_own_words(reason: str, thai: str) -> None:
    assert thai_reason(reason) == f"{thai} ({reason})"
    assert thai_reason("what no table knows") == "ระบบแจ้งว่า 'what no table knows'"
