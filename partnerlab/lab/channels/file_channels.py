"""Find the file channels by kind: the module `<kind>_channel` is the only place that names one."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from partnerlab.errors import InputError
from partnerlab.lab.channels.channel import FileChannel, FileInTransit, FileParties

_PACKAGE = "partnerlab.lab.channels"


def open_file_channel(kind: str, parties: FileParties) -> FileChannel:
    """The channel of this kind, ready to be used."""
    module = f"{_PACKAGE}.{kind}_channel"
    if find_spec(module) is None:
        known = sorted(name.removesuffix("_channel") for name in _modules() if name.endswith("_channel"))
        told = f"no file channel of kind {kind} is built, which the agreement of {' and '.join(parties.agents)} names"
        raise InputError(f"{told}; there are: {', '.join(known)}")
    channel: FileChannel = import_module(module).open_channel(parties)
    return channel


def _modules() -> list[str]:
    return [module.name for module in iter_modules(import_module(_PACKAGE).__path__)]


def refuse_unknown_delivery(kind: str, file: FileInTransit, known: Collection[str]) -> None:
    """What is unusual about a delivery must be something that the channel can do."""
    if unknown := file.delivery.keys() - set(known):
        raise InputError(f"{file.name} comes over {kind}, where a file cannot be delivered with: {sorted(unknown)}")
