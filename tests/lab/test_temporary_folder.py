"""What a killed lab has left in the temporary folder goes at the next start; what is in use stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from partnerlab.errors import InputError
from partnerlab.lab.partners.registry import default_root
from partnerlab.temporary_folder import TemporaryFolder, remove_leftovers
from reference.common.storage.store_folder import temporary_folder
from tests.patience import PATIENCE

LAB = """
import sys, time
from partnerlab.temporary_folder import TemporaryFolder
folders = [TemporaryFolder(), TemporaryFolder("partnerlab-mail-8999")]
(folders[0].path / "payments.txt").write_text("left by a lab")
print(*(folder.path for folder in folders), flush=True)
sys.stdin.read()
"""
STORE = """
import sys
from reference.common.storage.store_folder import temporary_folder
print(temporary_folder(), flush=True)
sys.stdin.read()
"""


@pytest.fixture(autouse=True)
def _place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    remove_leftovers.cache_clear()
    yield
    remove_leftovers.cache_clear()


def _started(code: str, folder: Path) -> tuple[subprocess.Popen[str], list[Path]]:
    environment = os.environ | {"TMPDIR": str(folder), "PYTHONPATH": str(default_root())}
    process = subprocess.Popen(
        [sys.executable, "-c", code], env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    return process, [Path(word) for word in process.stdout.readline().split()]


def _end(process: subprocess.Popen[str], sign: signal.Signals) -> None:
    process.send_signal(sign)
    process.communicate(timeout=PATIENCE)


def test_what_a_killed_lab_has_left_goes_and_what_is_in_use_stays(tmp_path: Path) -> None:
    process, folders = _started(LAB, tmp_path)
    foreign = tmp_path / "partnerlab-notes"
    foreign.mkdir()
    TemporaryFolder().remove()
    assert [folder.is_dir() for folder in folders] == [True, True], "another lab uses them"
    _end(process, signal.SIGKILL)
    assert (folders[0] / "payments.txt").exists(), "nobody could remove it"
    remove_leftovers.cache_clear()
    with TemporaryFolder() as mine:
        assert sorted(tmp_path.iterdir()) == sorted([foreign, mine])
    assert list(tmp_path.iterdir()) == [foreign]


def test_a_named_folder_in_use_is_told(tmp_path: Path) -> None:
    process, (_, mail) = _started(LAB, tmp_path)
    with pytest.raises(InputError, match=r"partnerlab-mail-8999: is in use by another lab or user"):
        TemporaryFolder(mail.name)
    _end(process, signal.SIGKILL)
    again = TemporaryFolder(mail.name)
    assert again.path == mail
    again.remove()
    assert [path for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_store_that_a_killed_process_has_left_goes_too(tmp_path: Path) -> None:
    process, (store,) = _started(STORE, tmp_path)
    first = temporary_folder()
    assert sorted(tmp_path.iterdir()) == sorted([store, first])
    _end(process, signal.SIGKILL)
    second = temporary_folder()
    assert sorted(tmp_path.iterdir()) == sorted([first, second])
