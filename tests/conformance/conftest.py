"""The command line as a fixture."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from partnerlab.__main__ import main


@dataclass
class Left:
    code: int
    out: str
    err: str


@pytest.fixture
def lab(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Left]:
    """`partnerlab …`, to its end."""
    monkeypatch.setenv("COLUMNS", "200")

    def command(*arguments: object) -> Left:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return Left(int(left.value.code or 0), told.out, told.err)

    return command
