"""Public keys with which logins of the drop-off open, beside their passwords: read from files, given to the lab."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from partnerlab.errors import InputError, naming
from partnerlab.suggestions import unknown_name_message

if TYPE_CHECKING:
    from partnerlab.lab.lab import Lab


def public_keys(given: Iterable[str]) -> tuple[str, ...]:
    """Each `LOGIN=FILE` as `LOGIN=KEY`, for a process that may not find the file; an `InputError` where it is none."""
    return tuple(f"{login}={_read(login, Path(file))}" for login, _, file in (text.partition("=") for text in given))


def authorize(lab: Lab, keys: Sequence[str]) -> None:
    """Let each `LOGIN=KEY` in; a login that the drop-off does not have is a mistake of the caller."""
    from partnerlab.lab.exchange.file_exchange import file_exchange
    from partnerlab.lab.our_side import SYSTEMS

    agents = [name for name, partner in lab.kit.partners.items() if "sftp" in partner.file_channels]
    opened: dict[str, set[str]] = {}
    for text in keys:
        login, _, key = text.partition("=")
        if wrong := unknown_name_message("login of the drop-off", login, [*SYSTEMS, *agents]):
            raise InputError(f"--authorized-key: {wrong}")
        opened.setdefault(login, set()).add(key)
    file_exchange(lab).keys = {login: frozenset(found) for login, found in opened.items()}


def _read(login: str, file: Path) -> str:
    import asyncssh

    from partnerlab.lab.dropoff.server import openssh_text

    expected = "the public half of a key, as ssh-keygen writes it to a .pub file"
    if not login or not file.is_file():
        raise InputError(f"--authorized-key: expected LOGIN=FILE, where FILE holds {expected}; seen '{login}={file}'")
    with naming(file):
        content = file.read_bytes()
    if b"PRIVATE KEY" in content or b"Private-" in content:
        raise InputError(f"{file}: expected {expected}; this is the private one, which stays with its owner")
    try:
        return openssh_text(asyncssh.import_public_key(content))
    except (asyncssh.KeyImportError, ValueError) as bad:
        raise InputError(f"{file}: expected {expected}; it cannot be read as one: {bad}") from None
