"""Every OpenAPI document is clean in Redocly and in Spectral, by the rule sets of the root folder.

Both are Node programs that the project does not install: `redocly` and `spectral` on the PATH are used, or with
PARTNERLAB_NPX=1 (`tox -e documents`) npx fetches them; without either the tests are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
DOCUMENTS = "contracts/**/*.openapi.yaml"
SILENT = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}
#: What npx fetches for each program: the versions by which the documents were found clean last.
PACKAGES = {"redocly": "@redocly/cli@2.77.0", "spectral": "@stoplight/spectral-cli@6.16.3"}
ARGUMENTS = {
    "redocly": ["lint", "--config", "redocly.yaml", "--max-problems", "1000"],
    "spectral": ["lint", "--ruleset", ".spectral.yaml", "--fail-severity", "hint"],
}
#: One fault each, and the rule of either program that finds it.
FAULTS = {
    "redocly": ("operationId: water_usage_sandbox", "operationId: water_usage", "operation-operationId-unique"),
    "spectral": ("version: 1.0.0", "versions: 1.0.0", "oas3-schema"),
}


@pytest.mark.slow
@pytest.mark.parametrize("program", sorted(PACKAGES))
def test_every_document_is_clean(program: str) -> None:
    """No error, no warning: what a rule may not ask of a document stands in the program's own file, with the reason."""
    run = lint(program, DOCUMENTS, ROOT)
    assert run.returncode == 0 and "warning" not in run.stdout + summary(run), run.stdout[-4000:] + run.stderr[-2000:]


@pytest.mark.slow
@pytest.mark.parametrize("program", sorted(PACKAGES))
def test_a_fault_in_a_document_is_found(program: str, tmp_path: Path) -> None:
    """The rules are at work: a document with one mistake is refused by the rule that looks for it."""
    before, after, rule = FAULTS[program]
    shutil.copytree(ROOT / "contracts", tmp_path / "contracts")
    for name in ("redocly.yaml", ".redocly.lint-ignore.yaml", ".spectral.yaml"):
        shutil.copy(ROOT / name, tmp_path)
    document = tmp_path / "contracts/oncb/as_consumer.openapi.yaml"
    text = document.read_text("utf-8")
    assert before in text
    document.write_text(text.replace(before, after), "utf-8")
    run = lint(program, str(document.relative_to(tmp_path)), tmp_path)
    assert run.returncode == 1, run.stdout + run.stderr
    assert rule in run.stdout


def summary(run: subprocess.CompletedProcess[str]) -> str:
    """What the program says of its findings, without its notices about Node."""
    return "\n".join(line for line in run.stderr.splitlines() if "║" not in line and "Deprecation" not in line)


def lint(program: str, documents: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the program over the documents, or skip the test with what is missing."""
    command = [*program_command(program), *ARGUMENTS[program], documents]
    environment = {**os.environ, **SILENT}
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def program_command(program: str) -> list[str]:
    """How the program is started here; a test without it is skipped."""
    if shutil.which(program):
        return [program]
    if os.environ.get("PARTNERLAB_NPX") and shutil.which("npx"):
        return ["npx", "--yes", "--package", PACKAGES[program], program]
    pytest.skip(f"no {program} on the PATH, and no npx that may fetch it: npm install --global {PACKAGES[program]}")
