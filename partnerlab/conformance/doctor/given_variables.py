"""Variables with addresses and credentials, from a file as `partnerlab up --env` prints, or the environment."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from partnerlab.conformance.doctor.diagnosis import Ailment
from partnerlab.errors import InputError


@contextmanager
def with_variables(file: Path | None) -> Iterator[None]:
    """While it lasts the environment holds the variables of this file as well, for whatever reads credentials."""
    before = dict(os.environ)
    os.environ.update(_read(file) if file else {})
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def _read(file: Path) -> dict[str, str]:
    """`NAME=VALUE` on each line, quoted as a shell would have it, with or without `export` before it."""
    found: dict[str, str] = {}
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as bad:
        reason = bad.strerror if isinstance(bad, OSError) else "it is no UTF-8 text"
        raise InputError(f"{file} cannot be read: {reason}") from None
    for number, line in enumerate(lines, 1):
        try:
            words = shlex.split(line, comments=True)
        except ValueError:
            raise InputError(f"{file}:{number}: a quotation mark is not closed") from None
        words = words[1:] if words[:1] == ["export"] else words
        if not words:
            continue
        name, equals, value = words[0].partition("=")
        if len(words) > 1 or not equals or not name.isidentifier():
            raise InputError(f"{file}:{number}: expected NAME=VALUE, as `partnerlab up --env` prints")
        found[name] = value
    return found


def require(names: Mapping[str, str]) -> dict[str, str]:
    """The values of these variables, by the short names that are given; an `Ailment` names those that are not set."""
    missing = [variable for variable in names.values() if not os.environ.get(variable)]
    if missing:
        raise Ailment(
            {"en": f"not set: {', '.join(missing)}", "th": f"ยังไม่ได้กำหนด: {', '.join(missing)}"},
            {
                "en": "export them, or give the file of `partnerlab up --env` by --variables",
                "th": "กำหนดตัวแปรเหล่านี้ หรือระบุไฟล์ที่ได้จาก `partnerlab up --env` ด้วย --variables",
            },
        )
    return {short: os.environ[variable] for short, variable in names.items()}
