"""What holds for every contract: valid documents, provenance and personal data marked, fitting agreements."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import validate

from partnerlab import yamlio
from partnerlab.conformance.partner_folder.contract_rules import is_nameless_key, unmarked
from partnerlab.conformance.partner_folder.mark_rules import is_unmarked_date
from partnerlab.conformance.partner_folder.security_rules import security_mistakes
from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.http.branch_source import operation_sources
from partnerlab.contract.http.element import Element, elements
from partnerlab.contract.http.operation_source import OperationSource
from partnerlab.contract.schema_walker import keyword_mistakes
from partnerlab.schemas.validation import mistakes
from tests.contracts.documents import CONTRACTS, DOCUMENTS, PARTNERS, label

GRADES = {"published", "observed", "inferred", "invented"}
PERSONAL = {
    "identity", "name", "address", "contact", "birth", "family", "sex_nationality", "finance", "location",
}  # fmt: skip
SENSITIVE = "sensitive"
SECRET = "credentials"
STORE = DocumentStore(CONTRACTS)
KEYWORDS_TO_AVOID = {"multipleOf", "nullable", "style", "explode", "definitions", "example"}
documents = pytest.mark.parametrize("file", DOCUMENTS, ids=label)
partners = pytest.mark.parametrize("partner", PARTNERS, ids=lambda path: path.name)


def test_there_are_documents_to_judge() -> None:
    assert len(DOCUMENTS) >= 9
    assert {"dga_gdx", "dopa_linkage", "dbd_juristic", "biz_portal", "big_c_online", "truemoney_offline"} <= {
        path.name for path in PARTNERS
    }


@documents
def test_document_is_openapi_3_1(file: Path) -> None:
    data = load(file)
    assert data["openapi"].startswith("3.1.")
    validate(data, base_uri=file.as_uri())


@documents
def test_document_speaks_both_languages(file: Path) -> None:
    data = load(file)
    assert data["info"]["x-title-th"]
    for source in sources(file):
        assert source.data.get("summary"), source.path
        assert source.data.get("x-summary-th"), source.path


@documents
def test_document_names_no_host_and_no_unicode_digits(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert r"\d" not in text, "[0-9] says which digits are meant; \\d takes Thai ones too"
    assert not re.search(r"https?://", text), "a contract holds on every host"
    assert all(server["url"] == "/" for server in load(file).get("servers", []))


@documents
def test_document_keeps_to_simple_words(file: Path) -> None:
    words = set(_keys(load(file)))
    assert not KEYWORDS_TO_AVOID & words
    assert "discriminator" not in words or "x-operations" in words, "only operations of one address are told apart so"


@documents
def test_every_pattern_is_anchored_at_both_ends(file: Path) -> None:
    for pattern in _values(load(file), "pattern"):
        if isinstance(pattern, str):
            assert pattern[0] == "^" and pattern[-1] == "$", pattern


@documents
def test_every_mark_is_well_formed(file: Path) -> None:
    for mark in _values(load(file), "x-provenance"):
        assert set(mark) == {"grade", "source"} and mark["grade"] in GRADES and mark["source"], mark
    assert set(_values(load(file), "x-personal-data")) <= PERSONAL | {SENSITIVE, SECRET}


@documents
def test_no_mark_stands_beside_a_reference_where_it_would_be_lost(file: Path) -> None:
    for node in _nodes(load(file)):
        assert set(node) == {"$ref"} or "$ref" not in node, node


@documents
def test_everything_that_travels_says_how_it_is_known(file: Path) -> None:
    missing = [place.path for place in _all(file) if place.leaf and not place.mark]
    assert not missing, "mark the operation, the schema around it, or the field itself"


@documents
def test_obviously_personal_fields_are_marked(file: Path) -> None:
    assert not [place.path for place in _all(file) if unmarked(place)]


@documents
def test_only_leaves_are_personal_data(file: Path) -> None:
    assert not [place.path for place in _all(file) if not place.leaf and "x-personal-data" in place.data]


@documents
def test_money_is_text_with_two_decimals(file: Path) -> None:
    for place in _all(file):
        if place.leaf and (place.name.lower().endswith("amount") or place.name == "Fee"):
            assert "string" in place.data["type"] and "[0-9]{2}$" in place.data["pattern"], place.path


@partners
def test_operation_names_are_unique_within_a_partner(partner: Path) -> None:
    for names in _operation_names(partner):
        assert [name for name, times in Counter(names).items() if times > 1] == []


@partners
def test_agreement_is_complete(partner: Path) -> None:
    assert (partner / "agreement.yaml").is_file()
    assert mistakes(yamlio.load(partner / "agreement.yaml"), "agreement") == []
    agreement = load(partner / "agreement.yaml")
    forms = [form for form in agreement.get("forms", {}).values() if isinstance(form, dict)]
    kinds = {channel["kind"] for part in (agreement, *forms) for channel in part.get("channels", [])}
    assert ("http" in kinds) == any(partner.glob("as_*.openapi.yaml"))
    assert bool(kinds - {"http"}) == bool(agreement.get("files"))


@partners
def test_agreement_scopes_every_operation_and_nothing_else(partner: Path) -> None:
    data = _scopes(partner)
    assert set(data) == {name for names in _operation_names(partner) for name in names}
    files = set(load(partner / "agreement.yaml").get("files", {}))
    assert {name for name, scope in data.items() if "file" in scope} == files


@partners
def test_agreement_allows_only_what_a_document_can_carry(partner: Path) -> None:
    """A category that no field has is a mistake or a permission nobody needs."""
    data = _scopes(partner)
    for file in sorted(partner.glob("as_*.openapi.yaml")):
        for source in sources(file):
            scope = data[source.id]
            for side in ("request", "answer"):
                found = elements(STORE, source)
                marked = {element.data.get("x-personal-data") for element in found if element.side == side}
                assert set(scope[side]) <= marked, f"{source.id} {side}"


@partners
def test_the_gateway_before_a_partner_is_a_partner(partner: Path) -> None:
    by_name = {path.name: load(path / "agreement.yaml") for path in PARTNERS}
    for channel in by_name[partner.name]["channels"]:
        for gateway in channel.get("gateways", ())[:1]:
            assert "forwards" in by_name[gateway]["capabilities"]


@partners
def test_a_partner_folder_holds_contracts_only(partner: Path) -> None:
    known = {"agreement.yaml", "as_provider.openapi.yaml", "as_consumer.openapi.yaml", "files", "pacts", "not_met.yaml"}
    names = load(partner / "agreement.yaml").get("forms", {})
    forms = {file for form in names for file in (f"as_provider.{form}.openapi.yaml", f"not_met.{form}.yaml")}
    assert {path.name for path in partner.iterdir()} <= known | forms


def test_contracts_hold_no_python() -> None:
    assert not list(CONTRACTS.rglob("*.py"))


def test_requirements_are_well_formed() -> None:
    document = yamlio.load(CONTRACTS / "requirements.yaml")
    assert mistakes(document, "requirements") == []
    texts = [text for each in document.data["requirements"].values() for text in each["text"].values()]
    assert len(texts) == len(set(texts))


def test_every_partner_and_every_system_stands_in_a_flow() -> None:
    flows = [each["flow"] for each in load(CONTRACTS / "requirements.yaml")["requirements"].values() if "flow" in each]
    named = {name for flow in flows for name in (flow["from"], flow["to"])}
    assert {path.name for path in PARTNERS} | {"cis", "rwc"} <= named
    assert len(named - {"cis", "rwc"}) == 40, "the source document names forty partners"


def test_every_law_and_step_of_the_source_document_has_its_ids() -> None:
    requirements = load(CONTRACTS / "requirements.yaml")["requirements"]
    sources = " ".join(each["source"] for each in requirements.values())
    for law in (
        "Digital Government Act 2562", "มท 0309/ว0627", "Cybersecurity Act 2562", "ETC notice on information security",
        "Royal Decree 2549, ss. 5", "ISO/IEC 27001", "MWA regulation 2560", "MWA Information Security Policy",
        "PDPA 2562, s. 24", "PDPA 2562, s. 26", "ETC notice on privacy", "Computer Crime Act 2550, ss. 5-17",
        "Electronic Transactions Act 2544, ss. 10, 12", "Electronic Transactions Act 2544, ss. 26, 27",
        *(f"source document, step {number}" for number in range(1, 8)),
    ):  # fmt: skip
        assert law in sources, law


def test_the_schema_of_agreements_knows_the_categories_of_the_documents() -> None:
    schema = CONTRACTS.parent / "partnerlab" / "schemas" / "agreement.schema.json"
    listed = json.loads(schema.read_text(encoding="utf-8"))["$defs"]["categories"]["items"]["enum"]
    assert set(listed) == PERSONAL


def load(file: Path) -> Any:
    return STORE.document(label(file))


def sources(file: Path) -> Iterator[OperationSource]:
    yield from operation_sources(STORE, label(file))


def _all(file: Path) -> Iterator[Element]:
    for source in sources(file):
        yield from elements(STORE, source)


def _operation_names(partner: Path) -> list[list[str]]:
    """The names of operations in each form of the partner's interface: most have one."""
    files = load(partner / "agreement.yaml").get("files", {})
    ours = [source.id for file in partner.glob("as_consumer.openapi.yaml") for source in sources(file)]
    forms = [[source.id for source in sources(file)] for file in sorted(partner.glob("as_provider*.openapi.yaml"))]
    return [[*form, *ours, *files] for form in forms or [[]]]


def _scopes(partner: Path) -> dict[str, Any]:
    """What each operation may carry, whatever form it belongs to."""
    agreement = load(partner / "agreement.yaml")
    forms = [form for name, form in agreement.get("forms", {}).items() if name != "in_force"]
    return {name: scope for part in (agreement, *forms) for name, scope in part.get("data", {}).items()}


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _nodes(item)


def _keys(value: Any) -> Iterator[str]:
    for node in _nodes(value):
        yield from node


def _values(value: Any, key: str) -> Iterator[Any]:
    for node in _nodes(value):
        if key in node:
            yield node[key]


@documents
def test_a_key_that_must_be_sent_says_which_it_is(file: Path) -> None:
    because = "who calls an operation by its contract alone must know which key to send: x-credential names it"
    assert not [element.path for element in _all(file) if is_nameless_key(element)], because


@documents
def test_every_schema_keyword_is_one_that_is_walked(file: Path) -> None:
    because = "a mark below a keyword that the walker does not walk would be seen by no judge and no mask"
    mistakes = [(e.path, told) for e in _all(file) if not e.is_parameter for told in keyword_mistakes(e.data)]
    assert not mistakes, because


@documents
def test_every_date_says_its_form_and_its_era(file: Path) -> None:
    because = "a date that does not say its era is good in the wrong one: x-date: {format: YYYY-MM-DD, era: ce}"
    assert not [element.path for element in _all(file) if is_unmarked_date(element)], because


@documents
def test_every_operation_says_how_its_caller_is_known(file: Path) -> None:
    because = "security, x-credential and the agreement name the same credentials; a foreign tool reads security alone"
    assert not [(s.id, told) for s in sources(file) for told in security_mistakes(STORE, s)], because


def test_security_names_what_the_agreements_list() -> None:
    """Over all partners: what the schemes say is what the channels of agreements say, and what answers give."""
    listed = {n for p in PARTNERS for c in load(p / "agreement.yaml")["channels"] for n in c.get("credentials", ())}
    named = {
        name
        for file in DOCUMENTS
        for scheme in load(file).get("components", {}).get("securitySchemes", {}).values()
        for name in _values(scheme, "x-credential")
    }
    assert listed and named - listed == {"token", "access_token"}, "only tokens are given by an answer"
    marked = {name for file in DOCUMENTS for name in _values(load(file), "x-credential")}
    assert listed - named <= marked, "what no scheme can name, for it stands in a path or a body, is marked there"
