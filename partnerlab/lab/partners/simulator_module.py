"""Loads a simulator from where it stands, with the modules beside it, which it imports as `from .name import ...`."""

from __future__ import annotations

import importlib.util
import sys
from itertools import count
from pathlib import Path
from types import ModuleType

from partnerlab.errors import InputError

_LOADS = count(1)
"""Each load has a package name of its own: two kits may hold different partners of one name."""


def load_module(file: Path, partner: str) -> ModuleType:
    """The module in a file of a partner's folder; `InputError` if it is no Python."""
    package = ModuleType(f"simulators_{next(_LOADS)}_{partner}")
    package.__path__ = [str(file.parent)]
    sys.modules[package.__name__] = package
    name = f"{package.__name__}.{file.stem}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise InputError(f"{file} cannot be loaded as Python")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
