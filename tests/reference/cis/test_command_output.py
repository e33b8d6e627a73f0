"""Commands of the reference whose output is read in part, or by what knows no Thai."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reference.cis.tables import metadata
from reference.common.database import Database
from tests.patience import PATIENCE

COMMAND = "import sys; from reference.cis.command_output import end_with; sys.exit(end_with(lambda: {}))"


def ended(code: str, output: int, **surroundings: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-c", COMMAND.format(code)]
    return subprocess.run(
        command, stdout=output, stderr=subprocess.PIPE, env={"PATH": "", **surroundings}, timeout=PATIENCE,
        cwd=home_of_the_reference(),
    )  # fmt: skip


def home_of_the_reference() -> Path:
    """The folder from which the reference is imported."""
    return Path(sys.modules["reference"].__path__[0]).parent


@pytest.fixture
def left_pipe() -> Iterator[int]:
    """A pipe whose reader has left."""
    reader, writer = os.pipe()
    os.close(reader)
    yield writer
    os.close(writer)


def test_a_reader_that_leaves_is_no_failure(left_pipe: int) -> None:
    done = ended("print('x' * 200_000) or 3", left_pipe)
    assert (done.returncode, done.stderr) == (0, b"")


def test_thai_is_escaped_where_it_cannot_be_shown() -> None:
    done = ended("print('น้ำ') or 1", subprocess.PIPE, PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stdout.strip(), done.stderr) == (1, rb"\u0e19\u0e49\u0e33", b"")


def test_a_command_of_the_reference_ends_so(left_pipe: int, tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/cis.db"
    Database(store, metadata).close()
    done = subprocess.run(
        [sys.executable, "-m", "reference.cis.usage", "--database", store], stdout=left_pipe, stderr=subprocess.PIPE,
        timeout=PATIENCE, cwd=home_of_the_reference(),
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
