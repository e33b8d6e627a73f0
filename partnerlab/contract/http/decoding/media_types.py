"""Media types: which of them are read as JSON, how two are compared, and which a contract may name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_TOKEN = r"[A-Za-z0-9!#$&^_.+-]+"
_NAMED = re.compile(rf"{_TOKEN}/(?:\*(?:\+{_TOKEN})?|{_TOKEN})|\*/\*")
_CHARSET = "charset="
_READ = ("utf-8", "us-ascii")
"""The character sets of which every text is UTF-8."""


@lru_cache(maxsize=256)
def is_json(media: str) -> bool:
    """Whether a media type without its parameters, in lower case, is JSON (RFC 6838: also by its suffix)."""
    return media.endswith(("/json", "+json"))


def media_name(media: str) -> str:
    """A media type as it is compared: in lower case, its parameters in order and without spaces."""
    kind, *parameters = (part.strip().lower() for part in media.split(";"))
    return ";".join([kind, *sorted(parameter.replace(" ", "").replace('"', "") for parameter in parameters)])


def names_that_mean(kind: str) -> Iterator[str]:
    """The names under which a contract may describe a kind, the closest first: itself, then ranges that it is in."""
    yield kind
    above, _, below = kind.partition("/")
    if "+" in below:
        yield f"{above}/*+{below.rpartition('+')[2]}"
    yield f"{above}/*"
    yield "*/*"


def media_mistake(media: str) -> str | None:
    """Why a contract cannot describe a body under this media type, if it cannot."""
    kind, *parameters = media_name(media).split(";")
    if not _NAMED.fullmatch(kind):
        return f"a media type is written like application/json, application/*+json, text/* or */*; seen '{media}'"
    for parameter in parameters:
        if parameter.startswith(_CHARSET) and parameter.removeprefix(_CHARSET) not in _READ:
            return f"a body travels in UTF-8 here, whatever it is: leave out {parameter}"
    return None
