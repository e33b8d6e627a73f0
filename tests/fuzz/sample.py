"""Which generated tests a run takes: a sixth of them, another sixth for another commit."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

PARTS = 6
ROOT = Path(__file__).parents[2]


def commit() -> str:
    """The commit that is tested; a constant where there is no git."""
    command = ["git", "-C", str(ROOT), "rev-parse", "HEAD"]
    try:
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        return "none"


def in_sample(test: str, commit: str) -> bool:
    """True for a sixth of all tests; each test is in the sample of one commit in six."""
    return (_number(test) + _number(commit)) % PARTS == 0


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8])
