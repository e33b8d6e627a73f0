"""The command line as its user meets it: what it prints, what it writes, and with which code it leaves."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from partnerlab.__main__ import _COMMANDS, main
from partnerlab.conformance.partner_folder.folder_rules import RULES
from partnerlab.errors import WorldError
from partnerlab.lab.partners.registry import Registry, default_root
from partnerlab.world.population import World
from partnerlab.yamlio import YamlError
from tests.patience import PATIENCE

GOOD = """\
title: {en: The bill is asked for, th: สอบถามยอดค่าน้ำ}
proves: [SRC-ONLINE-1]
start: 2026-11-05 11:00
given:
  accounts: {home: 1001}
  bills: {october: {account: home, month: 2026-10, usage: 8, issued: 2026-11-01, due: 2026-11-15}}
steps:
  - sends: big_c_online.inquiry
    with: {account: $home}
    answer: {body: {totalAmount: "100.79"}}
"""


@dataclass
class Left:
    code: int
    out: str
    err: str


@pytest.fixture
def lab(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """`partnerlab …`, to its end."""
    monkeypatch.setenv("COLUMNS", "200")

    def command(*arguments: object) -> Left:
        with pytest.raises(SystemExit) as left:
            main([str(argument) for argument in arguments])
        told = capsys.readouterr()
        return Left(int(left.value.code or 0), told.out, told.err)

    return command


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / f"{name}.yaml"
    file.write_text(text, encoding="utf-8")
    return file


@pytest.fixture
def good(tmp_path: Path) -> Path:
    return write(tmp_path, "good", GOOD)


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    return write(tmp_path, "bad", GOOD.replace("100.79", "100.80"))


# run


def test_run_leaves_with_0_if_all_is_right(lab: Any, good: Path) -> None:
    left = lab("run", good)
    assert (left.code, left.err) == (0, "")
    assert "Pass" in left.out
    assert "1 step, 1 exchange" in left.out


def test_run_leaves_with_1_and_tells_where_what_and_whose_fault(lab: Any, good: Path, bad: Path) -> None:
    left = lab("run", good.parent)
    assert left.code == 1
    for told in (f"{bad}:8", "100.80", "100.79"):
        assert told in left.out.replace("\n", ""), told


def test_run_leaves_with_2_if_there_is_no_such_path(lab: Any, tmp_path: Path) -> None:
    left = lab("run", tmp_path / "nothing")
    assert (left.code, left.out) == (2, "")
    assert left.err == f"{tmp_path / 'nothing'}: no such file or folder\n"


def test_run_leaves_with_2_and_all_mistakes_of_all_stories_before_anything_runs(
    lab: Any, tmp_path: Path, good: Path
) -> None:
    write(tmp_path, "misspelt", GOOD.replace("big_c_online.inquiry", "big_c.inquiry"))
    write(tmp_path, "unknown", GOOD.replace("SRC-ONLINE-1", "SRC-ONLINE-0"))
    left = lab("run", tmp_path)
    assert (left.code, left.out) == (2, "")
    assert "misspelt.yaml:8:5: there is no partner 'big_c'" in left.err
    assert "unknown.yaml:2:10: there is no requirement 'SRC-ONLINE-0' (did you mean 'SRC-ONLINE-5'?)" in left.err
    assert "Traceback" not in left.err


def test_run_leaves_with_3_if_a_simulator_breaks(lab: Any, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from partnerlab.scenario import steps

    monkeypatch.setattr(steps, "send", lambda *_: 1 / 0)
    left = lab("run", good)
    assert left.code == 3
    assert "ZeroDivisionError" in left.out


def test_run_leaves_with_3_and_its_trace_if_the_lab_itself_breaks(
    lab: Any, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from partnerlab.lab import deployment as deployments

    monkeypatch.setattr(deployments, "in_process", lambda *_: 1 / 0)
    left = lab("run", good)
    assert left.code == 3
    assert "Traceback" in left.err
    assert "Please report it" in left.err


@pytest.mark.parametrize("error", [WorldError("no such house"), YamlError("a.yaml", 3, 1, "is not YAML")])
def test_bad_input_of_any_kind_is_one_line_and_exit_code_2(
    lab: Any, good: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def refuse(*_: object) -> None:
        raise error

    monkeypatch.setattr("partnerlab.scenario.runner.Runner.run", refuse)
    result = lab("run", good)
    assert (result.code, result.err.splitlines()[-1]) == (2, str(error))
    assert "Traceback" not in result.err


def test_run_chooses_by_a_word_of_name_or_title_in_either_language(lab: Any, good: Path, bad: Path) -> None:
    assert lab("run", good.parent, "-k", "good").code == 0
    assert lab("run", good.parent, "-k", "bad").code == 1
    assert lab("run", good, "-k", "asked for").code == 0
    assert lab("run", good, "-k", "ค่าน้ำ").code == 0


def test_run_says_so_if_nothing_fits_the_word(lab: Any, good: Path) -> None:
    left = lab("run", good, "-k", "electricity")
    assert left.code == 2
    assert "none of 1 scenarios has 'electricity' in its name or title; leave -k to play all" in left.err


def test_run_finds_a_folder_of_the_installed_scenarios_from_anywhere(
    lab: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    left = lab("run", "scenarios/tax_invoices")
    assert left.code == 0 and re.search(r"([0-9]+) scenarios: \1 Pass", left.out)
    assert "scenarios/no_such: no such file or folder" in lab("run", "scenarios/no_such").err


def test_run_prefers_a_folder_of_that_name_that_is_here(lab: Any, tmp_path: Path, monkeypatch: Any) -> None:
    folder = tmp_path / "scenarios" / "tax_invoices"
    folder.mkdir(parents=True)
    write(folder, "good", GOOD)
    monkeypatch.chdir(tmp_path)
    assert "1 scenario: 1 Pass" in lab("run", "scenarios/tax_invoices").out


def test_run_says_before_it_plays_that_no_report_can_be_written(
    lab: Any, good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda path, mode: path != tmp_path / "report")
    left = lab("run", good, "--report", tmp_path / "report")
    assert (left.code, "Pass" in left.out) == (2, False)
    assert f"--report {tmp_path / 'report'}: this user may not write there" in left.err


def test_run_takes_no_two_ways_at_once(lab: Any, good: Path) -> None:
    left = lab("run", good, "--cis", "http://127.0.0.1:9", "--sockets")
    assert left.code == 2
    assert "--cis and --sockets exclude each other" in left.err


def test_run_against_an_address_where_nobody_is_says_so_without_a_trace(lab: Any, good: Path) -> None:
    left = lab("run", good, "--cis", "http://127.0.0.1:9")
    assert left.code != 0
    assert "nothing answers at http://127.0.0.1:9" in left.err
    assert "Traceback" not in left.err


def test_an_unknown_option_and_an_unknown_command_are_usage(lab: Any) -> None:
    assert lab("run", "--colour").code == 2
    assert lab("dance").code == 2
    assert lab("run", "--seed", "many").code == 2


def test_run_writes_three_reports_of_one_run(lab: Any, good: Path, bad: Path, tmp_path: Path) -> None:
    folder = tmp_path / "new" / "report"
    assert lab("run", good.parent, "--report", folder).code == 1
    assert sorted(path.name for path in folder.iterdir()) == ["events.jsonl", "junit.xml", "report.html"]
    events = [json.loads(line) for line in (folder / "events.jsonl").read_text(encoding="utf-8").splitlines()]
    assert (events[0]["event"], events[-1]["event"]) == ("run_started", "run_finished")
    assert events[-1]["verdicts"] == {"fail": 1, "pass": 1}
    suite = ET.parse(folder / "junit.xml").getroot()
    assert len(list(suite.iter("testcase"))) == 2
    assert len(list(suite.iter("failure"))) == 1
    html = (folder / "report.html").read_text(encoding="utf-8")
    assert "สอบถามยอดค่าน้ำ" in html or "The bill is asked for" in html


@pytest.mark.slow
def test_run_over_sockets_ends_alike(lab: Any, good: Path) -> None:
    assert lab("run", good, "--sockets").code == 0


def test_a_run_tells_the_same_of_one_seed_and_other_people_of_another(lab: Any, good: Path, tmp_path: Path) -> None:
    def told(seed: int) -> str:
        lab("run", good, "--report", tmp_path / "r", "--seed", seed)
        lines = (tmp_path / "r" / "events.jsonl").read_text(encoding="utf-8").splitlines()
        events = [json.loads(line) for line in lines]
        return json.dumps([event for event in events if event["event"] == "exchange"])

    assert told(1) == told(1) != told(2)


# lint


def test_lint_is_silent_about_good_stories(lab: Any, good: Path) -> None:
    left = lab("lint", good)
    assert (left.code, left.out, left.err) == (0, "", "1 scenario, 0 mistakes\n")


def test_lint_tells_every_mistake_with_its_line(lab: Any, tmp_path: Path) -> None:
    file = write(tmp_path, "wrong", GOOD.replace("$home", "$hoem").replace("SRC-ONLINE-1", "NO-1"))
    left = lab("lint", tmp_path)
    assert left.code == 1
    first, second = left.out.splitlines()
    assert first.startswith(f"{file}:2:10: there is no requirement 'NO-1'")
    assert second.startswith(f"{file}:9:12: there is no name 'hoem' (did you mean 'home'?)")
    assert left.err == "1 scenario, 2 mistakes\n"


def test_lint_of_everything_holds_partners_to_the_rules_of_all(lab: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    left = lab("lint")
    assert (left.code, left.out) == (0, "")
    odd = (lambda kit, partner: [f"{partner.name} is odd"], {"en": "Nobody is odd", "th": "ไม่มีใครแปลก"})
    monkeypatch.setattr("partnerlab.conformance.partner_folder.partner_check.RULES", [*RULES, odd])
    left = lab("lint")
    assert left.code == 1
    assert left.out.splitlines() == [f"{name} is odd" for name in Registry().partners]


def test_lint_of_no_such_path_is_usage(lab: Any, tmp_path: Path) -> None:
    assert lab("lint", tmp_path / "nothing").code == 2


def test_lint_of_an_hour_that_does_not_exist_is_a_mistake_of_the_story(lab: Any, tmp_path: Path) -> None:
    write(tmp_path, "late", GOOD.replace("steps:\n", "steps:\n  - advance: to 29:00\n"))
    assert lab("lint", tmp_path).code == 1


def test_lint_of_a_pattern_that_is_none_is_a_mistake_of_the_story(lab: Any, tmp_path: Path) -> None:
    write(tmp_path, "pattern", GOOD.replace('"100.79"', '{matches: "["}'))
    assert lab("lint", tmp_path).code == 1


# partners, world


def test_partners_tells_who_there_is_and_what_each_answers_and_sends(lab: Any) -> None:
    left = lab("partners")
    assert left.code == 0
    for name, partner in Registry().partners.items():
        assert name in left.out
        assert all(operation in left.out for operation in partner.answers | partner.sends)


def test_partners_speaks_thai(lab: Any) -> None:
    assert "กรมพัฒนาธุรกิจการค้า" in lab("partners", "--lang", "th").out
    assert "กรมพัฒนาธุรกิจการค้า" not in lab("partners").out


def test_world_tells_who_an_identifier_is_in_every_register(lab: Any) -> None:
    person = World(1).person(41)
    left = lab("lookup", person.pid)
    assert left.code == 0
    for told in (person.pid, person.first_name, person.last_name, person.house.code):
        assert told in left.out


@pytest.mark.slow
@pytest.mark.parametrize("package", ["orjson", "sqlalchemy"])
def test_a_package_that_is_missing_is_named_with_what_to_do(package: str) -> None:
    text = f"import sys; sys.modules[{package!r}] = None; from partnerlab.__main__ import main; main(['run'])"
    found = subprocess.run([sys.executable, "-c", text], capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (found.returncode, found.stdout) == (2, "")
    assert found.stderr.startswith(f"the Python package '{package}' is not installed for {sys.executable}, ")
    assert "pip install" in found.stderr and "Traceback" not in found.stderr


def test_the_page_of_all_partners_is_printed_or_written(lab: Any, tmp_path: Path) -> None:
    file = tmp_path / "partners.md"
    assert lab("partners", "--page", file).out == ""
    assert file.read_text(encoding="utf-8") == lab("partners", "--page").out == lab("partners", "--page", "-").out
    assert lab("partners", "--page", tmp_path).code == 2


def test_the_folder_of_a_contract_is_printed_alone(lab: Any) -> None:
    folder = Path(lab("partners", "truemoney_offline", "--folder").out.strip())
    assert (folder / "files" / "payment_file.sample.txt").is_file()
    assert lab("partners", "--folder").code == 2


@pytest.mark.parametrize(("kind", "name"), [("person", "person:41"), ("company", "company:7")])
def test_world_asks_every_register_that_looks_up_such(lab: Any, kind: str, name: str) -> None:
    told = lab("lookup", name).out
    partners = [partner for partner in Registry().partners.values() if partner.provider]
    asked = [operation for partner in partners for operation in partner.provider.operations.values()]
    looks_up = [each.id for each in asked if any(p.identifies == kind for p in each.parameters)]
    assert looks_up and not [name for name in looks_up if f"asked {name} with" not in told]


def test_world_asks_each_service_that_an_address_has(lab: Any) -> None:
    told = lab("lookup", "person:41").out
    for service in ("001", "027", "032", "009", "033", "034"):
        assert f"ServiceID {service}," in told


@pytest.mark.parametrize("name", ["person:41", "company:7", "account:1001", "mandate:1001"])
def test_world_takes_a_number_too(lab: Any, name: str) -> None:
    assert lab("lookup", name).code == 0


def test_world_of_another_seed_holds_other_people(lab: Any) -> None:
    pid = World(2).person(41).pid
    assert World(2).person(41).first_name in lab("lookup", pid, "--seed", 2).out
    assert lab("lookup", pid, "--seed", 1).out != lab("lookup", pid, "--seed", 2).out


def test_world_of_somebody_unknown_leaves_with_1(lab: Any) -> None:
    left = lab("lookup", "0000000000000")
    assert (left.code, left.out) == (1, "")
    assert left.err == ("the population of seed 1 has no '0000000000000'; person:41 names an entity by its number\n")


@pytest.mark.parametrize("name", ["person:x", "person:-1", "person:99999999999", "cat:1", "", "๑๒๓"])
def test_world_of_nonsense_is_no_mistake_of_the_labs(lab: Any, name: str) -> None:
    left = lab("lookup", name)
    assert left.code in (1, 2)
    assert "Traceback" not in left.err


def test_every_command_explains_itself(lab: Any) -> None:
    listed = lab("--help").out
    for name in ("run", "up", "partners", "lint", "lookup"):
        assert name in listed
        left = lab(name, "--help")
        assert left.code == 0
        assert "Usage: partnerlab" in left.out


def test_the_kits_own_stories_are_where_the_commands_look() -> None:
    assert (default_root() / "scenarios").is_dir()


# the first hour


@pytest.mark.parametrize("arguments", [(), *((name,) for name in _COMMANDS)], ids=" ".join)
def test_every_help_says_what_each_exit_code_means(lab: Any, arguments: tuple[str, ...]) -> None:
    told = lab(*arguments, "--help").out
    codes = re.findall(r"^ +([0-9]+) +[a-z]", told.partition("Exit codes:")[2], re.MULTILINE)
    assert codes == ["0", "1", "2", "3", "130"]


def test_steps_after_a_failed_one_are_told_as_not_reached(lab: Any, tmp_path: Path) -> None:
    story = write(tmp_path, "stops", GOOD.replace("100.79", "1.00") + "  - {advance: by 1 hour}\n")
    left = lab("run", story, "--report", tmp_path / "report")
    assert left.code == 1
    assert f"    Step 2 ({story}:11) not reached: time passes: by 1 hour\n" in left.out
    page = (tmp_path / "report" / "report.html").read_text(encoding="utf-8")
    assert "not reached" in page and "time passes: by 1 hour" in page


def test_a_part_of_the_scenarios_judges_no_requirement(lab: Any, tmp_path: Path) -> None:
    left = lab("run", write(tmp_path, "one", GOOD), "--report", tmp_path / "report")
    assert left.code == 0 and "requirements proved" not in left.out
    finished = json.loads((tmp_path / "report" / "events.jsonl").read_text(encoding="utf-8").splitlines()[-1])
    assert finished["complete"] is False
    assert "requirements are judged only" in (tmp_path / "report" / "report.html").read_text(encoding="utf-8")


def test_junit_names_a_story_kept_elsewhere_by_no_path_of_this_machine(lab: Any, tmp_path: Path) -> None:
    kept = tmp_path / "mine"
    kept.mkdir()
    lab("run", write(kept, "one", GOOD), "--report", tmp_path / "report")
    document = ET.parse(tmp_path / "report" / "junit.xml").getroot()
    (case,) = document.iter("testcase")
    assert (case.attrib["classname"], case.attrib["name"]) == ("mine", "one")
    assert str(tmp_path) not in ET.tostring(document, encoding="unicode")


@pytest.mark.parametrize("command", ["lint", "up"])
def test_a_misspelt_fault_is_told_with_what_was_meant(lab: Any, tmp_path: Path, command: str) -> None:
    step = "{set_fault: dga_gdx, fault: silense}"
    story = write(tmp_path, "misspelt", GOOD.replace("steps:\n", f"steps:\n  - {step}\n"))
    left = lab("lint", story) if command == "lint" else lab("up", "--env", "--fault", step)
    assert left.code == (1 if command == "lint" else 2)
    assert "there is no fault 'silense' (did you mean 'silence'?)" in left.out + left.err


@pytest.mark.parametrize("partner", Registry().partners.values(), ids=lambda partner: partner.name)
def test_a_partner_is_told_with_all_that_can_be_named_of_it(lab: Any, partner: Any) -> None:
    english, thai = lab("partners", partner.name).out, lab("partners", partner.name, "--lang", "th").out
    for told, language in ((english, "en"), (thai, "th")):
        assert partner.title[language] in told
        for name, state in partner.states["states"].items():
            assert name in told and state["title"][language] in told
        for name, fault in partner.faults.items():
            assert f"  {name}  {fault['title'][language]}\n" in told
        for name in partner.answers | partner.sends:
            assert f"\n  {name}  (" in told
    assert "Operations" not in thai and not re.search("[ก-๙]", english.replace(partner.title["en"], "", 1))


def test_arguments_fields_and_faults_are_told_as_a_scenario_names_them(lab: Any) -> None:
    told = " ".join(lab("partners", "big_c_online").out.split())
    assert "arguments in `with:`: transaction, amount, [account], [reference], [invoice], [key]" in told
    assert "body/reference1 (identity)" in told and "answer 200: body/responseCode" in told
    assert "late {by}" in told and "silence" not in told, "nobody asks an agent anything"
    told = " ".join(lab("partners", "truemoney_offline").out.split())
    assert "trailer: record_type" in told and "wrong_trailer" in told
    left = lab("partners", "big_c_onlin")
    assert left.code == 2 and "did you mean 'big_c_online'?" in left.err
    assert lab("partners", "gis", "--page").code == 2
