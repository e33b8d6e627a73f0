"""What must fail, and the message it must give, which stands beside it; `--write-messages` renews the messages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from partnerlab.__main__ import main
from partnerlab.conformance.record_file.file_check import check
from partnerlab.conformance.record_file.file_check_events import file_check_events
from partnerlab.lab import deployment as deployments
from partnerlab.lab.partners.registry import Registry
from partnerlab.report.file_check_text import file_text
from partnerlab.scenario.fixtures import FIELDS
from partnerlab.scenario.language.scenario_loader import BadScenario, read
from partnerlab.scenario.runner import Runner
from partnerlab.scenario.step_text import outcome_text
from reference.cis.hooks.routes import JOBS

HERE = Path(__file__).parent
COMMANDS = HERE / "commands"
KIT = Registry()
GROWING = {
    "<every partner>": list(KIT.partners),
    "<every partner that is asked>": [name for name, partner in KIT.partners.items() if partner.provider],
    "<every partner that sends>": [name for name, partner in KIT.partners.items() if partner.sends],
    "<every layout>": [f"{name}/{layout}" for name, partner in KIT.partners.items() for layout in partner.layouts],
    "<every field of a person>": sorted(FIELDS["people"]()),
    "<every job>": list(JOBS),
}
"""Lists that a new partner, fact or job makes longer, as messages have them: no message changes with the kit."""


@pytest.fixture(scope="module")
def kit() -> Registry:
    return KIT


def compare(file: Path, printed: str, write: bool) -> None:
    message = file.with_suffix(".txt")
    printed = printed.replace(f"{file.parent}/", "") + "\n"
    printed = re.sub(r": [^:\n]* and [0-9]+ more \(", ": <the nearest> and more (", printed)
    for word, listed in GROWING.items():
        whole = re.escape(", ".join(listed))
        printed = re.sub(f': {whole}(?=[\\n"])', f": {word}", printed)
    if write:
        message.write_text(printed, encoding="utf-8")
    assert printed == message.read_text(encoding="utf-8")


@pytest.mark.parametrize("file", sorted((HERE / "lint").glob("*.yaml")), ids=lambda file: file.stem)
def test_a_story_with_mistakes_is_told_all_of_them(file: Path, kit: Registry, pytestconfig: pytest.Config) -> None:
    with pytest.raises(BadScenario) as mistakes:
        read(file, kit)
    compare(file, str(mistakes.value), pytestconfig.getoption("--write-messages"))


@pytest.mark.parametrize("file", sorted((HERE / "run").glob("*.yaml")), ids=lambda file: file.stem)
def test_a_story_that_fails_says_how(file: Path, kit: Registry, pytestconfig: pytest.Config) -> None:
    with deployments.in_process(kit) as stage:
        outcome = Runner(stage.lab).run(read(file, kit))
    assert outcome.word != "pass"
    compare(file, outcome_text(outcome), pytestconfig.getoption("--write-messages"))


@pytest.mark.parametrize("file", sorted((HERE / "check_file").glob("*.rec")), ids=lambda file: file.stem)
def test_a_record_file_with_mistakes_is_shown_them_in_both_languages(
    file: Path, kit: Registry, pytestconfig: pytest.Config
) -> None:
    checked = check(kit, "truemoney_offline/payment_file", file, "MWA_TMN_20261123_01.txt", limit=4)
    assert not checked.passed
    events = list(file_check_events(checked))
    both = f"{file_text(events, 'en')}\n\n{file_text(events, 'th')}"
    compare(file, both, pytestconfig.getoption("--write-messages"))


@pytest.mark.parametrize("file", sorted(COMMANDS.glob("*.args")), ids=lambda file: file.stem)
def test_a_command_called_wrongly_says_what_to_do(
    file: Path, pytestconfig: pytest.Config, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(COMMANDS)
    monkeypatch.setenv("COLUMNS", "100")
    with pytest.raises(SystemExit) as left:
        main(file.read_text(encoding="utf-8").split())
    printed = capsys.readouterr()
    assert left.value.code == 2, printed.err
    assert "Traceback" not in printed.err
    compare(file, (printed.out + printed.err).rstrip(), pytestconfig.getoption("--write-messages"))
