"""How a story ends, and whose fault it is: each party in turn does something wrong."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable
from typing import Any

import pytest

from partnerlab.contract.http import message as wire
from partnerlab.contract.http.message import Answer, Request
from partnerlab.lab import deployment as deployments
from partnerlab.lab.agent_totals.disagreement import Disagreement
from partnerlab.lab.channels.channel import StorageError, Unreachable
from partnerlab.lab.channels.in_process_http import WsgiChannel
from partnerlab.lab.channels.socket_http import UrlChannel
from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario.runner import Outcome
from partnerlab.scenario.step_text import outcome_text
from partnerlab.scenario.story_rules.invariants import INVARIANTS
from partnerlab.scenario.suite import exit_code, play_scenarios
from tests.scenario.playing import APPLICANT, BILL, INQUIRY, PAYMENT, REQUEST, Player, changing

ASKED = """\
- sends: big_c_online.inquiry
  with: {account: $home}
  answer: {body: {responseCode: "0000", totalAmount: "100.79"}}
"""
Call = Callable[[Request], Answer]


RULES = ("invariant",) * len(INVARIANTS)


def how(outcome: Outcome) -> tuple[str, str | None]:
    return outcome.word, outcome.blame


def en(outcome: Outcome) -> str:
    assert outcome.verdict is not None
    assert outcome.verdict.reason["th"]
    return outcome.verdict.reason["en"]


# A story that passes, and what is told of it


def test_a_story_that_passes_has_nobody_to_blame(player: Player) -> None:
    outcome = player.play(BILL, ASKED + PAYMENT)
    assert how(outcome) == ("pass", None)
    assert (outcome.verdict, outcome.failed_step, outcome.steps, outcome.exchanges) == (None, None, 2, 2)


def test_the_stream_tells_a_story_from_its_start_to_its_end(player: Player) -> None:
    player.play(BILL, ASKED + "- advance: by 2 hours\n" + PAYMENT)
    assert [event["event"] for event in player.events] == [
        "scenario_started",
        *("step_started", "exchange", *RULES, "step_finished"),
        *("step_started", *RULES, "clock", "step_finished"),
        *("step_started", "exchange", *RULES, "reconciliation", "step_finished"),
        "scenario_finished",
    ]
    (clock,) = player.told("clock")
    assert (clock["from"], clock["to"]) == ("2026-11-05T11:00:00+07:00", "2026-11-05T13:00:00+07:00")
    assert [event["line"] for event in player.told("step_started")] == [8, 11, 12]
    assert json.loads(json.dumps(player.events)) == player.events, "plain data"


def test_a_nested_exchange_is_told_before_its_parent_and_numbered_after_it(player: Player) -> None:
    player.play(APPLICANT, "- {sends: biz_portal.new_connection, with: {applicant: $applicant}}")
    told = player.told("exchange")
    assert [event["number"] for event in sorted(told, key=lambda event: event["number"])] == [*range(1, len(told) + 1)]
    assert told[0]["operation"] == "new_connection"
    behind = [event for event in told if event["via"]]
    assert {event["via"] for event in behind} == {"dga_gdx"}
    assert {event["sender"] for event in behind} == {"cis"}


def test_a_run_counts_its_verdicts_and_says_what_is_proved(player: Player) -> None:
    events: list[dict[str, Any]] = []
    with player.stage() as stage:
        good = player.story(BILL, ASKED, "good")
        bad = player.story(BILL, ASKED.replace("100.79", "100.80"), "bad")
        outcomes = play_scenarios(stage, [good, bad], events.append)
    first, last = events[0], events[-1]
    assert (first["event"], first["scenarios"], first["mode"], first["seed"]) == ("run_started", 2, "in_process", 1)
    assert (last["verdicts"], last["exit_code"], last["steps"]) == ({"pass": 1, "fail": 1}, 1, 2)
    (proved,) = [item for item in last["requirements"] if item["id"] == "SRC-ONLINE-1"]
    assert (proved["scenarios"], proved["verdict"]) == (["good", "bad"], "fail")
    assert [outcome.word for outcome in outcomes] == ["pass", "fail"]


def test_a_run_of_some_scenarios_tells_of_what_they_name_alone(player: Player) -> None:
    events: list[dict[str, Any]] = []
    with player.stage() as stage:
        play_scenarios(stage, [player.story(BILL, ASKED, "good")], events.append)
    assert [item["id"] for item in events[-1]["requirements"]] == ["SRC-ONLINE-1"]


def test_open_requirements_are_told_after_a_whole_run_and_change_no_exit_code(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("partnerlab.scenario.run_events.every_id", lambda kit: {"good"})
    events: list[dict[str, Any]] = []
    with player.stage() as stage:
        play_scenarios(stage, [player.story(BILL, ASKED, "good")], events.append)
        requirements = stage.lab.kit.requirements
    told = {item["id"]: item for item in events[-1]["requirements"]}
    assert list(told) == list(requirements)
    assert told["SRC-SAP-1"]["verdict"] is None and told["SRC-SAP-1"]["outside"] is None
    assert told["SRC-STEP-2"]["outside"] == requirements["SRC-STEP-2"].outside
    assert events[-1]["exit_code"] == 0


def test_one_story_leaves_nothing_to_the_next(player: Player) -> None:
    with player.stage() as stage:
        paid = player.story(BILL, PAYMENT + "- {set_fault: dopa_linkage, fault: silence}\n", "first")
        assert player.on(stage, paid).word == "pass"
        asked = player.story(BILL, ASKED, "second")
        assert player.on(stage, asked).word == "pass"
        assert list(stage.lab.faults) == []
        assert stage.lab.journal.last == 1


def test_two_runs_of_one_seed_tell_the_same(player: Player) -> None:
    def run() -> list[dict[str, Any]]:
        player.play(APPLICANT, REQUEST)
        return [{key: value for key, value in event.items() if key != "seconds"} for event in player.events]

    assert run() == run()


# The system under test does something wrong


def one_satang_more(body: Any) -> Any:
    return body | {"totalAmount": "100.80"}


def test_a_satang_too_much_is_its_fault_with_both_amounts_shown(player: Player) -> None:
    outcome = player.play(BILL, ASKED, changing("/payment-agents/v1/inquiry", one_satang_more))
    assert how(outcome) == ("fail", "system_under_test")
    assert en(outcome) == "#1 big_c_online → cis inquiry: answer/body/totalAmount is not what was expected"
    assert outcome.verdict is not None
    assert outcome.verdict.expected == {"answer/body/totalAmount": "100.79"}
    assert outcome.verdict.actual == {"answer/body/totalAmount": "100.80"}
    (finished,) = player.told("step_finished")
    assert [c["ok"] for c in finished["near_misses"][0]["criteria"]] == [True, False]
    assert player.told("scenario_finished")[0]["verdict"] == "fail"


def test_a_field_of_personal_data_beyond_the_agreement_is_its_fault(player: Player) -> None:
    leaking = changing("/payment-agents/v1/inquiry", lambda body: body | {"customerAddress": "1 Secret Road"})
    outcome = player.play(BILL, INQUIRY, leaking)
    assert how(outcome) == ("fail", "system_under_test")
    assert "answer body/customerAddress: outside the agreed data" in en(outcome)
    assert player.told("invariant")[-1]["name"] == "contracts_hold"
    assert "1 Secret Road" not in json.dumps(player.events)


def twice(body: Any) -> Any:
    agents = {code: {name: 2 * amount for name, amount in item.items()} for code, item in body["by_agent"].items()}
    amounts = {name: 2 * amount for name, amount in body.items() if isinstance(amount, int)}
    return body | amounts | {"by_agent": agents}


def test_a_payment_booked_twice_is_its_fault_though_its_books_balance(player: Player) -> None:
    outcome = player.play(BILL, PAYMENT, changing("/_test/books", twice))
    assert how(outcome) == ("fail", "system_under_test")
    assert outcome.verdict is not None
    assert outcome.verdict.actual == "20158 satang booked for BIGC"
    assert player.told("invariant")[-1]["name"] == "agents_agree"


def for_somebody_else_too(body: Any) -> Any:
    more = {name: body[name] + 500 for name in ("received", "suspense", "unidentified")}
    return body | more | {"by_agent": body["by_agent"] | {"NOBODY": {"received": 500, "reversed": 0}}}


def test_money_booked_under_a_name_that_is_no_agents_is_its_fault(player: Player) -> None:
    outcome = player.play(BILL, PAYMENT, changing("/_test/books", for_somebody_else_too))
    assert how(outcome) == ("fail", "system_under_test")
    assert en(outcome) == "our side booked money under a name that is no agent's"
    assert outcome.verdict is not None
    assert outcome.verdict.actual == "500 satang booked for NOBODY"


def for_an_agent_that_took_nothing(body: Any) -> Any:
    more = {name: body[name] + 500 for name in ("received", "suspense", "unidentified")}
    return body | more | {"by_agent": body["by_agent"] | {"TMN": {"received": 500, "reversed": 0}}}


def test_money_booked_for_an_agent_that_took_none_is_its_fault(player: Player) -> None:
    outcome = player.play(BILL, PAYMENT, changing("/_test/books", for_an_agent_that_took_nothing))
    assert how(outcome) == ("fail", "system_under_test")
    assert en(outcome) == "truemoney_offline and our side disagree on the money handed over"


def test_a_word_of_our_side_on_money_that_cannot_be_so_is_its_fault(player: Player) -> None:
    with player.stage() as stage:
        said = Disagreement("our side says that a total agrees", "ยอดไม่ตรง", "1 satang", "2 satang")
        stage.lab.journal.listeners.append(lambda exchange: stage.lab.agent_totals.disagreements.append(said))
        outcome = player.on(stage, player.story(BILL, INQUIRY))
    assert how(outcome) == ("fail", "system_under_test")
    assert (en(outcome), outcome.verdict and outcome.verdict.actual) == (said.en, "2 satang")


@pytest.mark.parametrize(
    ("figure", "told"),
    [
        ("issued", "what was charged is neither paid, nor outstanding, nor written off"),
        ("receipts", "a payment has two receipts, or two have the same"),
        ("unidentified", "money in suspense is not accounted for by receipts"),
    ],
)
def test_a_control_figure_that_does_not_balance_is_its_fault(player: Player, figure: str, told: str) -> None:
    outcome = player.play(BILL, PAYMENT, changing("/_test/books", lambda body: body | {figure: body[figure] + 1}))
    assert (how(outcome), en(outcome)) == (("fail", "system_under_test"), told)


def test_a_deposit_below_nothing_is_its_fault(player: Player) -> None:
    outcome = player.play(BILL, PAYMENT, changing("/_test/books", lambda body: body | {"lowest_deposit": -1}))
    assert (how(outcome), en(outcome)) == (("fail", "system_under_test"), "a customer's deposit is negative")


def without_control_figures(body: Any) -> Any:
    shown = ("received", "reversed", "applied", "deposits", "suspense", "by_agent")
    return {name: body[name] for name in shown}


def test_a_system_that_shows_no_control_figures_is_not_held_to_them(player: Player) -> None:
    outcome = player.play(BILL, PAYMENT, changing("/_test/books", without_control_figures))
    assert how(outcome) == ("pass", None)


def test_money_that_vanishes_is_its_fault(player: Player) -> None:
    outcome = player.play(BILL, PAYMENT, changing("/_test/books", lambda body: body | {"applied": 10078}))
    assert how(outcome) == ("fail", "system_under_test")
    assert outcome.verdict is not None
    assert outcome.verdict.expected == "received - reversed = 10079 satang"
    assert outcome.verdict.actual == "applied + deposits + suspense = 10078 satang"


def test_a_payment_of_unknown_outcome_may_be_booked_or_not(player: Player) -> None:
    for lost in ("request_lost", "answer_lost"):
        steps = PAYMENT.replace("}}", f"}}, deliver: [{lost}]}}")
        assert player.play(BILL, steps).word == "pass", lost


def test_an_answer_that_breaks_the_contract_is_its_fault(player: Player) -> None:
    without = changing("/payment-agents/v1/inquiry", lambda body: {"responseCode": "0000"})
    outcome = player.play(BILL, INQUIRY, without)
    assert how(outcome) == ("fail", "system_under_test")
    assert "answer body: required" in en(outcome)


def test_a_broken_invariant_explains_more_than_the_steps_own_expectation(player: Player) -> None:
    without = changing("/payment-agents/v1/inquiry", lambda body: {"responseCode": "0000"})
    assert "required" in en(player.play(BILL, ASKED, without))


def crashing(message: Request, call: Call) -> Answer:
    if message.path.startswith("/_test"):
        return call(message)
    return wire.answer(500, {"content-type": "text/html"}, b"<h1>Internal Server Error</h1>")


def test_a_system_that_answers_with_its_own_crash_is_to_blame(player: Player) -> None:
    outcome = player.play(BILL, INQUIRY, crashing)
    assert how(outcome) == ("fail", "system_under_test")
    assert "answer header/Content-Type: undocumented media type" in en(outcome)


def test_a_system_in_process_that_raises_is_to_blame(player: Player) -> None:
    def raising(environ: object, start_response: object) -> Any:
        raise KeyError("a mistake of the system's own")

    def tamper(message: Request, call: Call) -> Answer:
        return call(message) if message.path.startswith("/_test") else WsgiChannel(raising).call(message)

    assert how(player.play(BILL, INQUIRY, tamper)) == ("fail", "system_under_test")


@pytest.mark.parametrize(
    ("path", "where"),
    [
        ("/ws/dopa/linkage/v1/nowhere", "path"),
        ("/ws/dopa/linkage/v1/agent/permission?Consumer=x", "header/Consumer-Key"),
    ],
)
def test_a_request_of_its_own_that_breaks_a_contract_is_its_fault(player: Player, path: str, where: str) -> None:
    def asks_wrongly(message: Request, call: Call) -> Answer:
        if not message.path.startswith("/_test"):
            simulator_apps(stage.lab)["dga_gdx"].test_client().get(path)
        return call(message)

    with player.stage(asks_wrongly) as stage:
        outcome = player.on(stage, player.story(BILL, INQUIRY))
    assert how(outcome) == ("fail", "system_under_test")
    assert f"request {where}: " in en(outcome)


def test_a_job_that_our_side_refuses_is_its_fault(player: Player) -> None:
    outcome = player.play(APPLICANT, "- run_job: cis.make_coffee\n")
    assert how(outcome) == ("fail", "system_under_test")
    assert "/_test/jobs/make_coffee was answered 404" in en(outcome)


def test_a_message_too_many_is_its_fault(player: Player) -> None:
    outcome = player.play(APPLICANT, REQUEST + "- {receives: biz_portal.update_status, times: 1}\n")
    assert how(outcome) == ("fail", "system_under_test")
    assert en(outcome).startswith("biz_portal received update_status 2 times: #")


# Others do something wrong


def breaks(world: object, message: object) -> Any:
    raise LookupError("a mistake of the simulator's own")


def test_a_disk_of_the_lab_that_is_full_is_nobodys_mistake_but_the_configurations(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(world: object, message: object) -> Any:
        raise StorageError.of(OSError(errno.ENOSPC, "No space left on device", "/tmp/x/MWA_TMN.txt.tmp"))

    monkeypatch.setitem(player.kit.partner("dopa_linkage").functions, "officer_state", full)
    with player.stage() as stage:
        outcome = player.on(stage, player.story(APPLICANT, REQUEST))
    assert how(outcome) == ("error", "configuration")
    assert en(outcome).startswith("/tmp/x/MWA_TMN.txt.tmp: No space left on device")
    assert exit_code([outcome]) == 2


def test_a_machine_without_loopback_is_nobodys_mistake_but_the_configurations(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreachable(world: object, *, account: object) -> Any:
        raise OSError(errno.ENETUNREACH, "Network is unreachable")
        yield

    monkeypatch.setitem(player.kit.partner("big_c_online").functions, "inquiry", unreachable)
    outcome = player.play(BILL, INQUIRY)
    assert how(outcome) == ("error", "configuration")
    assert en(outcome).endswith("bring up the loopback (`ip link set lo up`): Network is unreachable")
    assert exit_code([outcome]) == 2


def test_a_simulator_that_raises_is_an_error_of_ours(player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(player.kit.partner("dopa_linkage").functions, "officer_state", breaks)
    with player.stage() as stage:
        outcome = player.on(stage, player.story(APPLICANT, REQUEST))
    assert how(outcome) == ("error", "simulator")
    assert en(outcome) == "dopa_linkage.officer_state raised LookupError: a mistake of the simulator's own"
    assert exit_code([outcome]) == 3


def test_a_simulator_whose_sending_raises_is_an_error_of_ours(player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    def sends(world: object, *, account: object) -> Any:
        raise LookupError("a mistake of the simulator's own")
        yield

    monkeypatch.setitem(player.kit.partner("big_c_online").functions, "inquiry", sends)
    assert how(player.play(BILL, INQUIRY)) == ("error", "simulator")


def test_a_simulator_that_breaks_the_contract_is_to_blame_itself(
    player: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    functions = player.kit.partner("dopa_linkage").functions
    monkeypatch.setitem(functions, "officer_state", lambda world, message: {"SessionState": "Maybe"})
    outcome = player.play(APPLICANT, REQUEST)
    assert how(outcome) == ("fail", "simulator")
    assert "dopa_linkage" in en(outcome)


def test_a_fault_on_purpose_is_held_against_nobody(player: Player) -> None:
    steps = "- {set_fault: dopa_linkage, fault: wrong_status, with: {status: 418}}\n" + REQUEST
    assert player.play(APPLICANT, steps).word == "pass"
    told = [event for event in player.told("exchange") if event["faults"]]
    assert told
    assert all(finding["excused"] for event in told for finding in event["findings"])


def test_a_name_that_an_answer_did_not_have_is_the_storys_fault(player: Player) -> None:
    steps = ASKED + "  capture: {address: answer.body.customerAddress}\n"
    outcome = player.play(BILL, steps)
    assert how(outcome) == ("error", "scenario")
    assert "has no 'customerAddress'; it has: " in en(outcome)


# Where nothing can be told


def without_hooks(message: Request, call: Call) -> Answer:
    return wire.answer(404, {}, b"") if message.path.startswith("/_test") else call(message)


def test_without_test_hooks_a_story_that_needs_them_is_skipped_with_the_reason(player: Player) -> None:
    outcome = player.play(BILL, ASKED, without_hooks)
    assert how(outcome) == ("skip", "configuration")
    assert en(outcome) == "the system at a tampered system has no test hook /_test/seed"
    assert outcome.failed_step is None
    assert player.told("scenario_finished")[0]["reason"]["en"] == en(outcome)


def test_without_test_hooks_a_story_is_played_until_it_needs_them(player: Player) -> None:
    steps = "- {sends: biz_portal.find_branch, with: {house: $applicant.house}}\n"
    assert player.play(APPLICANT, steps, without_hooks).word == "pass"
    outcome = player.play(APPLICANT, steps + "- {shows: cis.account, id: x, answer: {status: 200}}\n", without_hooks)
    assert how(outcome) == ("skip", "configuration")
    assert outcome.failed_step is not None
    assert outcome.failed_step.number == 2


def test_where_nobody_listens_it_is_told_before_anything_is_sent(kit: Registry) -> None:
    with pytest.raises(Unreachable, match=r"nothing answers at http://127\.0\.0\.1:9: is the system running"):
        deployments.for_running_systems(kit, "http://127.0.0.1:9", port=0)


def test_a_system_that_goes_away_in_mid_story_is_the_networks_fault(player: Player) -> None:
    def gone(message: Request, call: Call) -> Answer:
        if message.path.startswith("/payment-agents"):
            return UrlChannel("http://127.0.0.1:9").call(message)
        return call(message)

    outcome = player.play(BILL, INQUIRY, gone)
    assert how(outcome) == ("fail", "network")
    assert "nothing answers at http://127.0.0.1:9" in en(outcome)


def test_a_system_that_calls_no_partner_is_asked_whether_it_knows_them(player: Player) -> None:
    def deaf(message: Request, call: Call) -> Answer:
        if message.path == "/_test/clock":
            return wire.answer(200, {"content-type": wire.JSON}, wire.encode({"now": "x", "next_due": None}, wire.JSON))
        return call(message)

    outcome = player.play(APPLICANT, REQUEST + "- {receives: dopa_linkage.person, within: 2 days}\n", deaf)
    assert how(outcome) == ("not_received", "configuration")
    assert "our side has called no partner at all" in en(outcome)


def test_a_system_that_was_told_the_addresses_by_the_lab_itself_has_nobody_else_to_blame(player: Player) -> None:
    steps = "- {receives: dopa_linkage.person, within: 2 days}\n"
    assert how(player.play(APPLICANT, steps)) == ("not_received", "system_under_test")


def test_a_file_that_is_never_written_is_the_systems_fault(player: Player) -> None:
    def lazy(message: Request, call: Call) -> Answer:
        if message.path == "/_test/jobs/take_up_files":
            return wire.answer(200, {"content-type": wire.JSON}, b"{}")
        return call(message)

    steps = "- {sends: truemoney_offline.payment_file, with: {payments: [{bill: $october}]}}\n"
    steps += "- {receives: truemoney_offline.response_file, within: 2 days}\n"
    assert how(player.play(BILL, steps, lazy)) == ("not_received", "system_under_test")


def test_where_only_what_is_covered_differs_it_is_told_how(player: Player) -> None:
    def another_number(body: Any) -> Any:  # which passes the check digit, too
        third, fourth = int(body["tax_id"][2]), int(body["tax_id"][3])  # they weigh 11 and 10
        return body | {"tax_id": f"{body['tax_id'][:2]}{(third + 1) % 10}{fourth}{body['tax_id'][4:]}"}

    steps = ASKED + "- {shows: cis.account, id: $home.registration, answer: {body: {tax_id: $home.tax_id}}}\n"
    outcome = player.play(BILL, steps, changing("/_test/show/account", another_number))
    (told,) = [event for event in player.told("step_finished") if event["verdict"] == "fail"]
    (criterion,) = told["near_misses"][0]["criteria"]
    assert how(outcome) == ("fail", "system_under_test")
    assert criterion["seen"] == "••••••••••••• (differs; the first 2 characters agree)"
    assert "answer/body/tax_id: differs; the first 2 characters agree" in outcome_text(outcome)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["pass", "pass"], 0),
        (["pass", "skip"], 0),
        (["skip"], 1),
        ([], 1),
        (["pass", "not_received"], 1),
        (["fail", "pass"], 1),
        (["fail", "error"], 3),
    ],
)
def test_exit_codes(player: Player, words: list[str], code: int) -> None:
    story = player.story(BILL, ASKED)
    outcomes = [Outcome(story, word, None, None, None, 0, 0, 0.0) for word in words]
    assert exit_code(outcomes) == code


# Steps


def test_an_exchange_serves_one_step_only(player: Player) -> None:
    asked = "- {receives: dopa_linkage.officer_state}\n"
    assert player.play(APPLICANT, REQUEST + asked).word == "pass"
    assert player.play(APPLICANT, REQUEST + asked + asked).word == "not_received"


def test_a_window_lets_time_pass_no_longer_than_needed(player: Player) -> None:
    given = APPLICANT.replace("09:00", "20:00")
    outcome = player.play(given, REQUEST + "- {receives: dopa_linkage.person, answer: {status: 200}, within: 2 days}\n")
    assert outcome.word == "pass"
    clocks = player.told("clock")
    assert clocks[-1]["to"] < "2026-11-24T12:00"


def test_receives_nothing_waits_out_its_window(player: Player) -> None:
    steps = "- {receives_nothing: big_c_online, within: 3 hours}\n"
    assert player.play(APPLICANT, steps).word == "pass"
    assert player.told("clock")[0]["to"] == "2026-11-23T12:00:00+07:00"


def test_behaves_ends_what_misbehaves_began(player: Player) -> None:
    down = "- {set_fault: big_c_online, fault: request_lost}\n"
    fine = ASKED.replace("- sends", "- clear_faults: big_c_online\n- sends")
    assert player.play(BILL, down + INQUIRY + fine).word == "pass"
    assert [event["lost"] for event in player.told("exchange")] == ["request", None]


def test_a_sends_that_sends_nothing_is_the_simulators_fault(player: Player, monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(world: object, *, account: object) -> Any:
        return
        yield

    monkeypatch.setitem(player.kit.partner("big_c_online").functions, "inquiry", nothing)
    assert how(player.play(BILL, INQUIRY)) == ("fail", "simulator")


@pytest.mark.slow
def test_over_sockets_a_story_ends_as_in_process_and_closes_its_doors(player: Player) -> None:
    with deployments.over_sockets(player.kit) as stage:
        assert player.on(stage, player.story(APPLICANT, REQUEST + "- {receives: dopa_linkage.person}\n")).word == "pass"
        assert stage.urls["dga_gdx"].startswith("http://127.0.0.1:")
    for url in stage.urls.values():
        with pytest.raises(Unreachable):
            UrlChannel(url).call(wire.request("GET", "/"))


def test_a_system_that_never_does_what_it_says_is_due_does_not_hold_the_lab_for_ever(player: Player) -> None:
    stuck = changing("/_test/clock", lambda body: body | {"next_due": "2026-11-05T11:30:00+07:00"})
    outcome = player.play(BILL, "- advance: by 2 hours\n", stuck)
    assert how(outcome) == ("fail", "system_under_test")
    assert "says again and again that work is due" in en(outcome)
