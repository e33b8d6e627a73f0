"""Any party to any party: a partner asks a partner, and sends to our side through a gateway that misbehaves."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from partnerlab.conformance.partner_folder.folder_rules import RULES
from partnerlab.lab import deployment as deployments
from partnerlab.lab.deployment import Deployment
from partnerlab.lab.exchange.message_sender import send
from partnerlab.lab.partners.registry import PARTS, Registry, default_root
from partnerlab.scenario.language.scenario_loader import BadScenario
from tests.scenario.playing import APPLICANT, Player

MADE_UP = Path(__file__).parent / "any_to_any"
SURVEY = "- {sends: surveyor.find_branch, with: {house: $applicant.house}, answer: {status: %d}}\n"
ASKED = "- {receives: map_office.locate, request: {headers: {map-key: {present: true}}}, answer: {status: 200}}\n"
MODES = {"in process": deployments.in_process, "over sockets": deployments.over_sockets}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("kit")
    for part in PARTS:
        shutil.copytree(default_root() / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(MADE_UP / part, root / part, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    return root


@pytest.fixture
def player(root: Path, tmp_path: Path) -> Player:
    return Player(Registry(root), tmp_path)


@pytest.fixture(params=MODES)
def stage(request: pytest.FixtureRequest, player: Player) -> Iterator[Deployment]:
    with MODES[request.param](player.kit) as stage:
        yield stage


def routes(stage: Deployment) -> list[tuple[str, str, str, str | None, str | None]]:
    return [(e.sender, e.receiver, e.operation, e.via, e.lost) for e in stage.lab.journal]


ASK = ("surveyor", "map_office", "locate", None, None)
TELL = ("surveyor", "cis", "find_branch", "map_office", None)


def test_a_partner_asks_a_partner_and_then_our_side_through_a_gateway(player: Player, stage: Deployment) -> None:
    outcome = player.on(stage, player.story(APPLICANT, SURVEY % 200 + ASKED))
    assert outcome.word == "pass", outcome.verdict
    assert routes(stage) == [ASK, TELL]
    assert "consumer-key" in stage.lab.journal.search(receiver="cis")[0].request.headers
    assert [(e["sender"], e["receiver"], e["via"]) for e in player.told("exchange")] == [
        ("surveyor", "map_office", None), ("surveyor", "cis", "map_office"),
    ]  # fmt: skip
    house = stage.lab.world.person(41).house
    assert stage.lab.partner_worlds["surveyor"].table("places") == {house.code: f"{house.latitude:.6f}"}


def test_a_key_that_the_gateway_forgets_is_missed_by_our_side_and_held_against_no_party(
    player: Player, stage: Deployment
) -> None:
    outcome = player.on(stage, player.story(APPLICANT, "- {set_fault: map_office, fault: key_lost}\n" + SURVEY % 401))
    assert outcome.word == "pass", outcome.verdict
    exchange = stage.lab.journal.search(receiver="cis")[0]
    assert (exchange.faults, exchange.excused) == (("key_lost",), frozenset({"request"}))
    assert [finding.where for finding in exchange.findings] == ["header/Consumer-Key"]


def test_a_gateway_that_is_down_answers_the_sender_and_our_side_hears_nothing(
    player: Player, stage: Deployment
) -> None:
    down = "- {set_fault: map_office, fault: answers, operation: forward, with: {status: 503, body: {message: down}}}\n"
    outcome = player.on(stage, player.story(APPLICANT, down + SURVEY % 503))
    assert outcome.word == "pass", outcome.verdict
    assert routes(stage)[-1] == (*TELL[:-1], "request")


@pytest.mark.parametrize(
    ("fault", "lost", "located"),
    [("request_lost", "request", 0), ("answer_lost", "answer", 1), ("silence", "answer", 1)],
)
def test_what_a_partner_asks_may_be_lost_on_the_way(
    player: Player, stage: Deployment, fault: str, lost: str, located: int
) -> None:
    setting = f"- {{set_fault: {'map_office' if fault == 'silence' else 'surveyor'}, fault: {fault}}}\n"
    steps = setting + "- {sends: surveyor.find_place, with: {house: $applicant.house}}\n"
    assert player.on(stage, player.story(APPLICANT, steps)).word == "pass"
    assert routes(stage) == [(*ASK[:-1], lost)]
    assert len(stage.lab.partner_worlds["map_office"].table("located")) == located


def test_a_message_that_is_delivered_twice_is_answered_twice(player: Player, stage: Deployment) -> None:
    steps = "- {sends: surveyor.find_place, with: {house: $applicant.house}, deliver: [twice], answer: {status: 200}}\n"
    assert player.on(stage, player.story(APPLICANT, steps)).word == "pass"
    assert routes(stage) == [ASK, ASK]


def test_data_beyond_what_the_sender_may_ask_is_found_and_blamed_on_the_party_that_sent_it(
    player: Player, stage: Deployment
) -> None:
    ask = stage.lab.kit.partner("surveyor").asks["find_place"]
    ask.entry["answer"] = []
    outcome = player.on(stage, player.story(APPLICANT, SURVEY % 200))
    assert (outcome.word, outcome.blame) == ("fail", "simulator")
    assert "map_office locate: answer body/latitude: outside the agreed data" in outcome.verdict.reason["en"]  # type: ignore[union-attr]


def test_the_receivers_contract_judges_the_answer(player: Player, stage: Deployment) -> None:
    steps = "- {set_state: map_office, state: says the address too}\n" + SURVEY % 200
    outcome = player.on(stage, player.story(APPLICANT, steps))
    assert (outcome.word, outcome.blame) == ("fail", "simulator")


def test_a_message_without_the_receivers_key_is_refused(player: Player) -> None:
    with player.stage() as stage:
        lab = stage.lab
        lab.credentials["map_office", "map_key"] = "another"
        house = lab.world.person(41).house
        lab.partner_worlds["surveyor"].credentials = type(lab.credentials)(7)
        (exchange,) = send(lab, "surveyor", "find_place", {"house": house}, []).exchanges
        assert exchange.answer is not None
        assert exchange.answer.status == 403


@pytest.mark.parametrize(
    ("steps", "mistake"),
    [
        ("- {sends: surveyor.find_plaice, with: {house: $applicant}}\n", "did you mean 'find_place'?"),
        ("- {sends: surveyor.find_place}\n", "surveyor.find_place needs 'with: {house: …}'"),
        ("- {set_fault: surveyor, fault: header_dropped, with: {header: x}}\n", "surveyor forwards nothing"),
        ("- {set_fault: map_office, fault: header_dropped}\n", "needs ['header']"),
    ],
)
def test_the_linter_knows_what_is_asked_and_forwarded(player: Player, steps: str, mistake: str) -> None:
    with pytest.raises(BadScenario) as raised:
        player.story(APPLICANT, steps)
    assert mistake in str(raised.value)


@pytest.mark.parametrize(
    ("old", "new", "mistake"),
    [
        ("of: map_office.locate", "of: map_office.located", "did you mean 'locate'?"),
        ("of: map_office.locate", "of: map_ofice.locate", "did you mean 'map_office'?"),
        ("credentials: [map_key]", "credentials: [map_kee]", "did you mean 'map_key'?"),
        ("through: map_office", "through: gis", "no message can go through it; partners that have one: "),
    ],
)
def test_links_between_partners_are_checked(root: Path, tmp_path: Path, old: str, new: str, mistake: str) -> None:
    shutil.copytree(root, tmp_path / "kit")
    agreement = tmp_path / "kit" / "contracts" / "surveyor" / "agreement.yaml"
    agreement.write_text(agreement.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert mistake in " ".join(_mistakes(tmp_path / "kit"))


def test_the_made_up_partners_are_whole(root: Path) -> None:
    assert [m for m in _mistakes(root) if "pact" not in m and "provenance" not in m] == []


def _mistakes(root: Path) -> list[str]:
    kit = Registry(root)
    rules: list[Callable[..., list[str]]] = [rule for rule, _ in RULES]
    return [
        mistake for name in ("surveyor", "map_office") for rule in rules for mistake in rule(kit, kit.partner(name))
    ]
