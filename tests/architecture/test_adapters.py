"""Our side knows its partners only below `partners/`; each rule with its reason."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from partnerlab import yamlio
from reference.common import discovery

ROOT = Path(__file__).parents[2]
SYSTEMS = ("cis", "rwc")
MAY_IMPORT = {
    "cis": (
        "adapter",
        "messages",
        "numbers",
        "money.tariff",
        "service_requests.branches",
        "service_requests.registers",
    ),
    "rwc": ("adapter", "messages", "measurements.quality"),
}
"""What an adapter may import of its own system: the protocol, the typed words, and what holds no state."""
SHARED = "_common"
"""Below `partners/`: formats and dialects of several partners, and no partner."""
OURS = {
    "pump_rate": "our own parameter, which HII happens to call alike",
    "Authorization": "a header of HTTP itself",
    "access_token": "a word of OAuth 2.0 (RFC 6749), as those below",
    "client_id": "OAuth 2.0",
    "client_secret": "OAuth 2.0",
    "expires_in": "OAuth 2.0",
    "grant_type": "OAuth 2.0",
    "token_type": "OAuth 2.0",
    "requestId": "a word of the test hooks, which the portal happens to have, too",
}
CHARSETS = ("cp874", "tis-620", "tis620", "iso8859-11", "windows-874", "utf-16")
NO_ENGLISH_WORD = re.compile(r"[a-z][A-Z]|[-_]|^[A-Z][a-z]")


def core_files(system: str) -> list[Path]:
    """The modules of a system, and of what both systems share, that know no partner."""
    here = [path for path in (ROOT / "reference" / system).rglob("*.py") if "partners" not in path.parts]
    assert here, f"no core in reference/{system}: the rule would hold for nothing"
    return sorted([*here, *(ROOT / "reference" / "common").rglob("*.py")])


def partner_folders(system: str) -> list[str]:
    return list(discovery.folders(f"reference.{system}.partners"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def imports(path: Path) -> Iterator[str]:
    """Every module that one imports: at its top, late, and for types only."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_core_imports_no_partner(system: str) -> None:
    because = "a further partner must be a further folder, found by its place and handed in"
    strays = [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in core_files(system)
        for name in imports(path)
        if name.startswith(f"reference.{system}.partners.")
    ]
    assert not strays, because


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_core_names_no_partner(system: str) -> None:
    because = "a core that names one partner must be edited for the next"
    words = re.compile(rf"\b({'|'.join(partner_folders(system))}|{SHARED})\b", re.IGNORECASE)
    named = [
        f"{path.relative_to(ROOT)}:{number}: {match[0]}"
        for path in core_files(system)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if (match := words.search(line))
    ]
    assert not named, because


@pytest.mark.parametrize("system", SYSTEMS)
def test_adapters_import_no_other_adapter_and_no_behaviour_of_the_core(system: str) -> None:
    because = "partners come and go one by one, and an adapter only translates"
    package = f"reference.{system}"
    for partner in (*partner_folders(system), SHARED):
        own = (f"{package}.partners.{partner}", f"{package}.partners.{SHARED}")
        allowed = (*own, *(f"{package}.{name}" for name in MAY_IMPORT[system]), "reference.common")
        strays = [
            f"{path.relative_to(ROOT)} imports {name}"
            for path in (ROOT / "reference" / system / "partners" / partner).rglob("*.py")
            for name in imports(path)
            if name.startswith("reference.")
            and not any(name == word or name.startswith(f"{word}.") for word in allowed)
        ]
        assert not strays, because


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_core_uses_no_field_name_of_a_contract(system: str) -> None:
    because = "the core speaks MWA's own words; a partner's are translated in its folder"
    fields = {name for partner in (*partner_folders(system), SHARED) for name in field_names(partner)} - OURS.keys()
    assert fields, "no contract has a field name: the rule would hold for nothing"
    used = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}"
        for path in core_files(system)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and node.value in fields
    ]
    assert not used, because


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_core_reads_and_writes_no_record_layout(system: str) -> None:
    because = "which bytes of a file mean what, and in which encoding, is its format's matter"
    encoded = [
        f"{path.relative_to(ROOT)}:{node.lineno}: {node.value}"
        for path in core_files(system)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and str(node.value).lower() in CHARSETS
    ]
    assert not encoded, because


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_folder_of_a_partner_exports_one_adapter(system: str) -> None:
    because = "the folder is the registry: a partner without an adapter would be forgotten in silence"
    folder = ROOT / "reference" / system / "partners"
    found = [path for path in folder.iterdir() if path.name not in ("__init__.py", "__pycache__")]
    assert all(path.is_dir() for path in found), because
    exporting = {
        path.parent.name for path in folder.rglob("*.py") if re.search("^ADAPTER =", path.read_text("utf-8"), re.M)
    }
    assert exporting == set(partner_folders(system)), because
    kinds = {type(adapter).__module__ for adapter in discovery.adapters(f"reference.{system}.partners").values()}
    assert kinds == {f"reference.{system}.adapter"}, because


def field_names(partner: str) -> set[str]:
    """The names of properties, parameters and columns in a partner's contract that could not be an English word."""
    folder = ROOT / "contracts" / partner
    documents = [*folder.rglob("*.openapi.yaml"), *folder.rglob("*.layout.yaml")]
    names = {name for path in documents for name in _names(yamlio.load(path).data)}
    return {name for name in names if NO_ENGLISH_WORD.search(name)}


def _names(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        yield from (str(name) for name in node.get("properties") or {} if isinstance(node["properties"], dict))
        if isinstance(node.get("name"), str):
            yield node["name"]
        for below in node.values():
            yield from _names(below)
    elif isinstance(node, list):
        for below in node:
            yield from _names(below)
