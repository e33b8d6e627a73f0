"""`partnerlab check FOLDER`: a partner kept elsewhere passes as it stands, and each rule that it breaks is told."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from partnerlab.conformance.partner_folder.folder_rules import RULES
from partnerlab.conformance.partner_folder.money_rules import _directions
from partnerlab.lab.partners.registry import Registry, default_root

HTTP, FILES = "dbd_juristic", "truemoney_offline"
STORY = """\
title: {en: The company is dissolved, th: นิติบุคคลเลิกกิจการแล้ว}
proves: [SRC-ONLINE-1]
start: 2026-11-05 11:00
given: {companies: {firm: 7}}
steps:
  - {set_state: dbd_juristic, state: the company is dissolved, of: $firm}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Callable[[str], Path]:
    """One partner of ours in a folder of its own, as its owner would keep it."""

    def make(name: str) -> Path:
        for part in ("contracts", "simulators"):
            ours = default_root() / part / name
            shutil.copytree(ours, tmp_path / "kept" / part / name, ignore=shutil.ignore_patterns("__pycache__"))
        return tmp_path / "kept"

    return make


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("name", list(Registry().partners))
def test_every_partner_of_ours_passes_alone(lab: Any, folder: Any, name: str) -> None:
    left = lab("check", folder(name))
    assert (left.code, left.out) == (0, "")
    assert left.err == f"{name}: 0 scenarios, 0 mistakes\n"


def test_a_partner_under_a_name_that_we_do_not_have_passes(lab: Any, folder: Any) -> None:
    root = folder(HTTP)
    shutil.rmtree(root / "contracts" / HTTP / "pacts")
    for part in ("contracts", "simulators"):
        (root / part / HTTP).rename(root / part / "a_new_register")
    change(root / "contracts" / "a_new_register" / "as_provider.openapi.yaml", "/v4/profile/", "/v5/profile/")
    left = lab("check", root)
    assert (left.code, left.out) == (0, ""), left.out


def test_who_would_be_asked_in_the_place_of_another_is_told(lab: Any, folder: Any) -> None:
    root = folder(HTTP)
    shutil.rmtree(root / "contracts" / HTTP / "pacts")
    for part in ("contracts", "simulators"):
        (root / part / HTTP).rename(root / part / "a_new_register")
    left = lab("check", root)
    assert left.code == 1
    assert f"a_new_register/as_provider.openapi.yaml: profile: {HTTP}.profile has the same address GET /ws/" in left.out


def test_its_scenarios_are_linted(lab: Any, folder: Any) -> None:
    root = folder(HTTP)
    (root / "scenarios").mkdir()
    story = root / "scenarios" / "the_company_is_dissolved.yaml"
    story.write_text(STORY, encoding="utf-8")
    assert lab("check", root).err == f"{HTTP}: 1 scenario, 0 mistakes\n"
    change(story, "the company is dissolved, of", "the company is disolved, of")
    left = lab("check", root)
    assert left.code == 1
    assert f"{story}:6:" in left.out and "(did you mean 'the company is dissolved'?)" in left.out


SIMULATOR, STATES = f"simulators/{HTTP}/simulator.py", f"simulators/{HTTP}/states.yaml"
AGREEMENT, PROVIDER = f"contracts/{HTTP}/agreement.yaml", f"contracts/{HTTP}/as_provider.openapi.yaml"


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (SIMULATOR, "def profile(", "def profil(", "no function 'profile', which the contract asks for"),
        (SIMULATOR, "def profile(", "def profile(:", "SyntaxError"),
        (STATES, "    title:", "    titel:", "states/the company is dissolved"),
        (AGREEMENT, "capabilities: [answers]", "capabilites: [answers]", "capabilites"),
        (AGREEMENT, "gateways: [dga_gdx]", "gateways: [dga_gdz]", "there is no gateway 'dga_gdz'; there are: dga_gdx"),
        (AGREEMENT, "\n  profile:\n", "\n  profiles:\n", "data: says nothing of operation 'profile'"),
        (PROVIDER, "      x-provenance: {grade: published, source: G 6.1}\n      security:", "      security:",
         "profile/query/JuristicID: has no provenance; add x-provenance"),
        (PROVIDER, "gdx.openapi.yaml#/components/parameters/Token", "gdx.openapi.yaml#/components/parameters/Tokn",
         "Tokn"),
        (PROVIDER, "Email: {type: [string, \"null\"], x-personal-data: contact}", "Email: {type: [string, \"null\"]}",
         "profile/200/application/json/ResultList/*/AddressInformations/*/Email: is personal data by its name, and is"),
        (PROVIDER, " Profile:\n      type: object\n      additionalProperties: false", " Profile:\n      type: object",
         "profile/200/application/json/ResultList/*: allows undeclared fields; add additionalProperties: false"),
        (PROVIDER, "Email: {type:", "Email: {tpye:",
         "AddressInformations/*/Email: tpye: there is no schema keyword 'tpye' (did you mean 'type'?)"),
        (PROVIDER, " Profile:\n      type: object\n", " Profile:\n      type: object\n      dependentSchemas: {}\n",
         "ResultList/*: dependentSchemas: is not judged here, nor are marks below it seen; write `if: {required: "),
        (PROVIDER, "          x-identifies: {kind: company, must_equal: request/query/JuristicID}\n", "",
         "ResultList/*/JuristicID: names a company, as the request does, and is not marked: x-identifies: {kind: comp"),
        (PROVIDER, "must_equal: request/query/JuristicID", "must_equal: request/query/JuristicId",
         "JuristicID: there is no request/query/JuristicId in the request of any operation"),
        (PROVIDER, "          x-identifies: company\n",
         "          x-identifies: company\n          x-given-by: log_in/session\n",
         "x-given-by: expected operation/field, seen 'log_in/session'; operations: "),
        (PROVIDER, "must_equal: request/query/JuristicID", "must_eqal: request/query/JuristicID",
         "ResultList/*/JuristicID: x-identifies: there is no 'must_eqal'; there are: another, kind, last, length, mu"),
        (PROVIDER, "x-date: {format: YYYYMMDD, era: be, range: [1900, 2100]}, ", "",
         "ResultList/*/RegisterDate: is a date, and does not say how it is written: x-date: {format: YYYY-MM-DD, era"),
        (PROVIDER, "YYYYMMDD, era: be, range", "YYYYMMDD, era: thai, range", "era: expected ce or be, seen 'thai'"),
        (PROVIDER, "      security: [{ConsumerKey: [], Token: []}]\n", "",
         "profile: does not say how its caller proves who it is"),
        (PROVIDER, "{ConsumerKey: [], Token: []}", "{ConsumerKey: []}",
         "profile: header/token: carries token, which security does not name"),
        (PROVIDER, "Token: []}", "Tokn: []}", "security: Tokn: is not among components/securitySchemes"),
        (PROVIDER, "    Token: {$ref: \"../_common/gdx.openapi.yaml#/components/securitySchemes/Token\"}",
         "    Token: {type: apiKey, in: query, name: Token, x-credential: token}",
         "security: names query/Token, where no parameter is marked x-credential"),
        (PROVIDER, "    Token: {$ref: \"../_common/gdx.openapi.yaml#/components/securitySchemes/Token\"}",
         "    Token: {type: apiKey, in: header, name: Token, x-credential: agent_pid}",
         "header/token: is x-credential: token, and its security scheme x-credential: agent_pid"),
        (AGREEMENT, "credentials: []", "credentials: [spare_key]", "credentials: spare_key: no operation carries it"),
        (PROVIDER, "enum: [ยังดำเนินกิจการอยู่,", "enum: [ดำเนินกิจการอยู่,", "'a company in business'"),
    ],
    ids=["another function", "no Python", "a state", "an agreement", "a gateway", "a scope", "a provenance",
         "a reference", "a personal field", "an open object", "a misspelt keyword",
         "a keyword that is not walked", "an identity", "a place", "a giver", "a word of a mark", "a date", "an era",
         "no security", "a credential without a scheme", "no such scheme",
         "a scheme without a credential", "a scheme of another credential", "a credential that nothing carries",
         "a pact"],
)  # fmt: skip
def test_each_mistake_is_told_with_its_file(lab: Any, folder: Any, file: str, old: str, new: str, told: str) -> None:
    root = folder(HTTP)
    change(root / file, old, new)
    left = lab("check", root)
    assert left.code == 1
    assert told in left.out, left.out
    assert str(root) in left.out and "partnerlab-lab-" not in left.out


def test_what_is_allowed_beyond_the_contract_is_told(lab: Any, folder: Any) -> None:
    root = folder(HTTP)
    text = (root / AGREEMENT).read_text(encoding="utf-8")
    line = next(line for line in text.splitlines() if line.startswith("    answer: ["))
    change(root / AGREEMENT, line, line.replace("[", "[family, "))
    left = lab("check", root)
    assert left.code == 1
    assert "data: profile answer: allows family, for which as_provider.openapi.yaml has no place" in left.out


HOUSE = 'answers: {"200": {application/json: {$ref: "#/components/schemas/House"}}}'


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("by: query/ServiceID", "by: query/ServiceId", "by: 'ServiceId' is not in the operation's query; there are: "),
        ("by: query/ServiceID", "by: cookie/ServiceID", "by: where is the constant? body/NAME, query/NAME or header/"),
        ('value: "027"', 'value: "032"', "value: '032' names two operations"),
        ('value: "027"', 'value: "028"', "query/ServiceID must be required, with enum: [001, 028, 032, 009, 033, 034]"),
        (HOUSE, HOUSE.replace("200", "201"), "house: answers: the operation has no answer 201"),
        (HOUSE, HOUSE.replace("application/json", "text/csv"), "200 is never text/csv; it is application/json or"),
    ],
)  # fmt: skip
def test_what_tells_operations_apart_must_be_there(lab: Any, folder: Any, old: str, new: str, told: str) -> None:
    root = folder("dopa_linkage")
    change(root / "contracts" / "dopa_linkage" / "as_provider.classic.openapi.yaml", old, new)
    left = lab("check", root)
    assert left.code == 1
    assert told in left.out


def test_an_agent_has_a_code_of_its_own(lab: Any, folder: Any) -> None:
    root = folder(FILES)
    agreement = root / "contracts" / FILES / "agreement.yaml"
    change(agreement, "agent_code: TMN", "agent_code: BIGC")
    assert f"{agreement}: codes: agent_code BIGC is that of big_c_online" in lab("check", root).out
    change(agreement, "codes: {agent_code: BIGC}\n", "")
    assert f"{agreement}: codes: a partner that pays has an agent_code, by which our side" in lab("check", root).out


def test_a_sample_must_be_there_and_keep_its_layout(lab: Any, folder: Any) -> None:
    root = folder(FILES)
    sample = root / "contracts" / FILES / "files" / "payment_file.sample.txt"
    sample.write_bytes(sample.read_bytes().replace(b"0000000010079", b"00000000100x9"))
    left = lab("check", root)
    assert left.code == 1 and f"{sample}: request line 2, columns 164-176 (amount): digits" in left.out
    sample.unlink()
    assert f"{sample}: is missing" in lab("check", root).out


def test_what_has_no_place_and_what_is_missing_are_told(lab: Any, folder: Any) -> None:
    root = folder(HTTP)
    (root / "contracts" / HTTP / "notes.md").write_text("x", encoding="utf-8")
    assert f"{root / 'contracts' / HTTP / 'notes.md'}: has no place here" in lab("check", root).out
    shutil.rmtree(root / "simulators" / HTTP)
    left = lab("check", root)
    assert left.code == 1 and f"{root / SIMULATOR}: is missing" in left.out


def test_a_folder_without_a_partner_says_what_a_partner_is(lab: Any, tmp_path: Path) -> None:
    left = lab("check", tmp_path)
    assert left.code == 2
    assert f"{tmp_path}: holds no partner; a partner is {tmp_path}/contracts/<partner> and " in left.err
    assert lab("check", tmp_path / "nowhere").err.startswith(f"{tmp_path / 'nowhere'}: is no folder; give the one")


def test_it_is_told_in_thai_and_leaves_all_reports(lab: Any, folder: Any, tmp_path: Path) -> None:
    root = folder(HTTP)
    (root / "contracts" / HTTP / "notes.md").write_text("x", encoding="utf-8")
    left = lab("check", root, "--lang", "th", "--report", tmp_path / "report")
    assert left.code == 1
    assert left.err.splitlines() == [
        "ไม่เป็นไปตามกติกา: ไม่มีไฟล์ที่ไม่ควรอยู่ในโฟลเดอร์",
        f"{HTTP}: สถานการณ์ทดสอบ 0 เรื่อง ไม่เป็นไปตามกติกา 1 จุด",
    ]
    suites = ET.parse(tmp_path / "report" / "junit.xml").getroot()
    assert (suites.get("tests"), suites.get("failures")) == ("1", "1")
    events = [json.loads(line) for line in (tmp_path / "report" / "events.jsonl").read_text("utf-8").splitlines()]
    steps = [event for event in events if event["event"] == "step_finished"]
    assert [step["verdict"] for step in steps] == ["pass", "fail", *["pass"] * (len(RULES) - 2)]
    assert "notes.md: has no place here" in steps[1]["reason"]["th"]
    page = (tmp_path / "report" / "report.html").read_text("utf-8")
    assert "notes.md" in page and "ช่องทางตรงกับเอกสารสัญญา" in page


def test_what_a_broken_rule_hides_is_skipped_and_said(lab: Any, folder: Any, tmp_path: Path) -> None:
    root = folder(HTTP)
    shutil.rmtree(root / "simulators" / HTTP)
    assert lab("check", root, "--report", tmp_path / "report").code == 1
    events = [json.loads(line) for line in (tmp_path / "report" / "events.jsonl").read_text("utf-8").splitlines()]
    steps = [event for event in events if event["event"] == "step_finished"]
    assert [step["verdict"] for step in steps] == [
        "fail",
        *["skip"] * (len(RULES) - 2),
        "pass",
    ]  # how YAML is written is always seen
    assert steps[1]["reason"]["en"] == "a rule before it is broken"


TAKES_BACK = """        takes_back:
          original: body/originalTransactionId
          accepted: {body/responseCode: ["0000"]}
          unclear: {body/responseCode: ["2001", "2003", "9000"]}"""
TELLS = """        tells:
          number: path/transactionId
          taken: {body/state: [POSTED]}
          not_taken: {body/state: [REVERSED, UNKNOWN]}"""
TAKEN_UP = """
money: {accepted: {file_outcome: ["77"]}}
name:"""
COLLECTED = """money:
  takes: amount
  if: {status: ["00"]}
  once: [effective_date, mandate, invoice]
  day: effective_date
  takes_back: never
"""
BIG_C, BANK, CONSUMER = "big_c_online", "krungthai_debit", "as_consumer.openapi.yaml"
ONE_RECEIPT = "      x-differs-between: {what: receipt, of: [request/body/tranID]}\n"


@pytest.mark.parametrize(
    ("name", "file", "old", "new", "told"),
    [
        (BIG_C, CONSUMER, TAKES_BACK, TELLS, "payment: x-money: nothing says what takes the money back"),
        (BIG_C, CONSUMER, "number: body/transactionId", "number: body/number", "there is no body/number in the req"),
        (BIG_C, CONSUMER, "path/transactionId", "path/id", "payment_status: x-money: there is no path/id in the req"),
        (BIG_C, CONSUMER, "body/state: [P", "body/became: [P", "x-money: there is no body/became in any answer"),
        (BIG_C, CONSUMER, "[POSTED]", "[BOOKED]", "body/state is never 'BOOKED'; it is one of POSTED, REVERSED"),
        ("scb_online", CONSUMER, ONE_RECEIPT, "", "confirm: takes money, and no field of its answer has x-differs-b"),
        (BIG_C, CONSUMER, "unit: baht", "unit: dollar", "x-money/takes/unit: expected one of 'baht', 'satang'"),
        (BIG_C, "agreement.yaml", "[pays]", "[sends_requests]", "payment: takes money, and by its agreement"),
        (BANK, "files/result.layout.yaml", COLLECTED, "", "it debits what we ask for, and no layout says money: {"),
        (BANK, "files/result.layout.yaml", COLLECTED, "", "it pays, and nothing in its contract says what hands money"),
        (BANK, "files/result.layout.yaml", "  takes_back: never\n", "", "nothing says what takes the money back"),
        (BANK, "files/result.layout.yaml", "takes: amount", "takes: amounts", "the detail has no field 'amounts'; did"),
        (BANK, "files/result.layout.yaml", "  day: effective_date\n", "", "is not valid under any of the schemas"),
        (BANK, "files/result.layout.yaml", "day: effective_date", "day: bank_code", "'bank_code'"),
        (BANK, "files/result.layout.yaml", "if: {status: [", "if: {status: ['7', ", "'7' is no code of 'status'"),
        (BANK, "files/acknowledgement.layout.yaml", "\nname:", TAKEN_UP, "'77' is no code of 'file_outcome'"),
        ("scb_debit", "files/outstanding.layout.yaml", "[mandate, invoice]", "[due_date]", "'due_date' is not in"),
        (BANK, "agreement.yaml", "  result:\n    direction: in", "  result:\n    direction: out",
         "'takes' belongs to a file that the partner leaves for our side"),
    ],
)  # fmt: skip
def test_whoever_pays_says_what_moves_money(
    lab: Any, folder: Any, name: str, file: str, old: str, new: str, told: str
) -> None:
    root = folder(name)
    change(root / "contracts" / name / file, old, new)
    left = lab("check", root)
    assert left.code == 1
    assert told in left.out


@pytest.mark.parametrize(
    ("mark", "told"),
    [
        ("", "verify/request/application/json/tranDate: says when it was made, by its name; add x-message"),
        ("      x-message-time: {ahead: soon}\n", "x-message-time: ahead: 'soon' is no duration"),
        ("      x-message-time: never\n", "x-message-time: expected {ahead: 5 minutes, behind: 1 days}, or none"),
    ],
)
def test_a_time_of_making_that_is_held_against_no_clock_is_told(lab: Any, folder: Any, mark: str, told: str) -> None:
    root = folder("scb_online")
    shared = root / "contracts" / "scb_online" / "as_consumer.openapi.yaml"
    change(shared, "      x-message-time: {ahead: 5 minutes, behind: 15 minutes}\n", mark)
    left = lab("check", root)
    assert told in left.out + left.err
    assert left.code == 1


def test_money_that_comes_in_a_file_needs_a_file_that_answers_it() -> None:
    partner = Registry().partner(BANK)
    results = {"result": partner.layouts["result"]}
    assert [told for told in _directions(partner, results) if "no layout says of which file it is the answer" in told]
    answered = results | {"acknowledgement": partner.layouts["acknowledgement"]}
    assert not list(_directions(partner, answered))


def test_an_answer_that_names_nobody_says_why(lab: Any, folder: Any) -> None:
    root = folder("mof_welfare")
    document = root / "contracts" / "mof_welfare" / "as_provider.openapi.yaml"
    change(document, "      x-names-nobody: The answer is YES or NO and nothing else.\n", "")
    left = lab("check", root)
    assert "welfare_card: is asked about a person, and its answer names nobody to compare; say why" in left.out
    assert left.code == 1
