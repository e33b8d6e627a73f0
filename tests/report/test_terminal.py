"""The terminal: plain stable lines in a pipe, progress for a person, and never a cut failure."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.console import Console

from partnerlab.report.terminal import Terminal
from tests.report.stream import counter
from tests.report.stream.run import whole


def printed(events: list[dict[str, Any]], language: Any = "en", **console: Any) -> str:
    told = io.StringIO()
    shown = Console(file=told, **console)
    terminal = Terminal(shown, language, shown if shown.is_terminal else None)
    for event in events:
        terminal(event)
    return told.getvalue()


GOLDEN = """\
partnerlab 0.1.0 · seed 2569 · sut reference CIS 0.1.0 · mode in_process
Pass            payment/an_overdue_bill_is_paid_at_the_counter  An overdue bill is paid at Big C with its fee
Fail            payment/a_payment_must_equal_what_was_asked  A payment that differs from what was asked is refused  \
[Whose fault: system under test]
    Step 2 (scenarios/payment/a_payment_must_equal_what_was_asked.yaml:16) \
Big C pays 100.79 baht and is refused with 1004
      Reason: The bill asked for 115.79 baht; 100.79 was accepted
      Expected: {"status": 200, "body": {"responseCode": "1004"}}
      Seen:
        {
          "status": 200,
          "body": {
            "responseCode": "0000",
            "responseMessage": "สำเร็จ",
            "receiptNumber": "R6911-000017",
            "paidAmount": "100.79"
          }
        }
      Nearest to it: exchange 2 (1 of 2 criteria match)
        matches: status = 200
        differs: body/responseCode: expected 1004, seen 0000
    Step 2: No satang appears or vanishes
      Reason: received 100.79, applied 115.79: 15.00 baht came from nowhere
    Exchange 2 payment, Answer body/paidAmount: equals the amount asked: expected 115.79, seen 100.79
Does not apply  payment/a_card_payment_carries_its_approval_code  A card payment carries its approval code  \
Big C's agreement covers cash only

3 scenarios: 1 Pass, 1 Fail, 1 Does not apply
0 of 3 requirements proved; Failed: PAY-011; Not tested: PAY-010; 1 open, which no scenario proves; 1 outside, for \
the organisation to decide
6 steps, 4 exchanges, 0.02 s, 300 steps/s
"""


def test_a_pipe_gets_plain_lines() -> None:
    stories = [counter.bill_is_paid(), counter.wrong_amount_is_taken(), counter.does_not_apply()]
    events = whole(stories)
    events[-1]["requirements"][0]["verdict"] = "skip"
    assert printed(events, width=60) == GOLDEN


def test_a_pipe_gets_no_colour_and_no_progress(events: list[dict[str, Any]]) -> None:
    told = printed(events, width=40)
    assert "\x1b" not in told and "\r" not in told and "━" not in told


def test_a_person_gets_progress_and_the_same_lines(events: list[dict[str, Any]]) -> None:
    told = printed(events, width=200, force_terminal=True)
    assert "\x1b[" in told and "━" in told
    assert "body/responseCode: expected 1004, seen 0000" in told and "15 scenarios" in told


def test_progress_counts_and_names_the_running_scenario_in_the_chosen_language() -> None:
    stories = whole([counter.answer_is_lost(), counter.bill_is_paid()])
    running = next(i for i, event in enumerate(stories) if event.get("scenario", "").endswith("at_the_counter"))
    screen = Console(file=io.StringIO(), force_terminal=True)
    with Terminal(screen, "th", progress=screen) as terminal:
        for event in stories[: running + 1]:
            terminal(event)
        assert terminal._progress
        (task,) = terminal._progress.tasks
        assert (task.completed, task.total) == (1, 2)
        assert task.description == "ชำระบิลเกินกำหนดที่บิ๊กซีพร้อมค่าธรรมเนียม"


def test_nothing_of_a_failure_is_cut() -> None:
    story = counter.wrong_amount_is_taken()
    long = "x" * 5000
    next(event for event in story if event.get("verdict") == "fail")["actual"] = long
    assert long in printed(whole([story]), width=60)


def test_what_a_fault_on_purpose_explains_is_not_told_as_a_breach() -> None:
    story = counter.wrong_amount_is_taken()
    assert "equals the amount asked" in printed(whole([story]))
    for event in story:
        for finding in event.get("findings", []):
            finding["excused"] = True
    assert "equals the amount asked" not in printed(whole([story]))


def test_it_speaks_thai(events: list[dict[str, Any]]) -> None:
    told = printed(events, "th")
    for words in ("ไม่ผ่าน", "ต้นเหตุ: ระบบที่ถูกทดสอบ", "ที่คาดไว้", "ใกล้เคียงที่สุด: การรับส่งที่ 4"):
        assert words in told
    assert "Expected" not in told and "Nearest" not in told


def test_markup_and_controls_in_the_data_are_only_text() -> None:
    story = counter.wrong_amount_is_taken()
    next(event for event in story if event.get("verdict") == "fail")["actual"] = "[bold]x[/bold] \x1b[2J :smile:"
    told = printed(whole([story]), force_terminal=True, width=100)
    assert "[bold]x[/bold] ␛[2J :smile:" in told


def test_a_run_that_breaks_off_leaves_the_screen_in_order(events: list[dict[str, Any]]) -> None:
    told = io.StringIO()
    screen = Console(file=told, force_terminal=True, width=100)
    with Terminal(screen, progress=screen) as terminal:
        for event in events[:30]:
            terminal(event)
    assert told.getvalue().count("\x1b[?25l") == told.getvalue().count("\x1b[?25h"), "the cursor comes back"


def test_long_runs_do_not_keep_what_was_told(events: list[dict[str, Any]]) -> None:
    terminal = Terminal(Console(file=io.StringIO()))
    for event in events:
        terminal(event)
    assert not any(scenario.events for scenario in terminal._run.scenarios)


def test_steps_that_were_not_reached_are_shown() -> None:
    story = counter.wrong_amount_is_taken()
    text = {"en": "Big C asks again", "th": "บิ๊กซีสอบถามอีกครั้ง"}
    story[-1:-1] = [{**story[0], "event": "step_not_reached", "step": 3, "line": 20, "kind": "sends", "text": text}]
    place = "(scenarios/payment/a_payment_must_equal_what_was_asked.yaml:20)"
    assert f"    Step 3 {place} not reached: Big C asks again\n" in printed(whole([story]))
    assert f"    ขั้นตอนที่ 3 {place} ไปไม่ถึง: บิ๊กซีสอบถามอีกครั้ง\n" in printed(whole([story]), "th")


def test_a_run_of_skips_alone_says_that_nothing_was_judged() -> None:
    skipped = counter.does_not_apply()
    for language, words in (("en", "Nothing was judged: every scenario"), ("th", "ไม่มีสิ่งใดได้รับการตัดสิน")):
        assert words in printed(whole([skipped]), language)
        assert words not in printed(whole([skipped, counter.bill_is_paid()]), language)


def test_requirements_are_judged_by_a_run_of_all_scenarios_alone(events: list[dict[str, Any]]) -> None:
    assert "requirements proved" in printed(events)
    assert "requirements proved" not in printed([*events[:-1], {**events[-1], "complete": False}])


def test_what_was_played_is_said_when_the_run_is_interrupted(events: list[dict[str, Any]]) -> None:
    last = next(i for i, event in enumerate(events) if event["event"] == "scenario_finished")
    told = io.StringIO()
    with pytest.raises(KeyboardInterrupt), Terminal(Console(file=told)) as terminal:
        for event in events[: last + 3]:  # the second scenario has begun
            terminal(event)
        raise KeyboardInterrupt
    assert told.getvalue().endswith("\nStopped after 1 of 15 scenarios: 1 Pass\n")


def test_a_verification_says_what_it_did_not_exercise_and_that_it_proved_nothing(events: list[dict[str, Any]]) -> None:
    told = [*events[:-1], {**events[-1], "proved_nothing": True, "not_exercised": ["profile (404)", "person"]}]
    assert "This run proved nothing" in printed(told) and "Not exercised: profile (404); person" in printed(told)
    assert "ยังพิสูจน์สิ่งใดไม่ได้" in printed(told, "th") and "ยังไม่ได้ตรวจ: profile (404)" in printed(told, "th")
    assert "proved nothing" not in printed(events) and "Not exercised" not in printed(events)
