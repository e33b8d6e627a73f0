"""Simulators and reference keep the committed pacts, and a broken one is seen not to."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest
import requests
from flask import Response

from partnerlab.conformance.pacts import pact_file
from partnerlab.lab.partners.registry import Registry
from tests.pacts.links import KIT, Link, every_link, links
from tests.pacts.verifying import Providers, distorting, serving

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def provided() -> Iterator[Callable[[Registry], Providers]]:
    """What serves a kit, once for each."""
    with ExitStack() as served:
        yield cache(lambda kit: served.enter_context(serving(kit)))


@pytest.fixture
def providers(request: pytest.FixtureRequest, provided: Callable[[Registry], Providers]) -> Providers:
    link = request.node.callspec.params.get("link") if hasattr(request.node, "callspec") else None
    return provided(link.kit if link else KIT)


@every_link
def test_the_provider_keeps_its_pact(link: Link, providers: Providers) -> None:
    verified = providers.verify(link, link.file)
    assert not verified.broken, verified.told
    assert sorted(verified.kept) == _told(link), "a verifier that finds nothing to verify passes, too"
    assert not providers.stage.lab.failures.errors


@every_link
def test_an_answer_with_another_status_breaks_every_interaction(link: Link, providers: Providers) -> None:
    with distorting(providers.url(link), lambda answer: _like(answer, status=299)) as url:
        verified = providers.verify(link, link.file, url)
    assert sorted(verified.broken) == _told(link)


@every_link
def test_an_answer_that_says_nothing_breaks_every_interaction_that_relies_on_it(
    link: Link, providers: Providers
) -> None:
    with distorting(providers.url(link), lambda answer: _like(answer, content=b"{}")) as url:
        verified = providers.verify(link, link.file, url)
    relied = [each.description for each in pact_file.read(link.file).interactions if each.answer.raw]
    assert sorted(verified.broken) == sorted(relied)


def test_a_state_that_a_partner_cannot_be_in_is_told_at_once(providers: Providers, tmp_path: Path) -> None:
    link = next(link for link in links() if link.asked)
    pact = json.loads(link.file.read_text(encoding="utf-8"))
    pact["interactions"][0]["providerStates"] = [{"name": "it is on the moon"}]
    strange = tmp_path / link.file.name
    strange.write_text(json.dumps(pact), encoding="utf-8")
    verified = providers.verify(link, strange)
    assert verified.broken == [pact["interactions"][0]["description"]]
    assert f"a pact takes 'it is on the moon' for given, which {link.partner.name} cannot be; it can: " in verified.told


def test_an_interaction_may_take_nothing_for_given(providers: Providers, tmp_path: Path) -> None:
    link = next(link for link in links() if link.asked and link.partner.name == "rid_dams")
    pact = json.loads(link.file.read_text(encoding="utf-8"))
    pact["interactions"] = [each for each in pact["interactions"] if each["description"] == "the large dams today"]
    del pact["interactions"][0]["providerStates"]
    plain = tmp_path / link.file.name
    plain.write_text(json.dumps(pact), encoding="utf-8")
    verified = providers.verify(link, plain)
    assert verified.kept == ["the large dams today"], verified.told


def _told(link: Link) -> list[str]:
    return sorted(interaction.description for interaction in link.interactions)


def _like(answer: requests.Response, status: int | None = None, content: bytes | None = None) -> Response:
    media = answer.headers.get("Content-Type", "text/plain")
    found = answer.content if content is None else content
    return Response(found if answer.content else b"", status or answer.status_code, content_type=media)
