"""The drop-off as a bank's own SFTP client meets it: logins, homes, and files that exist once they are renamed."""

from __future__ import annotations

import asyncio
import os
import socket
import tempfile
import threading
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from partnerlab.lab.channels.channel import FileArrival, FileInTransit, StorageError
from partnerlab.lab.channels.ports import PortTaken
from partnerlab.lab.channels.sftp_channel import OUR_SIDE, SftpDropOff
from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.lab import Lab
from reference.common.file_channels.channel import Handled, Place, visit
from reference.common.file_channels.sftp import SftpChannel
from reference.common.settings import Sftp
from tests.patience import PATIENCE

PASSWORDS = {OUR_SIDE: "ours", "bank": "secret", "shop": "other"}
KEY = bytes(range(32))
Work = Callable[[asyncssh.SFTPClient], Awaitable[Any]]


@pytest.fixture
def drop_off() -> Iterator[SftpDropOff]:
    made = SftpDropOff(PASSWORDS, KEY)
    yield made
    made.close()


def as_user(
    drop_off: SftpDropOff, user: str, work: Work, password: str | None = None, host_key: str | None = None
) -> Any:
    """Log in with a real client that pins the host key, and work."""

    async def session() -> Any:
        known = f"[{drop_off.host}]:{drop_off.port} {host_key or drop_off.host_key}\n"
        async with (
            asyncssh.connect(
                drop_off.host, drop_off.port, username=user, password=password or PASSWORDS.get(user, ""),
                known_hosts=asyncssh.import_known_hosts(known), config=None, client_keys=None,
            ) as connection,
            connection.start_sftp_client() as client,
        ):  # fmt: skip
            return await work(client)

    return asyncio.run(session())


async def write(client: asyncssh.SFTPClient, name: str, data: bytes = b"x") -> None:
    async with client.open(name, "wb") as file:
        await file.write(data)


def arrived(drop_off: SftpDropOff) -> list[FileArrival]:
    found = []
    while arrival := drop_off.next_arrival():
        found.append(arrival)
    return found


def test_an_agent_sees_its_home_and_our_side_sees_every_home(drop_off: SftpDropOff) -> None:
    assert sorted(as_user(drop_off, "bank", lambda client: client.listdir("/"))) == [".", "..", "incoming", "outgoing"]
    assert {"bank", "shop"} <= set(as_user(drop_off, OUR_SIDE, lambda client: client.listdir("/")))


@pytest.mark.parametrize(
    ("user", "password"), [("bank", "wrong"), ("bank", "other"), ("nobody", "secret"), ("", "secret")]
)
def test_a_wrong_login_is_refused(drop_off: SftpDropOff, user: str, password: str) -> None:
    with pytest.raises(asyncssh.PermissionDenied):
        as_user(drop_off, user, lambda client: client.listdir("/"), password)


@pytest.mark.parametrize(("user", "named"), [("bank", "'bank'"), ("hunter2", "a login that does not exist")])
def test_a_wrong_password_stands_in_the_log_without_itself(
    drop_off: SftpDropOff, caplog: pytest.LogCaptureFixture, user: str, named: str
) -> None:
    with pytest.raises(asyncssh.PermissionDenied):
        as_user(drop_off, user, lambda client: client.listdir("/"), password="guessed")
    told = [record.message for record in caplog.records if record.name.startswith("partnerlab")]
    assert told == [f"drop-off: wrong password for {named}, from 127.0.0.1"]


def test_a_client_that_pins_another_host_key_does_not_talk_to_it(drop_off: SftpDropOff) -> None:
    another = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode().strip()
    with pytest.raises(asyncssh.HostKeyNotVerifiable):
        as_user(drop_off, "bank", lambda client: client.listdir("/"), host_key=another)


def test_the_host_key_is_made_from_what_is_given() -> None:
    found = []
    for key in (KEY, KEY, bytes(32)):
        made = SftpDropOff(PASSWORDS, key)
        found.append(made.host_key)
        made.close()
    assert found[0] == found[1] != found[2]


@pytest.mark.parametrize("path", ["../shop/incoming/x.tmp", "/../shop/incoming/x.tmp", "/../../x", "incoming/../../x"])
def test_nobody_leaves_its_home(drop_off: SftpDropOff, path: str) -> None:
    before = sorted(drop_off.root.parent.iterdir())

    async def try_it(client: asyncssh.SFTPClient) -> None:
        try:
            await write(client, path)
        except asyncssh.SFTPError:
            return

    as_user(drop_off, "bank", try_it)
    assert list((drop_off.home("shop") / "incoming").iterdir()) == []
    assert sorted(drop_off.home(OUR_SIDE).iterdir()) == [drop_off.home("bank"), drop_off.home("shop")]
    assert [path for path in drop_off.root.parent.iterdir() if path not in before and path.name == "x"] == []


def test_a_file_arrives_when_it_is_renamed_and_not_before(drop_off: SftpDropOff) -> None:
    as_user(drop_off, "bank", lambda client: write(client, "incoming/a.txt.tmp", b"first"))
    assert arrived(drop_off) == []
    as_user(drop_off, "bank", lambda client: client.posix_rename("incoming/a.txt.tmp", "incoming/a.txt"))
    (arrival,) = arrived(drop_off)
    assert arrival == FileArrival("bank", "incoming", "a.txt")
    assert (drop_off.home(arrival.partner) / arrival.folder / arrival.name).read_bytes() == b"first"


def test_the_plain_rename_of_the_protocol_counts_too(drop_off: SftpDropOff) -> None:
    async def leave(client: asyncssh.SFTPClient) -> None:
        await write(client, "/bank/outgoing/r.txt.tmp")
        await client.rename("/bank/outgoing/r.txt.tmp", "/bank/outgoing/r.txt")

    as_user(drop_off, OUR_SIDE, leave)
    assert arrived(drop_off) == [FileArrival("bank", "outgoing", "r.txt")]


def test_links_are_refused(drop_off: SftpDropOff) -> None:
    async def link(client: asyncssh.SFTPClient) -> None:
        await write(client, "incoming/a.tmp")
        with pytest.raises(asyncssh.SFTPPermissionDenied):
            await client.symlink("/etc/passwd", "incoming/s")
        with pytest.raises(asyncssh.SFTPPermissionDenied):
            await client.link("incoming/a.tmp", "incoming/l")

    as_user(drop_off, "bank", link)
    assert [path.name for path in (drop_off.home("bank") / "incoming").iterdir()] == ["a.tmp"]


def test_there_is_no_shell_behind_the_login(drop_off: SftpDropOff) -> None:
    async def run() -> Any:
        known = asyncssh.import_known_hosts(f"[{drop_off.host}]:{drop_off.port} {drop_off.host_key}\n")
        async with asyncssh.connect(
            drop_off.host, drop_off.port, username="bank", password="secret", known_hosts=known, config=None
        ) as connection:
            return await connection.run("id", check=False, timeout=PATIENCE)

    with pytest.raises(asyncssh.ChannelOpenError):
        asyncio.run(run())


def test_the_agents_own_upload_goes_the_same_way(drop_off: SftpDropOff) -> None:
    drop_off.put("bank", FileInTransit("a.txt", b"\xa1\r\n"))
    (arrival,) = arrived(drop_off)
    assert (drop_off.home(arrival.partner) / arrival.folder / arrival.name).read_bytes() == b"\xa1\r\n"
    assert [path.name for path in (drop_off.home("bank") / "incoming").iterdir()] == ["a.txt"]


def test_a_cleared_drop_off_is_empty_and_still_there(drop_off: SftpDropOff) -> None:
    drop_off.put("bank", FileInTransit("a.txt", b"x"))
    drop_off.reset()
    assert arrived(drop_off) == []
    drop_off.put("bank", FileInTransit("a.txt", b"y"))
    assert [path.name for path in (drop_off.home("bank") / "incoming").iterdir()] == ["a.txt"]


def test_a_folder_that_a_client_made_is_cleared_too(drop_off: SftpDropOff) -> None:
    async def make(client: asyncssh.SFTPClient) -> None:
        await client.mkdir("incoming/archive")
        await write(client, "incoming/archive/a.txt")

    as_user(drop_off, "bank", make)
    drop_off.reset()
    assert not [path for path in drop_off.root.rglob("*") if path.is_file()]


def test_closing_leaves_no_folder_no_port_and_no_thread() -> None:
    before = set(threading.enumerate())
    made = SftpDropOff(PASSWORDS, KEY)
    made.put("bank", FileInTransit("a.txt", b"x"))
    assert made.root.name.startswith("partnerlab-")
    made.close()
    assert not made.root.exists()
    assert "drop-off" not in [thread.name for thread in set(threading.enumerate()) - before]
    with socket.create_server((made.host, made.port)):
        pass


def test_a_taken_port_is_told_with_what_to_do_and_leaves_nothing() -> None:
    before = set(Path(tempfile.gettempdir()).glob("partnerlab-*"))
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(
            PortTaken, match=f"port {port} on 127.0.0.1 is taken; choose another first port with --port"
        ):
            SftpDropOff(PASSWORDS, KEY, port=port)
    assert set(Path(tempfile.gettempdir()).glob("partnerlab-*")) <= before


def test_a_file_from_our_side_is_judged_and_reaches_the_agent(lab: Lab) -> None:
    drop_off = file_exchange(lab).channel("sftp")
    drop_off.passwords["cis"] = "ours"

    async def leave(client: asyncssh.SFTPClient) -> None:
        folder = "/truemoney_offline/outgoing"
        for name in ("what_is_this.txt", "MWA_TMN_20261123_01_RESULT.txt"):
            await write(client, f"{folder}/{name}.tmp", b"nonsense\r\n")
            await client.posix_rename(f"{folder}/{name}.tmp", f"{folder}/{name}")

    as_user(drop_off, OUR_SIDE, leave)
    lab.run_due_work()
    unknown, known = lab.journal
    assert (unknown.operation, unknown.channel) == ("?", "sftp")
    assert [finding.rule for finding in unknown.findings] == ["undocumented file"]
    assert unknown.findings[0].seen == "what_is_this.txt"
    assert (known.operation, known.receiver) == ("response_file", "truemoney_offline")
    assert known.findings
    assert lab.failures.errors == []


def test_agreed_folders_stay_and_whatever_else_was_made_goes_at_reset(drop_off: SftpDropOff) -> None:
    before = sorted(drop_off.root.rglob("*"))

    async def tidy(client: asyncssh.SFTPClient) -> None:
        for folder in ("incoming", "./outgoing", "/incoming/", "incoming/../outgoing"):
            with pytest.raises(asyncssh.SFTPPermissionDenied):
                await client.rmdir(folder)
            with pytest.raises(asyncssh.SFTPPermissionDenied):
                await client.rename(folder, "old")
        await client.makedirs("mine/own")
        await client.mkdir("incoming/B.txt")
        await write(client, "incoming/B.txt/x")

    as_user(drop_off, "bank", tidy)

    async def ours(client: asyncssh.SFTPClient) -> None:
        with pytest.raises(asyncssh.SFTPPermissionDenied):
            await client.rename("bank/incoming", "bank/old")
        with pytest.raises(asyncssh.SFTPPermissionDenied):
            await client.rename("bank", "shop2")

    as_user(drop_off, OUR_SIDE, ours)
    drop_off.reset()
    assert sorted(drop_off.root.rglob("*")) == before


@pytest.mark.parametrize("name", ["MWA_TMN_20261123_01.txt", "whatever.txt"])
def test_a_file_of_an_agents_own_client_is_judged_once(lab: Lab, name: str) -> None:
    file_exchange(lab).channel("sftp").put("truemoney_offline", FileInTransit(name, "ไม่ใช่".encode()))
    lab.run_due_work()
    [exchange] = lab.journal
    assert (exchange.sender, exchange.receiver, exchange.channel) == ("truemoney_offline", "cis", "sftp")
    assert exchange.operation == ("?" if name == "whatever.txt" else "payment_file")
    assert exchange.findings
    assert exchange.answered is not None


@pytest.mark.parametrize("again", ["posix_rename", "remove", "none"])
def test_each_of_two_files_under_one_name_is_judged_as_it_arrived(drop_off: SftpDropOff, again: str) -> None:
    async def leave(client: asyncssh.SFTPClient) -> None:
        await write(client, "incoming/a.txt", b"first")
        await write(client, "incoming/a.txt.tmp", b"second")
        if again != "posix_rename":
            await client.remove("incoming/a.txt")
        if again != "none":
            await client.posix_rename("incoming/a.txt.tmp", "incoming/a.txt")

    as_user(drop_off, "bank", leave)
    found = []
    while arrival := drop_off.next_arrival():
        found.append(drop_off.read(arrival))
    assert found == ([b"first"] if again == "none" else [b"first", b"second"])


def test_no_client_takes_from_the_other_side_the_right_to_read(drop_off: SftpDropOff) -> None:
    async def leave(client: asyncssh.SFTPClient) -> None:
        async with client.open("incoming/a.txt.tmp", "wb", asyncssh.SFTPAttrs(permissions=0)) as file:
            await file.write(b"x")
        await client.chmod("incoming/a.txt.tmp", 0)
        await client.chmod("incoming", 0)
        await client.mkdir("mine", asyncssh.SFTPAttrs(permissions=0))

    as_user(drop_off, "bank", leave)
    home = drop_off.home("bank")
    assert all((home / path).stat().st_mode & 0o400 for path in ("incoming", "incoming/a.txt.tmp", "mine"))


def test_a_name_with_a_zero_byte_is_refused_in_plain_words(drop_off: SftpDropOff) -> None:
    with pytest.raises(asyncssh.SFTPError, match="no name has a zero byte in it"):
        as_user(drop_off, "bank", lambda client: write(client, "incoming/a\0b.txt"))


def test_our_side_takes_a_good_file_beside_one_whose_name_cannot_be_read(
    drop_off: SftpDropOff, caplog: pytest.LogCaptureFixture
) -> None:
    folder = drop_off.home("bank") / "incoming"
    (folder / "B.txt").write_bytes(b"payment")
    Path(os.fsdecode(bytes(folder) + "/ไฟล์.txt".encode("cp874"))).touch()
    taken: list[str] = []

    def handle(partner: str, name: str, data: bytes) -> Handled:
        taken.append(name)
        return Handled()

    sftp = Sftp(drop_off.host, drop_off.port, OUR_SIDE, PASSWORDS[OUR_SIDE], drop_off.host_key)
    assert visit(SftpChannel(sftp, 5.0), [Place("bank", "bank", ".txt")], handle) == 1
    assert taken == ["B.txt"]
    assert "is not UTF-8, or has control characters; the file is left there" in caplog.text


def test_a_disk_that_is_full_is_the_labs_trouble_and_names_the_file() -> None:
    told: list[StorageError] = []
    drop_off = SftpDropOff(PASSWORDS, KEY, no_room=told.append)
    try:
        (drop_off.home("bank") / "incoming" / "full.txt.tmp").symlink_to("/dev/full")
        with pytest.raises(asyncssh.SFTPFailure):
            as_user(drop_off, "bank", lambda client: write(client, "incoming/full.txt.tmp"))
    finally:
        drop_off.close()
    (error,) = told
    assert "/bank/incoming/full.txt.tmp: No space left on device: the lab cannot keep it; make room" in str(error)
