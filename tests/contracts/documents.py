"""The contract documents under test."""

from __future__ import annotations

from pathlib import Path

CONTRACTS = Path(__file__).resolve().parents[2] / "contracts"
PARTNERS = sorted(path for path in CONTRACTS.iterdir() if path.is_dir() and path.name[0] not in "_.")
DOCUMENTS = sorted(CONTRACTS.rglob("*.openapi.yaml"))


def label(path: Path) -> str:
    return path.relative_to(CONTRACTS).as_posix()
