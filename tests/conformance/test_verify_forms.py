"""`partnerlab verify --form`: a register whose interface has several forms is verified in each of them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from partnerlab.lab.partners.registry import Registry
from tests.conformance.peers import Good, good

pytestmark = pytest.mark.slow

PERSON = "body/data/0/query/personalID"
SPOUSE = "body/data/1/query/personalID"
MARRIED = (1, 3)


@pytest.fixture(scope="module")
def direct() -> Iterator[Good]:
    """Linkage Center as it answers by LINKAGE2, with people who are what the examples speak of."""
    with good(Registry().in_forms({"dopa_linkage": "direct"})) as peer:
        states = ("is not divorced", "is divorced")
        for number, state in zip(MARRIED, states, strict=True):
            peer.lab.set_state("dopa_linkage", f"the person {state}", peer.lab.world.person(number))
        peer.lab.set_state("dopa_linkage", "the person has changed the first name", peer.lab.world.person(1043))
        yield peer


@pytest.fixture
def bindings(direct: Good, tmp_path: Path) -> Path:
    wife, divorced, renamed, other = (direct.lab.world.person(number).pid for number in (*MARRIED, 1043, 1042))
    file = tmp_path / "bindings.yaml"
    lines = [
        *(f'  {name}: {{{PERSON}: "{other}"}}' for name in ("a living person", "a person's house", "an identity card")),
        f'  a name that was borne before: {{{PERSON}: "{renamed}"}}',
        f'  a divorce: {{{PERSON}: "{divorced}"}}',
        f'  "a marriage that stands, with its divorce": {{{PERSON}: "{wife}", {SPOUSE}: "{wife}"}}',
    ]
    file.write_text("\n".join(["bindings: 1", "partner: dopa_linkage", "examples:", *lines, ""]), encoding="utf-8")
    return file


@pytest.fixture
def verified(lab: Any, direct: Good, bindings: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    for name, value in direct.variables.items():
        monkeypatch.setenv(name, value)
    told = ["--form", "direct", "--url", direct.urls["dopa_linkage"], "--bindings", bindings, "--allow-writes"]
    return lambda *options: lab("verify", "dopa_linkage", *told, *options)


def test_a_session_that_an_operation_ends_is_begun_anew(verified: Any, direct: Good) -> None:
    left = verified("--requests", "2")
    assert left.code == 0, left.out + left.err
    assert "43 scenarios: 39 Pass, 4 Skipped" in left.out
    ended = [*direct.asked("logout"), *direct.asked("renew")]
    tokens = [asked.headers.get("authorization") for asked in ended]
    assert len(ended) > 4 and len(set(tokens)) >= 4, "each went out under a session that lived"


def test_a_person_who_is_not_bound_is_not_asked_about(verified: Any, direct: Good, bindings: Path) -> None:
    bindings.write_text("bindings: 1\npartner: dopa_linkage\n", encoding="utf-8")
    left = verified("--requests", "0", "--no-access-checks")
    assert left.code == 0, left.out + left.err
    assert f'a living person: {{{PERSON}: "…"}}' in left.out


def test_a_form_that_there_is_not_is_told_with_those_there_are(lab: Any) -> None:
    left = lab("verify", "dopa_linkage", "--form", "direkt", "--url", "http://127.0.0.1:9")
    assert left.code == 2 and "'direkt'" in left.err and "direct" in left.err
