"""Faults of a file's OpenPGP envelope: it is missing, or made with another party's key."""

from __future__ import annotations

from dataclasses import replace

from partnerlab.contract.files import Layout
from partnerlab.lab.channels.channel import FileInTransit
from partnerlab.lab.openpgp.envelope import BY_ANOTHER, FOR_ANOTHER, PLAIN


def not_sealed(layout: Layout, file: FileInTransit) -> list[FileInTransit]:
    """The file comes as it is, neither encrypted nor signed."""
    return [_sealed(file, PLAIN)]


def sealed_for_another(layout: Layout, file: FileInTransit) -> list[FileInTransit]:
    """The file is encrypted for a key that is not ours."""
    return [_sealed(file, FOR_ANOTHER)]


def signed_by_another(layout: Layout, file: FileInTransit) -> list[FileInTransit]:
    """The file is signed by a key that is not the partner's."""
    return [_sealed(file, BY_ANOTHER)]


def _sealed(file: FileInTransit, how: str) -> FileInTransit:
    return replace(file, delivery={**file.delivery, "sealed": how})
