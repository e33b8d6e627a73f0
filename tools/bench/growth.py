"""What another partner costs: the same commands with all partners, and with half of them."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from partnerlab.lab.partners.registry import Registry
from tools.bench.figures import figure
from tools.bench.processes import run

ROUNDS = 5
_LOAD = """
import sys
from pathlib import Path
from partnerlab.lab.partners.registry import Registry
for partner in Registry(Path(sys.argv[1])).partners.values():
    for document in (partner.provider, partner.consumer):
        for operation in document.operations.values() if document else ():
            operation.request, operation.answers
    partner.states, partner.faults
"""


def measure() -> Iterator[dict[str, Any]]:
    """Processor milliseconds for each partner, from turns with half of those that stand alone and with all of them."""
    root = Registry().root
    alone = sorted(name for name, partner in Registry().partners.items() if not partner.behind)
    few = alone[: len(alone) // 2]
    with TemporaryDirectory() as folder:
        half = Path(folder)
        for part in ("contracts", "simulators"):
            for path in (root / part).iterdir():
                if path.name in few or path.name.startswith("_") or path.is_file():
                    copy = shutil.copytree if path.is_dir() else shutil.copy
                    copy(path, _made(half / part) / path.name)
        turns = [(_seconds(root), _seconds(half)) for _ in range(ROUNDS)]
    more = len(Registry().partners) - len(few)
    costs = [1000 * (whole - part) / more for whole, part in turns]
    yield figure(
        "reading every contract, for each partner more",
        costs,
        "ms",
        beside=f"{more} more than {len(few)}, processors",
    )


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


def _seconds(root: Path) -> float:
    spent = run([sys.executable, "-c", _LOAD, str(root)])
    if spent.status != 0:
        raise RuntimeError(f"a lab with the partners in {root} did not load")
    return spent.processor
