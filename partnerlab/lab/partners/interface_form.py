"""Forms of one interface: their names, the one in force, and the documents of each.

forms:
  in_force: direct
  direct: {title: ..., channels: [...], data: {...}, provenance: ...}
  classic: ...

What stands outside `forms` holds in all of them. A form's document is `as_provider.FORM.openapi.yaml` and its
simulator `simulator_FORM.py`; the form without files of these names has the plain ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

IN_FORCE = "in_force"
SIMULATOR = "simulator.py"


def in_force(forms: Mapping[str, Any]) -> str | None:
    """The form that was agreed; None where there is only one."""
    name = forms.get(IN_FORCE)
    return name if isinstance(name, str) else None


def names(forms: Mapping[str, Any]) -> list[str]:
    """Every form, in the order of the agreement."""
    return [name for name in forms if name != IN_FORCE]


def narrowed(agreement: dict[str, Any], form: str) -> dict[str, Any]:
    """The agreement as it reads in one form: its own channels come first, its own data replaces the common."""
    own = agreement["forms"][form]
    return agreement | {
        "channels": [*own["channels"], *agreement["channels"]],
        "data": agreement["data"] | own["data"],
        "provenance": agreement["provenance"] | {"channels": own["provenance"]},
    }


def of_form(entries: dict[str, Any], form: str | None) -> dict[str, Any]:
    """States or faults of one form: its own, and those of all forms. `form` is one of them, or a list."""
    return {name: entry for name, entry in entries.items() if form in _forms(entry, form)}


def _forms(entry: Mapping[str, Any], otherwise: str | None) -> list[str | None]:
    told = entry.get("form", otherwise)
    return told if isinstance(told, list) else [told]


def file_name(folder: Path, plain: str, form: str | None) -> str:
    """`as_provider.FORM.openapi.yaml` where there is one, else the plain name."""
    role, _, rest = plain.partition(".")
    own = f"{role}.{form}.{rest}"
    return own if form and (folder / own).is_file() else plain


def module_name(folder: Path, form: str | None) -> str:
    """`simulator_FORM.py` where there is one, else `simulator.py`."""
    own = f"simulator_{form}.py"
    return own if form and (folder / own).is_file() else SIMULATOR
