"""Lint of a scenario: every partner, operation, word, name, state, fault and requirement must exist."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

from partnerlab import yamlio
from partnerlab.lab.our_side import SYSTEMS
from partnerlab.lab.partners.fault_check import misdeliveries, misfits
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.partners.word_types import word_mistakes
from partnerlab.scenario.fixtures import FIELDS
from partnerlab.scenario.language import variables
from partnerlab.scenario.language.field_lint import lint_fields
from partnerlab.scenario.language.finding_lint import lint_findings
from partnerlab.scenario.language.matchers import unusable
from partnerlab.scenario.language.scenario import Step, Story
from partnerlab.scenario.language.time_expressions import UnknownTimeExpression, moment
from partnerlab.suggestions import unknown_name_message
from partnerlab.yamlio import Document, KeyPath


class Linter:
    """Reads one story beside the kit; remembers the names that a step may use."""

    def __init__(self, kit: Registry, document: Document, story: Story) -> None:
        self.kit, self.document, self.story = kit, document, story
        self.known: dict[str, list[str] | None] = {}
        self.now = story.start
        """The earliest moment at which the step may be played that is looked at."""

    def mistakes(self) -> list[str]:
        """Every mistake, as `file:line:column: what stands there, what exists instead`."""
        return [str(self.document.error(path, text)) for path, text in self._all()]

    def _all(self) -> Iterator[tuple[KeyPath, str]]:
        for index, name in enumerate(self.story.proves):
            yield from self._requirement(("proves", index), name)
        yield from self._fixtures()
        for index, name in enumerate(self.story.exactly):
            yield from self._exactly(("exactly", index), name)
        for index, item in enumerate(self.story.given.get("states", [])):
            yield from self._state(("given", "states", index), item["partner"], item)
        for index, item in enumerate(self.story.given.get("faults", [])):
            yield from self._fault(("given", "faults", index), item["partner"], item)
        yield from lint_findings(self.kit, self.story)
        for step in self.story.steps:
            yield from self._step(step, ("steps", step.number - 1))

    def _requirement(self, path: KeyPath, name: str) -> Iterator[tuple[KeyPath, str]]:
        yield from _unknown(path, "requirement", name, self.kit.requirements)
        requirement = self.kit.requirements.get(name)
        if requirement and requirement.outside:
            yield path, f"no scenario proves {name}, which the organisation decides: {requirement.outside['en']}"

    def _exactly(self, path: KeyPath, name: str) -> Iterator[tuple[KeyPath, str]]:
        step = Step("exactly", 0, 0, name)
        if step.operation:
            yield from self._operation(path, step, "answers")[1]
        else:
            yield from _unknown(path, "partner", step.party, self.kit.partners)

    def _fixtures(self) -> Iterator[tuple[KeyPath, str]]:
        for kind, fields in FIELDS.items():
            for name, given in (self.story.given.get(kind) or {}).items():
                if name in self.known:
                    yield ("given", kind, name), f"'{name}' is the name of another fixture already"
                if kind == "bills":
                    yield from _unknown(
                        ("given", kind, name, "account"),
                        "account",
                        given["account"],
                        self.story.given.get("accounts", {}),
                    )
                if kind == "people" and isinstance(given, dict):
                    for fact in given.get("who", {}):
                        yield from _unknown(("given", kind, name, "who", fact), "field of a person", fact, fields())
                if isinstance(given, dict) and "mandate" in given:
                    yield from self._mandate(("given", kind, name, "mandate"), given["mandate"])
                self.known[name] = fields()

    def _mandate(self, path: KeyPath, mandate: Any) -> Iterator[tuple[KeyPath, str]]:
        bank = mandate["bank"] if isinstance(mandate, dict) else mandate
        yield from _unknown(path, "partner", bank, self.kit.partners)

    def _step(self, step: Step, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
        yield from self._names(step, path)
        for side in ("request", "answer"):
            yield from unusable(step.words.get(side), (*path, side))
        yield from lint_fields(self.kit, step, path)
        if step.kind in _CHECKS:
            yield from _CHECKS[step.kind](self, step, path)
        for name in step.words.get("capture", {}):
            self.known[name] = None

    def _names(self, step: Step, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
        for place, name in variables.used_in(step.words):
            first, _, rest = name.partition(".")
            where = (*path, *place)
            if first not in self.known:
                yield from _unknown(where, "name", first, self.known)
            elif rest and (fields := self.known[first]) is not None:
                yield from _unknown(where, f"field of ${first}", rest.partition(".")[0], fields)

    def _sends(self, step: Step, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
        partner, wrong = self._operation((*path, "sends"), step, "sends")
        yield from wrong
        if partner is None or wrong:
            return
        words = step.words.get("with", {})
        wanted = partner.arguments(step.operation or "")
        for word in words:
            yield from _unknown((*path, "with", word), f"word of {step.value}", word, wanted)
        for word, told in word_mistakes(partner.functions[step.operation or ""], words).items():
            yield (*path, "with", word), told
        for name, parameter in wanted.items():
            if parameter.default is parameter.empty and name not in words:
                yield (*path, "sends"), f"{step.value} needs 'with: {{{name}: …}}'"
        yield from self._on_the_way(step, path)
        for index, item in enumerate(step.words.get("deliver", [])):
            yield from self._delivery((*path, "deliver", index), partner, step.operation or "", item)

    def _on_the_way(self, step: Step, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
        """Of a message that has not set off nothing can be expected; one that is overtaken needs who overtakes it."""
        variables = [next(iter(item)) if isinstance(item, dict) else item for item in step.words.get("deliver", [])]
        away = next((name for name in variables if name in ("late", "overtaken")), None)
        for word in ("request", "answer", "capture"):
            if away and word in step.words:
                yield (
                    (*path, word),
                    f"a message that is {away} has no '{word}' yet; look at what came of it in a later step",
                )
        later = self.story.steps[step.number :]
        if "overtaken" in variables and not any(s.kind == "sends" and s.party == step.party for s in later):
            yield (
                (*path, "deliver"),
                f"{step.party} sends nothing after this: it is never overtaken and never arrives",
            )

    def _receives(self, step: Step, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
        yield from self._operation((*path, "receives"), step, "answers")[1]
        yield from self._within(step, path)

    def _receives_nothing(self, step: Step, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
        place = (*path, "receives_nothing")
        if step.operation:
            yield from self._operation(place, step, "answers")[1]
        else:
            yield from _unknown(place, "partner", step.party, self.kit.partners)
        yield from self._within(step, path)

    def _within(self, step: Step, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
        if "within" in step.words:
            yield from self._moment((*path, "within"), f"by {step.words['within']}")

    def _advance(self, step: Step, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
        yield from self._moment((*path, "advance"), step.value)

    def _moment(self, path: KeyPath, text: str) -> Iterator[tuple[KeyPath, str]]:
        try:
            later = moment(text, self.now, self.kit.cut_offs)
        except UnknownTimeExpression as bad:
            yield path, str(bad)
        else:
            self.now = later if path[-1] == "advance" else self.now

    def _system(self, step: Step, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
        yield from _unknown((*path, step.kind), "system of ours", step.party, SYSTEMS)

    def _run_job(self, step: Step, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
        """A job that is to be refused must be one, for an unknown job is refused as well."""
        yield from self._system(step, path)
        if "refused" in step.words and (jobs := _hook_words(self.kit, "/_test/jobs/{job}", "post", "job")):
            yield from _unknown((*path, "run_job"), "job", step.operation or "", jobs)

    def _shows(self, step: Step, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
        yield from self._system(step, path)
        if things := _hook_words(self.kit, "/_test/show/{thing}", "get", "thing"):
            yield from _unknown((*path, "shows"), "thing that is shown", step.operation or "", things)

    def _set_state(self, step: Step, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
        yield from self._state(path, step.party, step.words)

    def _set_fault(self, step: Step, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
        yield from self._fault(path, step.party, step.words)

    def _clear_faults(self, step: Step, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
        yield from _unknown((*path, "clear_faults"), "partner", step.party, self.kit.partners)

    def _state(self, path: KeyPath, partner: str, item: dict[str, Any]) -> Iterator[tuple[KeyPath, str]]:
        if partner not in self.kit.partners:
            yield from _unknown((*path, _partner_key(path, "set_state")), "partner", partner, self.kit.partners)
            return
        states = self.kit.partner(partner).states["states"]
        yield from _unknown((*path, "state"), f"state of {partner}", item["state"], states)
        about = states.get(item["state"], {}).get("of")
        if about and "of" not in item:
            yield path, f"'{item['state']}' is about a {about}: say 'of: $name'"

    def _fault(self, path: KeyPath, partner: str, item: dict[str, Any]) -> Iterator[tuple[KeyPath, str]]:
        if partner not in self.kit.partners:
            yield from _unknown((*path, _partner_key(path, "set_fault")), "partner", partner, self.kit.partners)
            return
        found = self.kit.partner(partner)
        for place, text in misfits(found, item["fault"], item.get("operation"), item.get("with", {})):
            yield (*path, *place), text

    def _delivery(self, path: KeyPath, partner: Partner, operation: str, item: Any) -> Iterator[tuple[KeyPath, str]]:
        name, words = next(iter(item.items())) if isinstance(item, dict) else (item, {})
        for place, text in misdeliveries(partner, operation, name, words):
            yield (*path, *place), text

    def _operation(self, path: KeyPath, step: Step, side: str) -> tuple[Partner | None, list[tuple[KeyPath, str]]]:
        wrong = list(_unknown(path, "partner", step.party, self.kit.partners))
        if wrong:
            return None, wrong
        partner = self.kit.partner(step.party)
        return partner, list(
            _unknown(path, f"operation that {step.party} {side}", step.operation or "", getattr(partner, side))
        )


_CHECKS: dict[str, Callable[[Linter, Step, KeyPath], Iterator[tuple[KeyPath, str]]]] = {
    "sends": Linter._sends,
    "receives": Linter._receives,
    "receives_nothing": Linter._receives_nothing,
    "advance": Linter._advance,
    "run_job": Linter._run_job,
    "shows": Linter._shows,
    "set_state": Linter._set_state,
    "set_fault": Linter._set_fault,
    "clear_faults": Linter._clear_faults,
}
"""What is checked beside names and matchers."""


@cache
def _hook_words(kit: Registry, address: str, method: str, parameter: str) -> list[str]:
    """What may stand in an address of the test hooks, by their contract; nothing where a kit has none."""
    contract = kit.root / "contracts" / "_test_hooks" / "hooks.openapi.yaml"
    if not contract.is_file():
        return []
    hooks = yamlio.load(contract).data
    (found,) = (each for each in hooks["paths"][address][method]["parameters"] if each["name"] == parameter)
    schema = found["schema"]
    return [name for form in schema.get("anyOf", [schema]) for name in form.get("enum", ())]


def _partner_key(path: KeyPath, step: str) -> str:
    """The key that names the partner: below `given` it is `partner`, in a step the step's own word."""
    return "partner" if path[0] == "given" else step


def _unknown(path: KeyPath, kind: str, name: str, offered: Iterable[str]) -> Iterator[tuple[KeyPath, str]]:
    if told := unknown_name_message(kind, name, offered):
        yield path, told
