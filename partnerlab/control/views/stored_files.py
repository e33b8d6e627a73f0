"""What lies on the file channels, as the plain data that the control's contract describes."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from typing import Any

from partnerlab.contract.files import Layout
from partnerlab.contract.redaction import cover_all_numbers
from partnerlab.control.control_errors import NOT_FOUND, ControlError
from partnerlab.lab.channels.channel import StoredFile
from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.lab import Lab


def stored_files(lab: Lab, party: str | None, channel: str | None, shown: bool) -> dict[str, Any]:
    """The files, narrowed by whose they are and by channel."""
    found = [
        _listed(kind, stored, shown)
        for kind, stored in file_exchange(lab).stored()
        if party in (None, stored.party) and channel in (None, kind)
    ]
    return {"files": found}


def read_file(lab: Lab, identifier: str, shown: bool) -> dict[str, Any]:
    """One file with what is in it: covered as in the journal, unless it is to be shown."""
    for kind, stored in file_exchange(lab).stored():
        if _identifier(kind, stored) == identifier:
            return _listed(kind, stored, shown) | _content(lab, kind, stored, shown)
    told = "there is no such file; it may have been moved since it was listed"
    raise ControlError(NOT_FOUND, told, "GET /__lab/files lists them", "a file of the list", identifier)


def _listed(kind: str, stored: StoredFile, shown: bool) -> dict[str, Any]:
    told = {
        "file": _identifier(kind, stored),
        "channel": kind,
        "party": stored.party,
        "folder": stored.folder,
        "name": stored.name,
        "size": len(stored.data),
    }
    about = dict(stored.about)
    return told | {"about": about if shown else cover_all_numbers(about)}


def _content(lab: Lab, kind: str, stored: StoredFile, shown: bool) -> dict[str, Any]:
    layout = next((layout for layout in _layouts(lab, kind) if layout.named(stored.name)), None)
    encoding = layout.encoding if layout else "utf-8"
    if shown:
        text = stored.data.decode(encoding, "replace")
        return {"text": text, "encoding": encoding, "base64": base64.b64encode(stored.data).decode()}
    unknown = f"({len(stored.data)} bytes of which no layout says what they are)"
    return {"text": layout.mask(stored.data) if layout else unknown, "encoding": encoding, "base64": None}


def _layouts(lab: Lab, kind: str) -> Iterator[Layout]:
    """Those of all partners that use the channel."""
    for partner in lab.kit.partners.values():
        if kind in partner.file_channels:
            yield from partner.layouts.values()


def _identifier(kind: str, stored: StoredFile) -> str:
    return hashlib.sha256(f"{kind}/{stored.place}".encode()).hexdigest()[:16]
