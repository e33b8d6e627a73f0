"""The drop-off as OpenSSH's own clients meet it: `sftp`, and `scp` over its old and its new protocol."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import asyncssh
import pytest

from partnerlab.lab.channels.sftp_channel import OUR_SIDE, SftpDropOff
from tests.patience import PATIENCE

needs_scp = pytest.mark.skipif(shutil.which("scp") is None, reason="this machine has no scp")
needs_sftp = pytest.mark.skipif(shutil.which("sftp") is None, reason="this machine has no sftp")


@pytest.fixture
def drop_off(tmp_path: Path) -> Iterator[SftpDropOff]:
    """A drop-off that the key in `tmp_path` opens for the bank."""
    key = asyncssh.generate_private_key("ssh-ed25519")
    (tmp_path / "key").write_bytes(key.export_private_key())
    (tmp_path / "key").chmod(0o600)
    keys = {"bank": frozenset({" ".join(key.export_public_key().decode().split()[:2])})}
    made = SftpDropOff({OUR_SIDE: "ours", "bank": "secret"}, bytes(range(32)), keys=keys)
    (tmp_path / "known").write_text(f"[{made.host}]:{made.port} {made.host_key}\n")
    yield made
    made.close()


def run(drop_off: SftpDropOff, folder: Path, command: list[str], lines: str = "") -> subprocess.CompletedProcess[str]:
    settings = ["BatchMode=yes", f"UserKnownHostsFile={folder / 'known'}", f"IdentityFile={folder / 'key'}"]
    options = ["-F", "none", *(word for setting in settings for word in ("-o", setting)), "-P", str(drop_off.port)]
    return subprocess.run(
        [command[0], *options, *command[1:]], input=lines, capture_output=True, text=True, timeout=PATIENCE, check=False
    )  # fmt: skip


def arrived(drop_off: SftpDropOff) -> list[tuple[str, list[str]]]:
    found = []
    while arrival := drop_off.next_arrival():
        found.append((arrival.name, [finding.seen for finding in arrival.findings]))
    return found


@needs_scp
@pytest.mark.parametrize("options", [[], ["-O"], ["-p"], ["-q", "-C"]], ids=" ".join)
def test_scp_delivers_straight_to_the_name_and_exits_0(
    drop_off: SftpDropOff, tmp_path: Path, options: list[str]
) -> None:
    (tmp_path / "A.txt").write_bytes(b"payment")
    copied = run(drop_off, tmp_path, ["scp", *options, str(tmp_path / "A.txt"), f"bank@{drop_off.host}:incoming/"])
    assert (copied.returncode, copied.stderr) == (0, "")
    assert (drop_off.home("bank") / "incoming" / "A.txt").read_bytes() == b"payment"
    assert arrived(drop_off) == [("A.txt", ["written straight to NAME"])]


@needs_scp
@pytest.mark.parametrize("options", [[], ["-O"]], ids=" ".join)
def test_scp_fetches_and_exits_0(drop_off: SftpDropOff, tmp_path: Path, options: list[str]) -> None:
    (drop_off.home("bank") / "outgoing" / "R.txt").write_bytes(b"result")
    copied = run(drop_off, tmp_path, ["scp", *options, f"bank@{drop_off.host}:outgoing/R.txt", str(tmp_path / "R.txt")])
    assert (copied.returncode, copied.stderr) == (0, "")
    assert (tmp_path / "R.txt").read_bytes() == b"result"
    assert arrived(drop_off) == []


@needs_scp
@pytest.mark.parametrize("options", [[], ["-O"]], ids=" ".join)
def test_scp_of_what_is_not_there_fails(drop_off: SftpDropOff, tmp_path: Path, options: list[str]) -> None:
    copied = run(drop_off, tmp_path, ["scp", *options, f"bank@{drop_off.host}:outgoing/R.txt", str(tmp_path / "R.txt")])
    assert copied.returncode != 0


@needs_sftp
@pytest.mark.parametrize(("ending", "said"), [(".tmp", []), (".part", ["renamed from NAME.part"])])
def test_sftp_delivers_and_exits_0(drop_off: SftpDropOff, tmp_path: Path, ending: str, said: list[str]) -> None:
    (tmp_path / "A.txt").write_bytes(b"payment")
    lines = f"put {tmp_path}/A.txt incoming/A.txt{ending}\nrename incoming/A.txt{ending} incoming/A.txt\n"
    done = run(drop_off, tmp_path, ["sftp", "-b", "-", f"bank@{drop_off.host}"], lines)
    assert done.returncode == 0, done.stderr
    assert arrived(drop_off) == [("A.txt", said)]


@needs_sftp
def test_sftp_cannot_remove_or_rename_the_agreed_folders(drop_off: SftpDropOff, tmp_path: Path) -> None:
    for line in ("rmdir incoming", "rename outgoing old", "rmdir /outgoing"):
        refused = run(drop_off, tmp_path, ["sftp", "-b", "-", f"bank@{drop_off.host}"], f"{line}\n")
        assert refused.returncode == 1, line
        assert "ermission denied" in refused.stderr
    assert sorted(path.name for path in drop_off.home("bank").iterdir()) == ["incoming", "outgoing"]
