"""A random secret of the user, made once and kept, so that what is made of it is the same at the next start."""

from __future__ import annotations

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path

import click

_KEPT = re.compile(r"[0-9a-f]{64}")


def machine_secret() -> str:
    """The secret; where it cannot be kept, one that lasts as long as this process, which is said."""
    try:
        file = _file()
        return _kept(file) or _made(file)
    except (OSError, RuntimeError) as bad:  # the latter: a user without a home
        told = f"passwords and host key change at each start, for their secret cannot be kept ({bad}); give --seed"
        click.echo(told, err=True)
        return secrets.token_hex(32)


def _file() -> Path:
    state = os.environ.get("XDG_STATE_HOME", "")
    root = Path(state) if Path(state).is_absolute() else Path.home() / ".local" / "state"
    return root / "partnerlab" / "secret"


def _kept(file: Path) -> str | None:
    """What is in the file; None if there is none. A file that holds something else is not overwritten."""
    try:
        text = file.read_text(encoding="ascii", errors="replace").strip()
    except FileNotFoundError:
        return None
    if not _KEPT.fullmatch(text):
        raise OSError(f"{file} does not hold 64 hexadecimal digits")
    return text


def _made(file: Path) -> str:
    """A new one, kept; that of another start, if it was quicker."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{secrets.token_hex(8)}")
    draft.touch(mode=0o600)
    try:
        draft.write_text(f"{secrets.token_hex(32)}\n", encoding="ascii")
        with suppress(FileExistsError):
            file.hardlink_to(draft)
    finally:
        draft.unlink()
    return file.read_text(encoding="ascii").strip()
