"""Variables with addresses and credentials, from a file as `partnerlab up --env` prints, or the environment."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from partnerlab.conformance.doctor.diagnosis import Ailment
from partnerlab.errors import InputError
from partnerlab.scenario.verdicts import Text


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


def require(names: Mapping[str, str], partners: Iterable[str] = ()) -> dict[str, str]:
    """The values of these variables, by the short names that are given; an `Ailment` names those that are not set.

    `partners` are those that a partner sets in place of ours.
    """
    missing = [variable for variable in names.values() if not os.environ.get(variable)]
    if missing:
        raise Ailment(
            {"en": f"not set: {', '.join(missing)}", "th": f"ยังไม่ได้กำหนด: {', '.join(missing)}"},
            _set_them(partners),
        )
    return {short: os.environ[variable] for short, variable in names.items()}


def require_port(variable: str) -> None:
    """An `Ailment` where a variable that is set holds no number of a port."""
    value = os.environ[variable]
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 65_536):
        raise Ailment(
            {"en": f"{variable} is {value!r}", "th": f"{variable} เป็น {value!r}"},
            {"en": "give the number of a port, from 1 to 65535", "th": "ระบุหมายเลขพอร์ตตั้งแต่ 1 ถึง 65535"},
        )


def _set_them(partners: Iterable[str]) -> Text:
    own = ", ".join(partners)
    return {
        "en": "export them, or give a file of NAME=VALUE lines by --variables, such as that of `partnerlab up --env`"
        + (f"; a partner gives its own log-in: {own}" if own else ""),
        "th": "กำหนดตัวแปรเหล่านี้ หรือระบุไฟล์ที่มีบรรทัด NAME=VALUE ด้วย --variables เช่นที่ได้จาก `partnerlab up --env`"
        + (f" คู่เชื่อมโยงใช้บัญชีของตน: {own}" if own else ""),
    }
