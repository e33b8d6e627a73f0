"""Scenarios as pytest items, in another project that holds only a folder of scenarios."""

from __future__ import annotations

import threading
import xml.etree.ElementTree as ET
from importlib.metadata import entry_points
from pathlib import Path

import pytest
from werkzeug.serving import make_server

from partnerlab.lab import deployment as deployments
from partnerlab.lab.partners.registry import Registry

pytestmark = pytest.mark.slow

GOOD = """\
title: {en: The bill is asked for, th: สอบถามยอด}
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
BAD = GOOD.replace("100.79", "100.80")
WRONG = GOOD.replace("big_c_online.inquiry", "big_c_online.inquire")
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module", autouse=True)
def everything_is_loaded() -> None:
    """A pytest within pytest forgets what it was the first to load, which libraries in C do not survive."""
    deployments.in_process(Registry()).close()


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project with three stories and a YAML file that is none."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    for name, text in {
        "scenarios/pay/asked": GOOD, "scenarios/pay/wrong_amount": BAD, "scenarios/misspelt": WRONG, "data/other": GOOD,
    }.items():  # fmt: skip
        file = pytester.path / f"{name}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return pytester


INSTALLED = any(point.name == "partnerlab" for point in entry_points(group="pytest11"))
PLUGIN = ("-p", "no:cacheprovider", "-p", "no:schemathesis", *(() if INSTALLED else ("-p", "partnerlab.pytest_plugin")))


def run(project: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return project.runpytest_inprocess(*PLUGIN, *arguments)


def test_every_story_below_a_folder_of_scenarios_is_one_item(project: pytest.Pytester) -> None:
    result = run(project, "--collect-only", "-q")
    found = [line for line in result.outlines if "::" in line]
    assert found == [
        "scenarios/misspelt.yaml::misspelt",
        "scenarios/pay/asked.yaml::asked",
        "scenarios/pay/wrong_amount.yaml::wrong_amount",
    ]


def test_they_pass_and_fail_and_may_be_chosen_by_word(project: pytest.Pytester) -> None:
    run(project).assert_outcomes(passed=1, failed=2)
    run(project, "-k", "asked").assert_outcomes(passed=1, deselected=2)
    run(project, "scenarios/pay").assert_outcomes(passed=1, failed=1)


def test_a_failure_tells_file_line_and_both_amounts_and_no_traceback(project: pytest.Pytester) -> None:
    result = run(project, "-k", "wrong_amount", "--tb=long")
    text = result.stdout.str()
    assert "scenarios/pay/wrong_amount.yaml:8: step 1: sends big_c_online.inquiry" in text
    assert "fail (system_under_test): #1 big_c_online → cis inquiry: answer/body/totalAmount is not" in text
    assert "expected: {'answer/body/totalAmount': '100.80'}" in text
    assert "seen:     {'answer/body/totalAmount': '100.79'}" in text
    assert "Traceback" not in text
    assert ".py:" not in text


def test_a_mistake_in_a_story_tells_its_line_and_what_exists(project: pytest.Pytester) -> None:
    text = run(project, "-k", "misspelt").stdout.str()
    assert "scenarios/misspelt.yaml:8:5: there is no operation that big_c_online sends 'inquire'" in text
    assert "did you mean 'inquiry'?" in text
    assert ".py:" not in text


def test_junit_xml_says_what_is_proved_with_which_seed_and_whose_fault_it_is(project: pytest.Pytester) -> None:
    run(project, "scenarios/pay", "--junitxml=junit.xml", "--lab-seed=7")
    cases = {case.get("name"): case for case in ET.parse(project.path / "junit.xml").iter("testcase")}
    told = {
        name: {str(item.get("name")): item.get("value") for item in case.iter("property")}
        for name, case in cases.items()
    }
    assert told["asked"] == {"proves": "SRC-ONLINE-1", "seed": "7"}
    assert told["wrong_amount"] == {"proves": "SRC-ONLINE-1", "seed": "7", "blame": "system_under_test"}
    assert cases["wrong_amount"].find("failure") is not None
    assert cases["asked"].find("failure") is None


def test_a_story_that_cannot_be_told_is_skipped_with_its_reason(project: pytest.Pytester) -> None:
    def no_hooks(environ: object, start_response: object) -> list[bytes]:
        start_response("404 NOT FOUND", [("Content-Length", "0")])  # type: ignore[operator]
        return [b""]

    server = make_server("127.0.0.1", 0, no_hooks)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        result = run(project, "-k", "asked", "-rs", f"--lab-cis=http://127.0.0.1:{server.port}")
    finally:
        server.shutdown()
        server.server_close()
    result.assert_outcomes(skipped=1, deselected=2)
    assert "has no test hook /_test/seed" in result.stdout.str()


def test_an_address_at_which_nobody_answers_is_told_without_a_traceback(project: pytest.Pytester) -> None:
    text = run(project, "-k", "asked", "--lab-cis=http://127.0.0.1:9").stdout.str()
    assert "nothing answers at http://127.0.0.1:9" in text
    assert ".py:" not in text


@pytest.mark.slow
def test_workers_share_the_stories(project: pytest.Pytester) -> None:
    result = project.runpytest_subprocess(*PLUGIN, "-n", "2", "scenarios/pay")
    result.assert_outcomes(passed=1, failed=1)
    assert "wrong_amount.yaml:8: step 1" in result.stdout.str()


@pytest.mark.slow
def test_over_sockets_they_end_alike(project: pytest.Pytester) -> None:
    run(project, "scenarios/pay", "--lab-sockets").assert_outcomes(passed=1, failed=1)
