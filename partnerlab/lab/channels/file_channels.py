"""The file channels by their kind: each stands in a module of its own, `<kind>_channel`, and is named nowhere else."""

from __future__ import annotations

from collections.abc import Collection
from importlib import import_module

from partnerlab.errors import InputError
from partnerlab.lab.channels.channel import FileChannel, FileInTransit, FileParties


def open_file_channel(kind: str, parties: FileParties) -> FileChannel:
    """The channel of this kind, ready to be used."""
    channel: FileChannel = import_module(f"partnerlab.lab.channels.{kind}_channel").open_channel(parties)
    return channel


def refuse_unknown_delivery(kind: str, file: FileInTransit, known: Collection[str]) -> None:
    """What is unusual about a delivery must be something that the channel can do."""
    if unknown := file.delivery.keys() - set(known):
        raise InputError(f"{file.name} comes over {kind}, where a file cannot be delivered with: {sorted(unknown)}")
