"""A number with its noun, in the singular or plural: `1 mistake`, `2 mistakes`."""

from __future__ import annotations

from collections.abc import Sized


def counted(things: Sized, noun: str) -> str:
    """Such as `1 mistake` or `2 mistakes`."""
    return f"{len(things)} {noun}{'' if len(things) == 1 else 's'}"
