"""What the page for pipelines shows can be pasted: it is short, it is YAML, and its commands exist."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import click
import jsonschema_rs
import pytest

from partnerlab import yamlio
from partnerlab.__main__ import cli, main
from partnerlab.schemas.validation import files
from tests.docs.test_readme import run

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
YAML = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
GITHUB, GITLAB = (yamlio.parse(text, "docs/ci.md").data for text in YAML[:2])
FILLED = {
    "${{ matrix.shard }}": "1",
    "$CI_NODE_INDEX": "1",
    "$CI_NODE_TOTAL": "4",
    '"$SECRET"': "s",
    '"$PWD/report:/report"': "r",
}
MOST_LINES = 20


def commands() -> list[str]:
    """Every call of partnerlab on the page, with the pipeline's own variables filled in."""
    text = PAGE
    for name, value in FILLED.items():
        text = text.replace(name, value)
    return sorted(set(re.findall(r"partnerlab ((?:run|up|lint|verify|check-file)[^`\n|)>&]*)", text)))


def scripts() -> list[str]:
    github = [step["run"] for step in GITHUB["jobs"]["scenarios"]["steps"] if "run" in step]
    return ["\n".join(github), "\n".join(GITLAB["partners"]["script"])]


@pytest.mark.parametrize("text", YAML[:2], ids=["GitHub", "GitLab"])
def test_a_job_has_at_most_twenty_lines(text: str) -> None:
    assert len(text.splitlines()) <= MOST_LINES


@pytest.mark.parametrize("script", scripts(), ids=["GitHub", "GitLab"])
def test_a_job_installs_tells_the_cis_its_partners_and_plays_a_shard_with_a_report(script: str) -> None:
    wanted = (
        "pip install partnerlab-*.whl",
        'eval "$(partnerlab up --env)"',
        "./start-your-cis --port 8080 > cis.log 2>&1 &",
        "--retry-connrefused",
        "--shard",
    )
    assert sorted(wanted, key=script.index) == list(wanted) and "--report report" in script


def test_the_report_is_kept_though_scenarios_fail_and_shown_as_tests_where_the_pipeline_can() -> None:
    keep = GITHUB["jobs"]["scenarios"]["steps"][-1]
    assert (keep["if"], keep["with"]["path"]) == ("always()", "report")
    kept = GITLAB["partners"]["artifacts"]
    assert kept == {"when": "always", "paths": ["report"], "reports": {"junit": "report/junit.xml"}}


def test_as_many_jobs_run_as_there_are_parts() -> None:
    shards = GITHUB["jobs"]["scenarios"]["strategy"]["matrix"]["shard"]
    assert shards == [*range(1, len(shards) + 1)] and f"}}}}/{len(shards)} " in scripts()[0]


@pytest.mark.parametrize("command", commands())
def test_a_command_takes_what_is_written_behind_it(command: str) -> None:
    name, *words = shlex.split(command)
    found = cli.get_command(click.Context(cli), name)
    assert found is not None
    found.make_context(name, words)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_commands_and_options(
    shell: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The script that a shell evaluates, and what it then asks for."""
    assert 'eval "$(_PARTNERLAB_COMPLETE=bash_source partnerlab)"' in PAGE
    monkeypatch.setenv("_PARTNERLAB_COMPLETE", f"{shell}_source")
    with pytest.raises(SystemExit):
        main([])
    assert f"_PARTNERLAB_COMPLETE={shell}_complete" in capsys.readouterr().out
    monkeypatch.setenv("_PARTNERLAB_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "partnerlab check-")
    monkeypatch.setenv("COMP_CWORD", "1")
    with pytest.raises(SystemExit):
        main([])
    assert capsys.readouterr().out.split() == ["plain,check-file"]


def test_the_schemas_for_editors_come_as_the_page_says(tmp_path: Path) -> None:
    printed = run("partnerlab lint --schemas", tmp_path).stdout
    assert [Path(line.split()[-1]).name for line in printed.splitlines()] == [file.name for file in files().values()]
    assert files()["scenario"].name in YAML[2]


@pytest.mark.parametrize("kind", sorted(files()))
def test_a_schema_says_who_it_is(kind: str) -> None:
    schema: Any = yamlio.parse(files()[kind].read_text(encoding="utf-8"), kind).data
    assert schema["$id"] == files()[kind].name
    jsonschema_rs.Draft202012Validator(schema)
