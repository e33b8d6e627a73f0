"""Every value of an ambiguous body: both values of a repeated name, and text in another code page.

Nothing is judged by it; it tells where personal data stands in what is shown and kept.
"""

from __future__ import annotations

import json
from typing import Any

from partnerlab.contract.http.decoding.code_page import escaped_pairs, text_of
from partnerlab.contract.http.decoding.media_types import is_json
from partnerlab.contract.http.decoding.multipart import MULTIPART, all_parts_of
from partnerlab.contract.http.json_limits import nested_too_deep
from partnerlab.contract.http.message import FORM, Answer, Request


class AllValues(list[Any]):
    """The values of a name that stands more than once, in order."""


def body_with_all_values(message: Request | Answer) -> Any:
    """The decoded body, with `AllValues` for a repeated name; None if no value in it can be located."""
    if message.body is not None or not message.undecodable:
        return message.body
    media = message.media
    try:
        if is_json(media):
            found = json.loads(text_of(message.raw), object_pairs_hook=_together, parse_int=str)
            return None if nested_too_deep(found, message.raw) else found
        if media == FORM:
            return _together([(text_of(name), text_of(value)) for name, value in escaped_pairs(message.raw)])
        if media == MULTIPART:
            return _together([(name, part.content.decode("latin-1")) for name, part in all_parts_of(message.raw)])
    except (ValueError, RecursionError):
        return None
    return None


def _together(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return {name: AllValues(found) if len(found) > 1 else found[0] for name, found in values.items()}
