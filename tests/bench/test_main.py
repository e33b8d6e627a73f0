"""Every benchmark that can be named is a module that measures."""

from __future__ import annotations

import importlib

import pytest

from tools.bench.__main__ import _MODULES


@pytest.mark.parametrize("name", _MODULES)
def test_what_can_be_named_can_be_measured(name: str) -> None:
    assert callable(importlib.import_module(f"tools.bench.{_MODULES[name]}").measure)
