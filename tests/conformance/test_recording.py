"""Recordings: masked alike everywhere, with nothing real left over, and played again by the simulator."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path
from typing import Any

import pytest
import requests
from werkzeug import Request as WerkzeugRequest
from werkzeug import Response

from partnerlab.commands.record import recorded_front
from partnerlab.conformance.recording.pseudonyms import Pseudonyms
from partnerlab.lab.channels.in_process_http import session
from partnerlab.lab.channels.socket_http import HttpServer
from partnerlab.lab.exchange.simulator_app import simulator_apps
from partnerlab.lab.partners.registry import Registry
from partnerlab.world.identifiers import with_check_digit
from partnerlab.world.population import World
from tests.conformance.har_entries import OTHER, OWNER, land, link, title, write_har
from tests.lab.lab_support import Client, lab_at_noon

REAL = {
    OWNER, f"{OWNER[0]}-{OWNER[1:5]}-{OWNER[5:10]}-{OWNER[10:12]}-{OWNER[12]}", OTHER, "วีระชัยทดสอบ", "ตำบลจริงแท้",
    "k3y-of-the-office", "gateway.example", "x-internal-host", "9988771",
}  # fmt: skip
"""What must stand nowhere in what is written."""


def person(pid: str) -> dict[str, str]:
    return land(pid) | {"OfficeID": "00023"}


def person_record(pid: str) -> dict[str, Any]:
    """The civil register's record of somebody, with the number and the name of another."""
    with lab_at_noon(Registry()) as lab:
        client = Client(lab)
        client.officer(token := client.token())
        record: dict[str, Any] = client.person(token, lab.world.person(40).pid).json()
    assert record["firstName"]
    return record | {"firstName": "วีระชัยทดสอบ", "personalID": int(pid)}


@pytest.fixture
def har(tmp_path: Path) -> Any:
    def write(*entries: dict[str, Any]) -> Path:
        return write_har(tmp_path / "found.har", *entries)

    return write


def written(folder: Path) -> str:
    """All that a recording leaves."""
    return "".join(file.read_text(encoding="utf-8") for file in sorted(folder.iterdir()))


def bodies(folder: Path) -> list[Any]:
    entries = json.loads((folder / "recording.har").read_text(encoding="utf-8"))["log"]["entries"]
    return [json.loads(entry["response"]["content"]["text"]) for entry in entries]


def numbers_in(folder: Path) -> set[str]:
    """Every number of a citizen in it."""
    return set(re.findall("(?<![0-9])[1-8][0-9]{12}(?![0-9])", written(folder)))


def test_one_person_is_one_person_of_the_population_in_every_register(lab: Any, har: Any, tmp_path: Path) -> None:
    file = har(
        link(land(OWNER), [title(OWNER), title(OWNER, propertyNo="9988772")]),
        link(person(OWNER), person_record(OWNER)),
        link(land(OTHER), [title(OTHER)]), link(land(OWNER), [title(OWNER)]),
    )  # fmt: skip
    left = lab("record", "--har", file, "--to", tmp_path / "out")
    assert (left.code, left.err) == (0, "")
    assert "4 exchanges masked" in left.out and "keep the contract no more" not in left.out
    titles, record, others, again = bodies(tmp_path / "out")
    masked = World(1).find(titles[0]["ownerPid"])
    assert masked is not None and masked.pid[1:3] == "98"
    assert f"{record['personalID']:013d}" == masked.pid == titles[1]["ownerPid"]
    assert record["firstName"] == masked.first_name
    assert again == titles[:1] and others[0]["ownerPid"] != masked.pid
    assert titles[0]["parcelTambolName"] == masked.parcels[0].house.subdistrict
    assert all(with_check_digit(number[:12]) == number for number in numbers_in(tmp_path / "out"))


def test_nothing_real_is_left_wherever_it_stands(lab: Any, har: Any, tmp_path: Path) -> None:
    grouped = f"{OWNER[0]}-{OWNER[1:5]}-{OWNER[5:10]}-{OWNER[10:12]}-{OWNER[12]}"
    packed = base64.b64encode(f"owner {OWNER}".encode()).decode()
    body = [title(OWNER, constructionName=f"เจ้าของ {grouped}"), title(OTHER) | {"note": f"ดู {OWNER} {packed}"}]
    entries = [link(person(OWNER), person_record(OWNER)), link(land(OWNER), body)]
    refused = link(land(OWNER), {"Code": "90016", "Message": f"{OWNER}: วีระชัยทดสอบ ยังไม่ได้เสียบบัตร"}, 500)
    assert lab("record", "--har", har(*entries, refused), "--to", tmp_path / "out").code == 0
    text = written(tmp_path / "out")
    assert [real for real in (*REAL, packed) if real in text] == []
    assert "ยังไม่ได้เสียบบัตร" in text, "what says nothing of anybody stays"
    assert not numbers_in(tmp_path / "out") & {OWNER, OTHER}


def test_what_no_contract_explains_is_covered_whole(lab: Any, har: Any, tmp_path: Path) -> None:
    entry = link(land(OWNER), {"ชื่อ": "วีระชัยทดสอบ"})
    entry["request"]["url"] = f"https://gateway.example/people/{OWNER}?name=วีระชัยทดสอบ"
    page = link(land(OWNER), {})
    page["response"]["content"] = {"mimeType": "text/html", "text": "<b>วีระชัยทดสอบ</b>"}
    page["response"]["headers"][0]["value"] = "text/html"
    left = lab("record", "--har", har(entry, page), "--to", tmp_path / "out")
    assert "1 of them belong to no contract and are covered whole" in left.out
    assert "1 of them break the contract" in left.out
    text = written(tmp_path / "out")
    assert [real for real in REAL if real in text] == []


def test_the_simulator_answers_as_it_was_recorded(lab: Any, har: Any, tmp_path: Path) -> None:
    file = har(link(land(OWNER), [title(OWNER, parcelRaiNum="12")]), link(land(OWNER), []), link(land(OTHER), []))
    assert lab("record", "--har", file, "--to", tmp_path / "out").code == 0
    states = tmp_path / "out" / "dol_land.states.yaml"
    answers = json.loads(states.read_text(encoding="utf-8"))["states"]["recorded"]["answers"]
    owner, other = answers[0]["when"]["query/CitizenID"], answers[2]["when"]["query/CitizenID"]
    kit = Registry()
    kit.add_states(f"dol_land={states}")
    with lab_at_noon(kit) as played:
        client = Client(played)

        def ask(pid: str) -> Any:
            client.officer(token := client.token())
            key = played.credentials.of("dga_gdx", "consumer_key")
            return client.get("/ws/dopa/linkage/v1/link", land(pid), Consumer_Key=key, Token=token).json()

        before = ask(owner)
        played.set_state("dol_land", "recorded")
        assert ask(owner) == json.loads(answers[0]["body"]) != before
        assert [ask(owner), ask(owner), ask(other)] == [[], [], []]
        assert ask(played.world.person(77).pid) == {"Code": "90016", "Message": before["Message"]}
        assert [str(finding) for exchange in played.journal for finding in exchange.findings] == []


def test_a_scenario_plays_a_recording(lab: Any, har: Any, tmp_path: Path) -> None:
    file = har(link(land(OWNER), {"Code": "90016", "Message": "[90016] ยังไม่ได้เสียบบัตร"}, 500))
    assert lab("record", "--har", file, "--to", tmp_path).code == 0
    states = tmp_path / "dol_land.states.yaml"
    pid = json.loads(states.read_text(encoding="utf-8"))["states"]["recorded"]["answers"][0]["when"]["query/CitizenID"]
    masked = World(1).find(pid)
    assert masked is not None
    scenario = tmp_path / "a_recording_is_played.yaml"
    scenario.write_text(
        f"""
title: {{en: The register answers as on record, th: ทะเบียนตอบตามที่บันทึกไว้}}
proves: [SRC-DOL-1]
start: 2026-11-23 09:00
given:
  people: {{applicant: {masked.number}}}
  states: [{{partner: dol_land, state: recorded}}]
steps:
  - sends: biz_portal.new_connection
    with: {{applicant: $applicant}}
    capture: {{request: answer.body.requestId}}
  - run_job: cis.prove_land
    with: {{requestId: $request}}
  - receives: dol_land.land
    answer: {{status: 500, body: {{Message: "[90016] ยังไม่ได้เสียบบัตร"}}}}
""", encoding="utf-8")  # fmt: skip
    assert lab("lint", scenario).code == 1
    assert lab("lint", "--states", f"dol_land={states}", scenario).code == 0
    left = lab("run", "--states", f"dol_land={states}", scenario)
    assert left.code == 0, left.out


def test_an_address_before_a_real_partner_records_each_call(tmp_path: Path) -> None:
    def answer(request: WerkzeugRequest) -> Response:
        owner = request.args["CitizenID"]
        return Response(
            json.dumps([title(owner)]), content_type="application/json", headers={"X-Real": "วีระชัย" and "1"}
        )

    real = HttpServer(WerkzeugRequest.application(answer))
    try:
        with recorded_front(f"dol_land={real.url}", tmp_path) as (recording, variable, url):
            assert variable == "DGA_GDX_URL"
            headers = {"Consumer-Key": "k3y-of-the-office", "Token": "t0ken-of-the-office"}
            link = f"{url}/ws/dopa/linkage/v1/link"
            found = requests.get(link, params=land(OWNER), headers=headers, timeout=10).json()
            wrong = requests.get(link, params=land("12"), headers=headers, timeout=10)
            assert found == [title(OWNER)], "our side gets the real answer"
            assert wrong.status_code != 200, "what breaks the contract is not sent on"
            assert len(recording.events) == 2 and recording.broken == 1
    finally:
        real.close()
    (body, _) = bodies(tmp_path)
    masked = World(1).find(body[0]["ownerPid"])
    assert masked is not None and masked.pid in (tmp_path / "dol_land.states.yaml").read_text(encoding="utf-8")
    assert [real for real in (*REAL, "t0ken") if real in written(tmp_path)] == []


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "give either --real PARTNER=URL or --har FILE"),
        (["--real", "dol_land=http://127.0.0.1:9", "--har", "x.har"], "give either"),
        (["--real", "dol_land=http://127.0.0.1:9", "--partner", "dol_land"], "--partner is for --har"),
        (["--real", "dol_land"], "'dol_land' is not PARTNER=URL"),
        (["--har", "nowhere.har"], "nowhere.har cannot be read"),
    ],
)
def test_wrong_usage_is_told(lab: Any, arguments: list[str], told: str) -> None:
    left = lab("record", *arguments)
    assert left.code == 2 and told in left.err, left.err


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<har>", "is no JSON"),
        ("[]", "is no HAR: expected a list log.entries"),
        ('{"log": {"entries": 3}}', "is no HAR: expected a list log.entries"),
        ('{"log": {"entries": [{}]}}', "entry 1 is none of HAR 1.2: 'request' is missing"),
        ('{"log": {"entries": [{"request": 1, "response": 2}]}}', "entry 1 is none of HAR 1.2"),
    ],
)
def test_a_file_that_is_no_har_is_told(lab: Any, tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "x.har").write_text(text, encoding="utf-8")
    left = lab("record", "--har", tmp_path / "x.har", "--to", tmp_path / "out")
    assert left.code == 2 and told in left.err, left.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("states: {recorded: {title: {en: x, th: y}}}", "states.yaml"),
        ("states: {the owner has a plot: {title: {en: abc, th: abc}, facts: {}}}",
         "has a state 'the owner has a plot' already"),
        ("states: {new: {title: {en: abc, th: abc}, answers: [{operation: sea, when: {}, status: 200, body: ''}]}}",
         "dol_land answers no operation 'sea'"),
    ],
)  # fmt: skip
def test_states_that_cannot_be_are_told(lab: Any, tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "states.yaml"
    file.write_text(text, encoding="utf-8")
    left = lab("run", "--states", f"dol_land={file}", "scenarios/land")
    assert left.code == 2 and told in left.err, left.err


@pytest.mark.parametrize(
    ("category", "real", "form"),
    [
        ("identity", "3-4567-00000-12-8", "[0-9]-98[0-9]{2}-[0-9]{5}-[0-9]{2}-[0-9]"),
        ("identity", "0105536000012", "098[0-9]{10}"),
        ("identity", "10012345678", "98[0-9]{9}"),
        ("identity", "256900001234"[:12], "2569[0-9]{8}"),
        ("contact", "0812345678", "01[0-9]{8}"),
        ("contact", "somebody@example.com", ".+@example[.]invalid"),
        ("birth", "2500-12-31", "2500-[0-9]{2}-[0-9]{2}"),
        ("birth", "25000000", "25000000"),
        ("finance", "315.01", "315[.]01"),
        ("finance", "1234567890", "(?!1234567890)[0-9]{10}"),
        ("sex_nationality", "M", "M"),
        ("name", "นายวีระชัย ทดสอบ", "นาย[^ ]+ [^ ]+"),
        ("name", "Weerachai", "[A-Z][a-z]+"),
    ],
)
def test_a_made_up_value_has_the_form_of_the_real_one(category: str, real: str, form: str) -> None:
    pseudonyms = Pseudonyms(World(1))
    made = pseudonyms.of(category, real)
    assert re.fullmatch(form, made), made
    assert pseudonyms.of(category, real) == made
    assert made != real or real in ("M", "315.01", "25000000")


def test_a_full_name_and_its_parts_agree() -> None:
    pseudonyms = Pseudonyms(World(1))
    first, last = pseudonyms.of("name", "วีระชัย"), pseudonyms.of("name", "ทดสอบ")
    assert pseudonyms.of("name", "วีระชัย ทดสอบ") == f"{first} {last}"
    assert pseudonyms.of("name", "นาย วีระชัย ทดสอบ") == f"นาย {first} {last}"
    assert pseudonyms.of("name", "นายวีระชัย") == f"นาย{first}"


def test_a_time_of_another_day_is_no_mistake(lab: Any, har: Any, tmp_path: Path) -> None:
    with lab_at_noon(Registry()) as played:
        place = {"latitude": "13.756331", "longitude": "100.501762"}
        key = {"X-GIS-Key": played.credentials.of("gis", "map_key")}
        url = "http://gis.lab/gis/v1/locate"
        answer = session(simulator_apps(played)).get(url, params=place, headers=key, timeout=10)
    assert answer.json()["timeStamp"].startswith("2026-11-23"), "which is not the day on which a lab begins"
    entry = link(place, answer.json())
    entry["request"] |= {
        "url": f"https://gis.example/x/gis/v1/locate?latitude={place['latitude']}&longitude={place['longitude']}",
        "headers": [{"name": name, "value": value} for name, value in key.items()],
    }
    left = lab("record", "--har", har(entry), "--to", tmp_path / "out")
    assert "1 exchange masked" in left.out and "break the contract" not in left.out, left.out
    assert "13.756331" not in written(tmp_path / "out")
