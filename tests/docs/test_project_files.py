"""What a user and a packager expect at the top: licence, security, contributing, bounds, and the versions CI proves."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REQUIREMENTS = [Requirement(line) for line in PROJECT["dependencies"]]
OPTIONAL = [Requirement(line) for lines in PROJECT["optional-dependencies"].values() for line in lines]


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def proved() -> dict[str, Version]:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("==") for line in lines if line and not line.startswith("#")]
    return {normal(name): Version(version) for name, version in pairs}


@pytest.mark.parametrize("name", ["LICENSE", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md", "README.md"])
def test_the_files_that_everybody_looks_for_are_there(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8").strip()


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=str)
def test_what_may_break_us_has_an_upper_bound(requirement: Requirement) -> None:
    assert any(bound.operator == "<" for bound in requirement.specifier), f"{requirement.name} has no upper bound"


@pytest.mark.parametrize("requirement", REQUIREMENTS + OPTIONAL, ids=str)
def test_the_proved_version_is_within_the_bounds(requirement: Requirement) -> None:
    version = proved()[normal(requirement.name)]
    assert version in requirement.specifier, f"constraints.txt proves {requirement.name} {version}"


def test_every_python_that_is_promised_is_tested() -> None:
    promised = re.findall(r"Python :: 3\.([0-9]+)", "\n".join(PROJECT["classifiers"]))
    environments = (ROOT / "tox.ini").read_text(encoding="utf-8")
    assert promised == ["11", "12", "13"]
    assert all(f"py3{minor}" in environments for minor in promised if minor != "11")
