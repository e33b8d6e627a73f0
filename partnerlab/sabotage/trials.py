"""Plays mutations, several at a time: each in a copy of the reference, with a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from typing import IO, Any

import partnerlab
from partnerlab import interrupts
from partnerlab.errors import InputError
from partnerlab.sabotage.mutation import Mutation
from partnerlab.temporary_folder import TemporaryFolder

CAUGHT, WRONG_BLAME, SURVIVED, STUCK = "caught", "wrong blame", "survived", "stuck"
PATIENCE = 600
"""Seconds that a mutation may take: one that lets the reference run in a circle ends nowhere."""

_ERRORS = "errors.txt"


class TrialBroken(RuntimeError):
    """A process that played a mutation ended without an answer."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of a mutation: `word` is one of the four above; what did not pass and why, if anything did not."""

    mutation: Mutation
    word: str
    played: int = 0
    scenario: str | None = None
    blame: str | None = None
    reason: str = ""


@dataclass(slots=True)
class _Trial:
    folder: TemporaryFolder
    process: subprocess.Popen[bytes]
    begun: float

    @property
    def output(self) -> IO[bytes]:
        assert self.process.stdout is not None
        return self.process.stdout

    def answer(self) -> dict[str, Any]:
        """What the process says, once it has; `InputError` of a scenario that cannot be played."""
        if text := self.output.read():
            found: dict[str, Any] = json.loads(text)
            if "mistake" in found:
                raise InputError(found["mistake"])
            return found
        errors = (self.folder.path / _ERRORS).read_text(encoding="utf-8", errors="replace")
        raise TrialBroken(f"a process that played a mutation ended with {self.process.wait()}: {errors}")

    def close(self) -> None:
        with interrupts.uninterrupted:
            self.process.kill()
            self.process.communicate()
            self.folder.remove()


def require_sound(root: Path, scenarios: Sequence[str], seed: int) -> None:
    """The reference without any mistake must pass, or a mutation that is caught says nothing; `InputError`."""
    trial = _start(root, None, scenarios, seed, others=False)
    try:
        found = trial.answer()
    finally:
        trial.close()
    if found["scenario"] is not None:
        raise InputError(f"{found['scenario']} does not pass without any mutation; mend that first: {found['reason']}")


def play_mutations(
    root: Path, mutations: Sequence[Mutation], seed: int, processes: int, others: bool = True
) -> Iterator[Result]:
    """The result of each mutation, as it ends; none of the processes outlives this.

    `others` says whether all scenarios are played where those that the mutation names pass.
    """
    waiting, running = deque(mutations), dict[int, tuple[Mutation, _Trial]]()
    try:
        while waiting or running:
            while waiting and len(running) < processes:
                mutation = waiting.popleft()
                trial = _start(root, mutation, mutation.scenarios, seed, others)
                running[trial.output.fileno()] = mutation, trial
            answered = set(wait(list(running), timeout=1.0))
            for file, (mutation, trial) in list(running.items()):
                if answered.isdisjoint({file}) and time.monotonic() - trial.begun < PATIENCE:
                    continue
                result = Result(mutation, STUCK) if answered.isdisjoint({file}) else _result(mutation, trial.answer())
                running.pop(file)[1].close()
                yield result
    finally:
        for _, trial in running.values():
            trial.close()


def _start(root: Path, mutation: Mutation | None, scenarios: Sequence[str], seed: int, others: bool) -> _Trial:
    """Play scenarios in a process of its own: those that are named, then perhaps all others."""
    folder = TemporaryFolder()
    try:
        _copy(root, folder.path, mutation)
        path = [str(folder.path), str(Path(partnerlab.__file__).parents[1]), os.environ.get("PYTHONPATH", "")]
        task = {"folder": str(folder.path), "seed": seed, "first": list(scenarios), "others": others}
        with (folder.path / _ERRORS).open("wb") as errors:
            process = subprocess.Popen(
                [sys.executable, "-m", "partnerlab.sabotage.trial", json.dumps(task)],
                cwd=folder.path, env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, path))},
                stdout=subprocess.PIPE, stderr=errors, start_new_session=True,
            )  # fmt: skip
    except BaseException:
        folder.remove()
        raise
    return _Trial(folder, process, time.monotonic())


def _copy(root: Path, folder: Path, mutation: Mutation | None) -> None:
    """The reference with a mistake in it, and the table beside it that it reads."""
    shutil.copytree(root / "reference", folder / "reference", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(root / "contracts" / "_common", folder / "contracts" / "_common")
    if mutation is not None:
        target = folder / mutation.file
        target.write_text(mutation.apply(target.read_text(encoding="utf-8")), encoding="utf-8")


def _result(mutation: Mutation, found: dict[str, Any]) -> Result:
    played = found["played"]
    if found["scenario"] is None:
        return Result(mutation, SURVIVED, played)
    word = CAUGHT if found["blame"] == mutation.blame else WRONG_BLAME
    return Result(mutation, word, played, found["scenario"], found["blame"], found["reason"])
