"""One mutation in a process of its own: `python -m partnerlab.sabotage.trial TASK`, a task in JSON.

The mutated reference lies in the task's `folder`, which comes first on the path. The scenarios of `first` are played,
and if `others` is true then all others, until one does not pass. Prints that scenario, how it ended and whose fault it
is, as JSON.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from partnerlab.errors import InputError

_CAUGHT = ("fail", "not_received", "error")


def play(seed: int, first: Sequence[str], others: bool) -> dict[str, Any]:
    """The first scenario that did not pass, with how many were played."""
    from partnerlab.lab.deployment import in_process
    from partnerlab.lab.partners.registry import Registry
    from partnerlab.scenario.runner import Runner

    kit, played = Registry(), 0
    with in_process(kit, seed) as stage:
        runner = Runner(stage.lab, bodies=False)
        for story in _stories(kit, first, others):
            outcome, played = runner.run(story), played + 1
            if outcome.word in _CAUGHT:
                reason = outcome.verdict.reason["en"] if outcome.verdict else ""
                facts = {"scenario": story.id, "word": outcome.word, "blame": outcome.blame, "reason": reason}
                return facts | {"played": played}
    return {"scenario": None, "played": played}


def _stories(kit: Any, first: Sequence[str], others: bool) -> Iterator[Any]:
    """Each story once, read when its turn comes."""
    from partnerlab.scenario.language.scenario_loader import find, read

    root = kit.root / "scenarios"
    named = find(root / name if (root / name).is_dir() else root / f"{name}.yaml" for name in first)
    for file in dict.fromkeys([*named, *(find([root]) if others else ())]):
        yield read(file, kit, root)


def _require_mutated(folder: Path) -> None:
    """The reference that would be played must be the copy, or nothing that is seen says anything."""
    import reference

    found = Path(next(iter(reference.__path__)))
    if found.resolve().parent != folder.resolve():
        raise SystemExit(f"the reference of {found} would be played, not that of {folder}")


def main() -> None:
    task = json.loads(sys.argv[1])
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what the reference prints is no answer of ours
    sys.path.insert(0, task["folder"])
    _require_mutated(Path(task["folder"]))
    try:
        found = play(task["seed"], task["first"], task["others"])
    except InputError as bad:  # a scenario that cannot be read is told by the process that began this one
        found = {"mistake": str(bad)}
    answers.write(json.dumps(found))
    answers.close()


if __name__ == "__main__":
    main()
