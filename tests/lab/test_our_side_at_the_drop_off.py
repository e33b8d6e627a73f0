"""What stands in an agent's folder that cannot be read, or is no file: our side leaves it there and takes the rest."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from partnerlab.lab.channels.sftp_channel import OUR_SIDE, SftpDropOff
from reference.common.file_channels.channel import ChannelUnavailable, Handled, Place, visit
from reference.common.file_channels.file_content import FileContent
from reference.common.file_channels.sftp import SftpChannel
from reference.common.settings import Sftp

PASSWORDS = {OUR_SIDE: "ours", "bank": "secret", "shop": "other"}
PLACES = [Place(agent, agent, ".txt") for agent in ("bank", "shop")]


@pytest.fixture
def drop_off() -> Iterator[SftpDropOff]:
    made = SftpDropOff(PASSWORDS, bytes(range(32)))
    yield made
    made.close()


def taken(drop_off: SftpDropOff) -> list[str]:
    """What one visit of ours takes."""
    found: list[str] = []

    def handle(partner: str, name: str, data: bytes | FileContent) -> Handled:
        found.append(f"{partner}/{name}")
        return Handled()

    sftp = Sftp(drop_off.host, drop_off.port, OUR_SIDE, PASSWORDS[OUR_SIDE], drop_off.host_key)
    try:
        visit(SftpChannel(sftp, 5.0), PLACES, handle)
    except ChannelUnavailable as failure:
        found.append(f"failed: {str(failure).partition(': ')[2]}")
    return found


@pytest.mark.parametrize("name", [b"A\nB.txt", "ไฟล์.txt".encode("cp874"), b"\xff.txt", b"A\x1b[2J.txt"])
def test_a_name_that_cannot_be_read_is_left_there(drop_off: SftpDropOff, name: bytes) -> None:
    folder = drop_off.home("bank") / "incoming"
    Path(os.fsdecode(bytes(folder) + b"/" + name)).touch()
    (folder / "B.txt").touch()
    (drop_off.home("shop") / "incoming" / "C.txt").touch()
    assert [taken(drop_off), taken(drop_off)] == [["bank/B.txt", "shop/C.txt"], []]


def test_a_folder_named_like_a_file_is_left_there(drop_off: SftpDropOff) -> None:
    (drop_off.home("bank") / "incoming" / "A.txt").mkdir()
    (drop_off.home("bank") / "incoming" / "B.txt").touch()
    assert [taken(drop_off), taken(drop_off)] == [["bank/B.txt"], []]


def test_a_file_that_cannot_be_put_away_holds_up_no_other(drop_off: SftpDropOff) -> None:
    (drop_off.home("bank") / "taken").mkdir()
    (drop_off.home("bank") / "taken" / "A.txt").mkdir()
    for name in ("A.txt", "B.txt"):
        (drop_off.home("bank") / "incoming" / name).touch()
    (drop_off.home("shop") / "incoming" / "C.txt").touch()
    *found, failure = taken(drop_off)
    assert found == ["bank/A.txt", "bank/B.txt", "shop/C.txt"]
    assert failure.startswith("failed: bank: A.txt: ")
    assert not (drop_off.home("bank") / "incoming" / "B.txt").exists()
