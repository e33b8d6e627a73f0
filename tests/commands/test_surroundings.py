"""What a command runs in may lack letters, a home, a disk with room or an output: none of it ends in a traceback."""

from __future__ import annotations

import io
import os
import pwd
import subprocess
import sys
from pathlib import Path

import pytest

from partnerlab.__main__ import main
from partnerlab.lab.partners.registry import default_root
from partnerlab.report.atomic_file import write_atomically
from tests.patience import PATIENCE

PLAYED = ["run", "scenarios/payment_online/a_bill_is_paid_at_a_counter.yaml"]
LISTED = ["partners"]
SAMPLE = "contracts/truemoney_offline/files/payment_file.sample.txt"
CHECKED = ["check-file", "truemoney_offline/payment_file", SAMPLE, "--name", "MWA_TMN_20261123_01.txt"]
WRONG = ["run", "scenarios/payment_online", "-k", "ไม่มีอย่างนี้"]


def ended(*arguments: str) -> object:
    """The exit code."""
    with pytest.raises(SystemExit) as end:
        main([*arguments])
    return end.value.code


@pytest.mark.parametrize("encoding", ["cp874", "ascii", "cp1252", "utf-16"])
@pytest.mark.parametrize("lang", ["en", "th"])
def test_a_letter_that_cannot_be_shown_is_replaced(monkeypatch: pytest.MonkeyPatch, encoding: str, lang: str) -> None:
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="strict") for _ in range(2))
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    codes = [ended(*command, "--lang", lang) for command in (PLAYED, LISTED, CHECKED, WRONG)]
    assert codes == [0, 0, 0, 2]
    out.flush()
    assert "scb_debit" in out.buffer.getvalue().decode(encoding, "replace")  # type: ignore[attr-defined]


def test_a_name_that_is_no_text_is_shown(capfd: pytest.CaptureFixture[str]) -> None:
    assert ended("run", os.fsdecode(b"\xe4\xbf\xc5.yaml")) == 2
    assert "no such file" in capfd.readouterr().err


def test_closed_outputs_swallow_what_they_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert [ended(*command) for command in (PLAYED, LISTED, CHECKED, WRONG)] == [0, 0, 0, 2]


@pytest.mark.parametrize("command", [PLAYED, LISTED, CHECKED, ["--help"]], ids=lambda command: command[0])
def test_a_reader_who_leaves_early_changes_no_exit_code(command: list[str]) -> None:
    environment = os.environ | {"PYTHONPATH": str(default_root()), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [sys.executable, "-m", "partnerlab", *command], env=environment, text=True, cwd=default_root(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout and process.stderr
    process.stdout.close()
    told = process.stderr.read()
    process.stderr.close()
    assert (process.wait(PATIENCE), told) == (0, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no disk that is always full")
@pytest.mark.parametrize("command", [PLAYED, LISTED, CHECKED], ids=lambda command: command[0])
def test_an_output_without_room_is_named(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], command: list[str]
) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        monkeypatch.setattr(sys, "stdout", full)
        assert ended(*command) == 2
    assert capfd.readouterr().err.splitlines()[-1] == "standard output: No space left on device"


def test_a_disk_that_fails_under_another_file_is_not_blamed_on_the_output(capfd: pytest.CaptureFixture[str]) -> None:
    unreadable = "/proc/self/mem"  # can be opened, and not read
    if not Path(unreadable).exists():
        pytest.skip("this system has no file that can be opened and not read")
    assert [ended("run", unreadable), ended(*CHECKED[:2], unreadable)] == [2, 2]
    assert capfd.readouterr().err == f"{unreadable}: Input/output error\n" * 2


def test_a_folder_that_is_gone_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "gone").mkdir()
    monkeypatch.chdir(tmp_path / "gone")
    (tmp_path / "gone").rmdir()
    assert ended("run", "--report", "report") == 2
    assert "the current folder: No such file or directory" in capfd.readouterr().err


def test_a_full_disk_is_told_with_the_files_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        def write(self, _: object) -> int:
            raise OSError(28, "No space left on device")

    def opened(handle: int, _: str) -> Full:
        os.close(handle)
        return Full()

    monkeypatch.setattr(os, "fdopen", opened)
    with pytest.raises(OSError, match="No space") as bad:
        write_atomically(tmp_path / "report.html", b"x")
    assert bad.value.filename == str(tmp_path / "report.html")
    assert not [*tmp_path.iterdir()]


def test_a_user_without_passwd_entry_and_home(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_: int) -> pwd.struct_passwd:
        raise KeyError("uid not found")

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    for name in ("HOME", "LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "")  # so that whatever is set in its place goes again
        monkeypatch.delenv(name)
    assert ended("run", "scenarios/payment_files", "-k", "counter") == 0


def test_where_a_report_lies_is_said_once_it_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ended(*PLAYED, "--report", str(tmp_path)) == 0
    assert capsys.readouterr().out.endswith(f"\nReport: {tmp_path}\n")
    assert (tmp_path / "report.html").is_file()


@pytest.mark.parametrize("name", ["events.jsonl", "junit.xml", "report.html"])
def test_a_report_that_cannot_be_written_lies_nowhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (tmp_path / name).mkdir()
    assert ended(*PLAYED, "--report", str(tmp_path)) == 2
    said = capsys.readouterr()
    assert "Report:" not in said.out and str(tmp_path / name) in said.err
