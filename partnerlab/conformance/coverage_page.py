"""The page docs/coverage.md: every partner of the source document, built or not, and open requirements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from partnerlab.conformance.coverage import TRANSPORTS, Coverage, PartnerCoverage, coverage
from partnerlab.lab.partners.documented import KINDS
from partnerlab.lab.partners.registry import Registry

_NOT_WANTED = "–"
_MISSING = "missing"
NO_REASON = "No reason is written."

_HEAD = """# What is covered, and what is missing

Made from `contracts/`, `simulators/` and `scenarios/` by `partnerlab partners --coverage`; a test compares. Every
partner stands here that the [requirements](../contracts/requirements.yaml) name in a flow, built or not, and one whose
interface has several forms once for each, the form in force first.

| column | |
|---|---|
| answers, sends | operations that are built; behind *open* the flows in that direction that no scenario proves |
| contract | OpenAPI documents and file layouts |
| pacts | of how many wanted: one for each direction over HTTP |
| scenarios | those that name it |
| statuses | of those documented for the answers of each operation, its own and ours to it, how many a scenario met |
| codes | the same of the codes that fields of those answers, and of its files, may carry |
| states, faults | the same of its named states, and of the faults of its own |
| verifiable | `verify --url` asks the partner's own, `verify --cis` ours in its name, `check-file` judges a file |
| transports | those in use, *of* those that the source leaves to choose from |

– is not wanted: no flow of the source goes that way, nothing goes over HTTP, or nothing of the kind is documented.

What scenarios meet is read off the exchanges of a run, not off their text: `partnerlab run --met scenarios/met.json`
writes the list, each element with the first scenario that met it.
"""


def page(kit: Registry, files: Iterable[Path] | None = None) -> str:
    """The whole page in Markdown; `files` are those of all scenarios, handed over by who shows how far it is."""
    covered = coverage(kit, files)
    parts = [
        _HEAD, *_counts(covered), "", *_partners(covered), "", *_transports(covered), "", *_not_met(covered), "",
        *_requirements(covered),
    ]  # fmt: skip
    return "\n".join(parts) + "\n"


def _counts(covered: Coverage) -> Iterator[str]:
    names = {one.name for one in covered.partners}
    built = {one.name for one in covered.partners if one.partner}
    asked = len(covered.requirements) - len(covered.outside)
    yield f"**{len(built)} of {len(names)} partners** have a folder. **{len(covered.proofs)} of {asked}"
    yield f"requirements** are named by a scenario, {len(covered.open)} are open, {len(covered.outside)} are outside."


def _partners(covered: Coverage) -> Iterator[str]:
    yield "## Partners"
    yield ""
    yield (
        "| partner | answers | sends | contract | pacts | scenarios | statuses | codes | states | faults | verifiable "
        "| transports |"
    )
    yield "|---|---|---|---|---|--:|---|---|---|---|---|---|"
    for one in covered.partners:
        name = f"[`{one.title}`](partners.md#{one.name})" if one.partner else f"`{one.name}`"
        cells = (
            name, _direction(one, starts=False), _direction(one, starts=True), _contract(one), _pacts(one),
            len(one.stories), *(_met(one, kind) for kind in KINDS), _verifiable(one), _linked(one),
        )  # fmt: skip
        yield f"| {' | '.join(str(cell) for cell in cells)} |"


def _direction(one: PartnerCoverage, *, starts: bool) -> str:
    operations = (one.partner.sends if starts else one.partner.answers) if one.partner else ()
    parts = [str(len(operations))] if operations else []
    if open_flows := one.open_flows(starts):
        parts.append(f"open: {', '.join(open_flows)}")
    return "; ".join(parts) or _NOT_WANTED


def _contract(one: PartnerCoverage) -> str:
    if not one.partner:
        return _MISSING
    kinds = (("document", one.documents), ("layout", len(one.partner.layouts)))
    return ", ".join(f"{count} {kind}{'s' if count > 1 else ''}" for kind, count in kinds if count)


def _pacts(one: PartnerCoverage) -> str:
    if not one.partner:
        return _MISSING if "http" in one.planned_transports else _NOT_WANTED
    return f"{one.pacts} of {one.documents}" if one.documents else _NOT_WANTED


def _met(one: PartnerCoverage, kind: str) -> str:
    if not one.partner:
        return _MISSING
    found = one.kinds[kind]
    return f"{found.met} of {found.documented}" if found.documented else _NOT_WANTED


def _verifiable(one: PartnerCoverage) -> str:
    if not one.partner:
        return _MISSING
    ways = (
        ("--url", one.partner.provider is not None),
        ("--cis", bool(one.partner.sends_to_us)),
        ("check-file", bool(one.partner.layouts)),
    )
    return ", ".join(f"`{way}`" for way, there in ways if there)


def _linked(one: PartnerCoverage) -> str:
    used, choice = one.transports, one.planned_transports
    if not used:
        return f"{_MISSING}, of {', '.join(choice)}"
    return ", ".join(used) + (f", of {', '.join(choice)}" if set(choice) - set(used) else "")


def _transports(covered: Coverage) -> Iterator[str]:
    """For each transport the partners that may use it, and those that do."""
    yield "## Transports"
    yield ""
    yield "| transport | partners that may use it | partners that do | scenarios that name one of those |"
    yield "|---|--:|--:|--:|"
    for transport in TRANSPORTS:
        may = [one for one in covered.partners if transport in one.planned_transports]
        do = [one for one in covered.partners if transport in one.transports]
        stories = {story.id for one in do for story in one.stories}
        yield f"| {transport} | {len(may)} | {len(do) or _MISSING} | {len(stories) or _MISSING} |"


def _not_met(covered: Coverage) -> Iterator[str]:
    """What is documented and shown by no scenario, by partner, with the reasons; one line for each reason."""
    yield "## Not met"
    yield ""
    kinds = [found for one in covered.partners for found in one.kinds.values()]
    missing = [reason for found in kinds for reason in found.not_met.values()]
    total, met = (sum(getattr(found, word) for found in kinds) for word in ("documented", "met"))
    yield f"Of {total} documented elements {met} are met,"
    yield f"and {len(missing)} are not; {missing.count(None)} of those have no written reason. Reasons stand in"
    yield "`contracts/PARTNER/not_met.yaml`, those for all in `contracts/_common/not_met.yaml`."
    yield ""
    for one in covered.partners:
        for kind, found in one.kinds.items():
            for reason in dict.fromkeys(found.not_met.values()):
                names = ", ".join(f"`{name}`" for name, why in found.not_met.items() if why == reason)
                yield f"- `{one.title}` {kind}: {names}. *{reason or NO_REASON}*"


def _requirements(covered: Coverage) -> Iterator[str]:
    yield "## Open requirements"
    yield ""
    yield "No scenario names them in `proves:`."
    yield ""
    yield from (f"- `{one.id}` {one.text['en']}" for one in covered.open)
    yield ""
    yield "## Outside"
    yield ""
    yield "The organisation decides them; no scenario may name them."
    yield ""
    yield from (f"- `{one.id}` {one.text['en']} *{one.outside['en']}*" for one in covered.outside if one.outside)
