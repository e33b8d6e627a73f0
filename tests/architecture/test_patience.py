"""No test has a limit in seconds that a busy machine may reach: a guard against a hang is `tests.patience.PATIENCE`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
_WAITING = {"communicate", "wait"}


def limits(tree: ast.AST) -> Iterator[int]:
    """The lines in which a process is waited for by a number of seconds that is written there."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _waits(node.func):
            given = [word.value for word in node.keywords if word.arg == "timeout"]
            seconds = given + node.args if node.func.attr in _WAITING else given
            if any(isinstance(value, ast.Constant) for value in seconds):
                yield node.lineno


def _waits(call: ast.Attribute) -> bool:
    return call.attr in _WAITING or (isinstance(call.value, ast.Name) and call.value.id == "subprocess")


@pytest.mark.parametrize(
    "text", ["subprocess.run(command, timeout=60)", "process.communicate(timeout=5)", "process.wait(10)"]
)
def test_a_limit_is_seen(text: str) -> None:
    assert [*limits(ast.parse(text))] == [1]


def test_no_process_is_waited_for_by_a_number_of_its_own() -> None:
    files = TESTS.rglob("*.py")
    assert [f"{file}:{line}" for file in files for line in limits(ast.parse(file.read_text("utf-8")))] == []
