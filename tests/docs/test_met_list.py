"""The list of what scenarios met, which the page on coverage counts by, is what a run of them all writes."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

import pytest

from partnerlab.conformance import met_list, not_met
from partnerlab.conformance.coverage import coverage
from partnerlab.lab.deployment import in_process
from partnerlab.lab.partners.documented import documented, our_statuses
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario.language.scenario import Story
from partnerlab.scenario.language.scenario_loader import find, read
from partnerlab.scenario.suite import play_scenarios

KIT = Registry()
ROOT = KIT.root / "scenarios"
MET = met_list.read(KIT.root)
AGAIN = "run: partnerlab run --met scenarios/met.json"


def elements() -> Iterator[tuple[str, str, str, str]]:
    for partner, kinds in MET.items():
        for kind, met in kinds.items():
            yield from ((partner, kind, element, story) for element, story in met.items())


def partners() -> list[Partner]:
    """Every partner in every form of its interface."""
    return [kit.partner(name) for name in KIT.partners for kit in KIT.in_every_form(name)]


def stories() -> list[Story]:
    return [read(file, KIT, ROOT) for file in find((ROOT,))]


def test_every_element_is_documented_and_its_scenario_is_there() -> None:
    known = {partner.name_in_form: documented(partner) for partner in partners()}
    ids = {story.id for story in stories()}
    strange = [one for one in elements() if one[2] not in known.get(one[0], {}).get(one[1], []) or one[3] not in ids]
    assert not strange, AGAIN


def test_a_reason_is_about_something_that_is_documented_and_not_met() -> None:
    for partner in partners():
        name, found = partner.name_in_form, MET.get(partner.name_in_form, {})
        kinds = documented(partner) | {"our_statuses": sorted(our_statuses(partner))}
        met = found | {"our_statuses": found.get("statuses", {})}
        for reason in (one for one in not_met.reasons(partner) if not one.shared):
            about = [one for one in kinds[reason.kind] if fnmatchcase(one, reason.pattern)]
            assert about, f"{name}: {reason.kind} has no '{reason.pattern}'"
            assert set(about) - set(met.get(reason.kind, {})), f"{name}: '{reason.pattern}' is met; its reason is old"


def test_what_no_scenario_meets_has_a_written_reason() -> None:
    kinds = [(one.name, kind, found) for one in coverage(KIT).partners for kind, found in one.kinds.items()]
    silent = [(name, kind, what) for name, kind, found in kinds for what, why in found.not_met.items() if why is None]
    assert not silent, "write a scenario, or the reason into contracts/PARTNER/not_met.yaml"


@pytest.mark.slow
def test_a_run_of_all_scenarios_writes_the_list() -> None:
    with in_process(KIT, 1) as stage:
        outcomes = play_scenarios(stage, stories(), collect_met=True)
    assert met_list.met_list(outcomes) == MET, AGAIN
