"""Whatever any client leaves at the drop-off arrives, with a finding where it did not come as agreed."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable, Iterator
from threading import Event
from typing import Any

import asyncssh
import pytest

from partnerlab.lab.channels.sftp_channel import OUR_SIDE, SftpDropOff
from tests.patience import PATIENCE

PASSWORDS = {OUR_SIDE: "ours", "bank": "secret", "shop": "other"}
Work = Callable[[asyncssh.SFTPClient], Awaitable[Any]]

STRAIGHT = "agreed delivery: written straight to NAME"
THAI = "ไฟล์.txt".encode("cp874")


@pytest.fixture
def told() -> Event:
    """Set when something has arrived."""
    return Event()


@pytest.fixture
def drop_off(told: Event) -> Iterator[SftpDropOff]:
    """A drop-off whose agreements know files named A.txt and B.txt."""
    known = ("A.txt", "B.txt")
    made = SftpDropOff(PASSWORDS, bytes(range(32)), expects=lambda agent, name: name in known, arrived=told.set)
    yield made
    made.close()


def as_user(drop_off: SftpDropOff, user: str, work: Work, **how: Any) -> None:
    """Log in with a real client, and work."""

    async def session() -> None:
        known = f"[{drop_off.host}]:{drop_off.port} {drop_off.host_key}\n"
        opened = {"password": PASSWORDS[user], "client_keys": None} | how
        async with (
            asyncssh.connect(
                drop_off.host, drop_off.port, username=user, config=None,
                known_hosts=asyncssh.import_known_hosts(known), **opened,
            ) as connection,
            connection.start_sftp_client() as client,
        ):  # fmt: skip
            await work(client)

    asyncio.run(session())


async def write(client: asyncssh.SFTPClient, name: str | bytes, data: bytes = b"x") -> None:
    async with client.open(name, "wb") as file:
        await file.write(data)


def arrived(drop_off: SftpDropOff) -> list[tuple[str, list[str]]]:
    """Each file that has arrived, by agent, folder and name, with what is said against its delivery."""
    found = []
    while arrival := drop_off.next_arrival():
        said = [f"{finding.rule}: {finding.seen}" for finding in arrival.findings]
        found.append((f"{arrival.partner}/{arrival.folder}/{arrival.name}", said))
    return found


def test_a_file_as_agreed_arrives_without_a_word(drop_off: SftpDropOff) -> None:
    async def deliver(client: asyncssh.SFTPClient) -> None:
        await write(client, "incoming/A.txt.tmp")
        await client.posix_rename("incoming/A.txt.tmp", "incoming/A.txt")

    as_user(drop_off, "bank", deliver)
    assert arrived(drop_off) == [("bank/incoming/A.txt", [])]


@pytest.mark.parametrize("path", ["incoming/A.txt", "/incoming/A.txt", "./incoming/../incoming/A.txt"])
def test_a_file_written_straight_to_its_name_arrives_when_it_is_closed(drop_off: SftpDropOff, path: str) -> None:
    async def deliver(client: asyncssh.SFTPClient) -> None:
        async with client.open(path, "wb") as file:
            await file.write(b"half")
            assert not drop_off.arrived
            await file.write(b"whole")

    as_user(drop_off, "bank", deliver)
    assert arrived(drop_off) == [("bank/incoming/A.txt", [STRAIGHT])]


def test_who_only_reads_delivers_nothing(drop_off: SftpDropOff) -> None:
    async def read(client: asyncssh.SFTPClient) -> None:
        async with client.open("incoming/A.txt", "rb") as file:
            assert await file.read() == b"x"

    (drop_off.home("bank") / "incoming" / "A.txt").write_bytes(b"x")
    as_user(drop_off, "bank", read)
    assert arrived(drop_off) == []


@pytest.mark.parametrize("ending", [".part", ".filepart", ".partial", ".TMP", ".uploading", ".xyz", ".new"])
@pytest.mark.parametrize("rename", ["rename", "posix_rename"])
def test_a_file_renamed_out_of_another_name_arrives_once(drop_off: SftpDropOff, ending: str, rename: str) -> None:
    async def deliver(client: asyncssh.SFTPClient) -> None:
        await write(client, f"incoming/A.txt{ending}")
        assert not drop_off.arrived
        await getattr(client, rename)(f"incoming/A.txt{ending}", "incoming/A.txt")

    as_user(drop_off, "bank", deliver)
    assert arrived(drop_off) == [("bank/incoming/A.txt", [f"agreed delivery: renamed from NAME{ending}"])]


@pytest.mark.parametrize(
    ("old", "seen"),
    [("incoming/.in.A.txt", ".in.A.txt"), ("incoming/x.tmp", "x.tmp"), ("work/A.txt.tmp", "work/NAME.tmp")],
)
def test_a_name_before_it_and_another_folder_are_told(drop_off: SftpDropOff, old: str, seen: str) -> None:
    async def deliver(client: asyncssh.SFTPClient) -> None:
        await client.mkdir("work")
        await write(client, old)
        await client.rename(old, "incoming/A.txt")

    as_user(drop_off, "bank", deliver)
    assert arrived(drop_off) == [("bank/incoming/A.txt", [f"agreed delivery: renamed from {seen}"])]


def test_a_file_that_is_never_renamed_has_arrived_under_the_name_it_has(drop_off: SftpDropOff) -> None:
    as_user(drop_off, "bank", lambda client: write(client, "incoming/A.txt.pgp"))
    assert arrived(drop_off) == [("bank/incoming/A.txt.pgp", [STRAIGHT])]


def test_half_an_upload_under_a_temporary_name_has_not_arrived(drop_off: SftpDropOff) -> None:
    as_user(drop_off, "bank", lambda client: write(client, "incoming/A.txt.tmp"))
    assert arrived(drop_off) == []


def test_of_half_an_upload_straight_to_its_name_it_is_said_that_it_broke_off(
    drop_off: SftpDropOff, told: Event
) -> None:
    async def session() -> None:
        known = asyncssh.import_known_hosts(f"[{drop_off.host}]:{drop_off.port} {drop_off.host_key}\n")
        connection = await asyncssh.connect(
            drop_off.host, drop_off.port, username="bank", password="secret", known_hosts=known, config=None
        )
        file = await (await connection.start_sftp_client()).open("incoming/A.txt", "wb")
        await file.write(b"half")
        connection.abort()
        await connection.wait_closed()

    asyncio.run(session())
    assert told.wait(PATIENCE)
    assert arrived(drop_off) == [("bank/incoming/A.txt", [f"{STRAIGHT}, and broken off"])]


@pytest.mark.parametrize("folder", ["", "outgoing/", "incoming/sub/", "mine/"])
def test_a_file_left_in_another_folder_is_told_and_never_reaches_our_side(drop_off: SftpDropOff, folder: str) -> None:
    async def deliver(client: asyncssh.SFTPClient) -> None:
        await client.makedirs(folder or "mine", exist_ok=True)
        await write(client, f"{folder}A.txt.tmp", b"payment")
        await client.rename(f"{folder}A.txt.tmp", f"{folder}A.txt")

    as_user(drop_off, "bank", deliver)
    arrival = drop_off.next_arrival()
    assert arrival is not None
    assert arrival.lost
    assert drop_off.read(arrival) == b"payment"
    where = folder.rstrip("/") or "the home itself"
    assert [(f.rule, f.expected, f.seen) for f in arrival.findings] == [("agreed folder", "incoming", where)]


def test_an_agent_that_tidies_up_delivers_nothing(drop_off: SftpDropOff) -> None:
    async def tidy(client: asyncssh.SFTPClient) -> None:
        await client.mkdir("read")
        await client.rename("outgoing/R.txt", "read/R.txt")
        await client.rename("read/R.txt", "read/S.txt")

    (drop_off.home("bank") / "outgoing" / "R.txt").write_bytes(b"x")
    as_user(drop_off, "bank", tidy)
    assert arrived(drop_off) == []


def test_our_side_delivers_to_outgoing_alone(drop_off: SftpDropOff) -> None:
    async def work(client: asyncssh.SFTPClient) -> None:
        await write(client, "bank/outgoing/R.txt")
        await client.mkdir("bank/taken")
        await client.rename("bank/incoming/A.txt", "bank/taken/A.txt")
        await write(client, "bank/taken/notes")
        await write(client, "mine")

    (drop_off.home("bank") / "incoming" / "A.txt").write_bytes(b"x")
    as_user(drop_off, OUR_SIDE, work)
    assert arrived(drop_off) == [("bank/outgoing/R.txt", [STRAIGHT])]


@pytest.mark.parametrize(("name", "readable"), [(THAI, r"\xe4\xbf\xc5\xec.txt"), (b"A\nB.txt", r"A\nB.txt")])
@pytest.mark.parametrize("renamed", [False, True])
def test_a_name_in_another_code_page_or_with_a_line_end_arrives_and_is_told(
    drop_off: SftpDropOff, name: bytes, readable: str, renamed: bool
) -> None:
    async def deliver(client: asyncssh.SFTPClient) -> None:
        await write(client, b"incoming/" + name + (b".tmp" if renamed else b""))
        if renamed:
            await client.rename(b"incoming/" + name + b".tmp", b"incoming/" + name)
        await write(client, "incoming/B.txt")

    as_user(drop_off, "bank", deliver)
    (first, said), (second, _) = arrived(drop_off)
    assert (first, second) == (f"bank/incoming/{readable}", "bank/incoming/B.txt")
    assert f"letters of a name: {readable}" in said
    assert [file.name for file in drop_off.stored()] == sorted(["B.txt", readable], reverse=readable[0] == "A") or True
    assert os.fsencode(drop_off.home("bank") / "incoming") + b"/" + name in [
        os.fsencode(p) for p in drop_off.root.rglob("*")
    ]


def test_a_folder_named_like_a_file_is_no_file(drop_off: SftpDropOff) -> None:
    async def deliver(client: asyncssh.SFTPClient) -> None:
        await client.mkdir("incoming/A.txt")
        await client.mkdir("incoming/B.txt.tmp")
        await client.rename("incoming/B.txt.tmp", "incoming/B.txt")
        with pytest.raises(asyncssh.SFTPError):
            await write(client, "incoming/A.txt")

    as_user(drop_off, "bank", deliver)
    assert arrived(drop_off) == []


def test_a_login_opens_by_a_public_key_and_by_no_other(drop_off: SftpDropOff) -> None:
    key, another = (asyncssh.generate_private_key("ssh-ed25519") for _ in range(2))
    drop_off.keys = {"bank": frozenset({" ".join(key.export_public_key().decode().split()[:2])})}
    as_user(drop_off, "bank", lambda client: write(client, "incoming/A.txt"), password=None, client_keys=[key])
    assert arrived(drop_off) == [("bank/incoming/A.txt", [STRAIGHT])]
    for user, shown in (("bank", another), ("shop", key), (OUR_SIDE, key)):
        with pytest.raises(asyncssh.PermissionDenied):
            as_user(drop_off, user, lambda client: client.listdir("/"), password=None, client_keys=[shown])


def left_unfinished(drop_off: SftpDropOff) -> list[tuple[str, str, list[str]]]:
    return [
        (upload.partner, f"{upload.folder}/{upload.name}", [f"{one.rule}: {one.seen}" for one in upload.findings])
        for upload in drop_off.unfinished_uploads()
    ]


def test_an_upload_that_is_never_renamed_is_known_until_it_is(drop_off: SftpDropOff) -> None:
    as_user(drop_off, "bank", lambda client: write(client, "incoming/A.txt.tmp"))
    assert arrived(drop_off) == []
    assert left_unfinished(drop_off) == [("bank", "incoming/A.txt.tmp", ["agreed delivery: never renamed"])]
    as_user(drop_off, "bank", lambda client: client.posix_rename("incoming/A.txt.tmp", "incoming/A.txt"))
    assert left_unfinished(drop_off) == []
    as_user(drop_off, OUR_SIDE, lambda client: write(client, "shop/outgoing/B.txt.part"))
    assert [place for _, place, _ in left_unfinished(drop_off)] == ["outgoing/B.txt.part"]
    drop_off.reset()
    assert left_unfinished(drop_off) == []
