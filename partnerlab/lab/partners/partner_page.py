"""The page docs/partners.md: purpose, operations, legal basis and provenance of every partner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from partnerlab.contract.provenance import GRADES, OperationProvenance, of_document, of_layout
from partnerlab.lab.partners import payment_outcomes
from partnerlab.lab.partners.partner import CONSUMER, Partner
from partnerlab.lab.partners.registry import Registry

_HEAD = """# The partners

Made from `contracts/` by `partnerlab partners --page`; a test compares. How each thing is known:

| grade | |
|---|---|
| published | its owner, or the source document, says so in public |
| observed | seen in a working implementation or a real message |
| inferred | follows from the two above |
| invented | ours, until the partner says otherwise: ask before you rely on it |

Figures count the fields of all operations: of a request, of an answer, of a record.
"""


def page(kit: Registry) -> str:
    """The whole page in Markdown."""
    parts = [_HEAD, *_overview(kit), "", *outcome_table(kit)]
    for partner in kit.partners.values():
        parts += ["", *_section(partner)]
    return "\n".join(parts) + "\n"


def outcome_table(kit: Registry) -> Iterator[str]:
    """How each dialect of the payment agents says each outcome, with the code of those that it has."""
    outcomes = payment_outcomes.load(kit.root / "contracts")
    dialects = outcomes.dialects
    yield "## Outcomes of a payment"
    yield ""
    yield "From `contracts/_common/payment_outcomes.csv`: what our side can say of a payment, and each dialect's code."
    yield ""
    yield f"| outcome | canonical | {' | '.join(dialects)} |"
    yield "|---|---|" + "---|" * len(dialects)
    for row in outcomes.rows:
        codes = " | ".join(row.codes.get(dialect, "") for dialect in dialects)
        yield f"| {row.outcome.replace('_', ' ')} | {row.canonical.replace('_', ' ')} | {codes} |"


def known(partner: Partner) -> dict[str, OperationProvenance]:
    """Every operation of a partner, HTTP and files, by how it is known."""
    found: dict[str, OperationProvenance] = {}
    for name in (partner.provider_file, CONSUMER):
        if (partner.contracts / name).is_file():
            found |= of_document(partner.documents, f"{partner.name}/{name}")
    return found | {operation: of_layout(layout) for operation, layout in partner.layouts.items()}


def fields(partner: Partner) -> dict[str, int]:
    """How many of a partner's fields have each grade."""
    counts: Counter[str] = Counter()
    for operation in known(partner).values():
        counts.update(operation.fields)
    return {grade: counts[grade] for grade in GRADES}


def _overview(kit: Registry) -> Iterator[str]:
    yield f"| partner | party | {' | '.join(GRADES)} |"
    yield "|---|---|" + "--:|" * len(GRADES)
    for partner in kit.partners.values():
        counts = " | ".join(str(count or "") for count in fields(partner).values())
        yield f"| [`{partner.name}`](#{partner.name}) | {partner.title['th']} | {counts} |"


def _section(partner: Partner) -> Iterator[str]:
    agreement = partner.agreement
    stands = agreement["procedure"]
    yield f"## {partner.name}"
    yield ""
    yield f"**{partner.title['en']}** · {partner.title['th']}"
    yield ""
    yield f"{agreement['purpose']['en']}"
    yield ""
    if partner.form:
        others = ", ".join(f"`{name}`" for name in partner.forms if name != partner.form)
        yield f"- Form: `{partner.form}` is in force, {agreement['forms'][partner.form]['title']['en']}; also {others}"
    yield f"- Channel: {', '.join(_channel(channel) for channel in agreement['channels'])}"
    yield from (
        f"- Life of the channel: {life['state']} since {life['since']}. {life['why']['en']}" for life in partner.doubts
    )
    yield f"- Law: {'; '.join(_law(basis) for basis in agreement['legal_basis'])}"
    yield f"- Procedure: step {stands['step']} of 7, {stands['state'].replace('_', ' ')}"
    yield f"- Of the agreement: {_sources(agreement['provenance'])}"
    yield ""
    yield "| operation | who starts | known | source | fields | personal data |"
    yield "|---|---|---|---|---|---|"
    for name, operation in known(partner).items():
        starts = "partner" if name in partner.sends else "our side"
        counts = ", ".join(f"{count} {grade}" for grade, count in operation.fields.items())
        scope = _scope(agreement["data"].get(name, {}))
        yield f"| `{name}` | {starts} | {operation.grade} | {operation.source} | {counts} | {scope} |"
    for act, ask in partner.asks.items():
        yield f"| `{act}` | partner, of `{ask.receiver}.{ask.operation}` | | | | {_scope(ask.entry)} |"


def _channel(channel: Mapping[str, Any]) -> str:
    """`http behind a and b, sends through c`."""
    gateways = " and ".join(f"`{name}`" for name in channel.get("gateways", ()))
    through = f", sends through `{channel['through']}`" if "through" in channel else ""
    return f"{channel['kind']}{f' behind {gateways}' if gateways else ''}{through}"


def _law(basis: Mapping[str, Any]) -> str:
    return f"{basis['law']} s. {', '.join(basis['sections'])}" if basis["sections"] else str(basis["law"])


def _sources(provenance: Mapping[str, Mapping[str, str]]) -> str:
    return ", ".join(f"{what} {mark['grade']}" for what, mark in provenance.items())


def _scope(data: dict[str, Any]) -> str:
    parts = [f"{side}: {', '.join(data[side])}" for side in ("request", "answer", "file") if data.get(side)]
    return "; ".join(parts) or "none"
