"""Provider states of a pact: set up in the lab and the system under test, in the words of scenarios.

Beside a partner's own named states, and those of the gateway before it, there are four, the same for everybody:

* `these exist`: people, companies, accounts and bills, as in a scenario's `given`; accounts enter our side's books;
* `it has sent`: the partner has sent `operation`, its words under `with`;
* `time has passed`: `to` a moment, in the words of `advance`;
* `our side has done`: a `job`, and `with` what, in the words of `run_job`.

Credentials are those that hold after the first state; what comes after may end a token.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from partnerlab.conformance.call_credentials import CallCredentials
from partnerlab.contract.findings import failures
from partnerlab.contract.http.body import leaves
from partnerlab.contract.http.message_place import value_at
from partnerlab.contract.http.operation import Operation
from partnerlab.lab.channels.channel import Unreachable
from partnerlab.lab.exchange.message_sender import send
from partnerlab.lab.lab import DEFAULT_START, Lab
from partnerlab.lab.partners.partner import Partner, RegistryError
from partnerlab.scenario import fixtures
from partnerlab.scenario.language import variables
from partnerlab.scenario.language.time_expressions import moment

_NEIGHBOUR = 5_000
"""How many accounts further a neighbour lives: no recorded message is about so many."""

EXIST, SENT, PASSED, DONE = "these exist", "it has sent", "time has passed", "our side has done"
SHARED_STATES = (EXIST, SENT, PASSED, DONE)


@dataclass(frozen=True)
class Given:
    """One provider state of a pact, with its parameters."""

    name: str
    params: Mapping[str, Any] = field(default_factory=dict)


class ProviderStates:
    """Sets one lab, and the system under test if it has test hooks, from state to state."""

    def __init__(self, lab: Lab) -> None:
        self._lab, self._keys = lab, CallCredentials(lab)
        self._partner: Partner | None = None
        self._values: dict[str, str] | None = None
        self._answers: list[Any] = []
        self._given: dict[str, Any] = {}
        self.names: dict[str, Any] = {}

    def prepare(self, partner: str, given: Iterable[Given]) -> dict[str, str]:
        """Begin anew and enter every state; what the pact's provider-state generators are filled with."""
        self.reset_lab(partner)
        for state in given:
            self.enter_state(state)
        return self.values

    def enter_neighbour(self, given: Iterable[Given], numbers: Mapping[str, str]) -> dict[str, str]:
        """The same states of somebody else beside those that are there; the values of the first, and what they became.

        `numbers` are those of the first payment, each with that of the second. What our side gave in its answers, such
        as a session, is among the values. Nothing is reset, so that two payments may follow one another.
        """
        first, answers, self._answers = self.names, self._answers, []
        self._values = None  # a signed token is good once
        for state in given:
            self.enter_state(replace(state, params=_of_neighbours(state, numbers)))
        values = _changed(zip(answers, self._answers, strict=False)) | dict(numbers)
        for one, other in [(first[name], self.names[name]) for name in first.keys() & self.names.keys()]:
            told = zip(fixtures.identities(one), fixtures.identities(other), strict=False)
            values |= {str(old.value): str(new.value) for old, new in told if old.path == new.path}
        return values

    def reset_lab(self, partner: str) -> None:
        """Forget everything, on both sides."""
        lab = self._lab
        lab.reset(DEFAULT_START)
        self.names, self._answers, self._given = {}, [], {}
        self._partner = lab.kit.partner(partner)
        for system in lab.systems.cast([self._partner.system]):
            if system.hooked:
                system.reset()
                system.set_clock(lab.clock.now)
        self._values = None

    @property
    def values(self) -> dict[str, str]:
        """The credentials by name, fixed when first asked for."""
        if self._values is None:
            self._values = self._keys.all_credentials(self._begun)
        return self._values

    def given(self, operation: Operation) -> dict[str, Any]:
        """What our side's answers to the messages before have given for places of a request of this operation."""
        sources = {place: source.partition("/") for place, source in operation.given.items()}
        found = {
            place: value_at(self._given[name], f"body/{field}")
            for place, (name, _, field) in sources.items()
            if self._given.get(name)
        }
        return {place: value for place, value in found.items() if value is not None}

    def enter_state(self, state: Given) -> dict[str, str]:
        """One state, after those before it; `RegistryError` says which there are."""
        act = self._shared.get(state.name)
        if act is not None:
            act(state.params)
        else:
            self._become(state)
        return self.values

    def _become(self, state: Given) -> None:
        partner, kit = self._begun, self._lab.kit
        holders = [partner, *kit.before(partner)]
        holder = next((each for each in holders if state.name in each.states["states"]), None)
        if holder is None:
            known = ", ".join([*self._shared, *(name for each in holders for name in each.states["states"])])
            raise RegistryError(
                f"a pact takes '{state.name}' for given, which {partner.name} cannot be; it can: {known}"
            )
        of = variables.resolve(state.params["of"], self.names) if "of" in state.params else None
        self._lab.set_state(holder.name, state.name, of)

    @property
    def _begun(self) -> Partner:
        if self._partner is None:
            raise RegistryError("no partner was begun with: call `reset_lab` first")
        return self._partner

    @property
    def _shared(self) -> dict[str, Callable[[Mapping[str, Any]], None]]:
        return {EXIST: self._exist, SENT: self._sent, PASSED: self._passed, DONE: self._done}

    def _exist(self, given: Mapping[str, Any]) -> None:
        self.names = self.names | fixtures.make(self._lab, dict(given))
        if self._lab.system.hooked and (accounts := fixtures.seed(self.names, dict(given))):
            self._lab.system.seed(accounts)

    def _sent(self, words: Mapping[str, Any]) -> None:
        resolved = variables.resolve(words.get("with", {}), self.names)
        before = len(self._lab.journal)
        send(self._lab, self._begun.name, words["operation"], resolved, [])
        sent = [each for each in list(self._lab.journal)[before:] if each.operation == words["operation"]]
        answer = sent[-1].answer if sent else None
        self._answers.append(answer.body if answer else None)
        self._given[words["operation"]] = answer if sent and not failures(sent[-1].findings) else None
        if self._lab.failures.unreachable:
            raise Unreachable(f"'{SENT}' {words['operation']}: {self._lab.failures.unreachable}")

    def _passed(self, words: Mapping[str, Any]) -> None:
        self._lab.advance(moment(words["to"], self._lab.clock.now, self._lab.kit.cut_offs))

    def _done(self, words: Mapping[str, Any]) -> None:
        if self._lab.system.hooked:
            self._lab.system.job(words["job"], variables.resolve(words.get("with", {}), self.names))


def _of_neighbours(state: Given, numbers: Mapping[str, str]) -> Mapping[str, Any]:
    """The same accounts under other numbers, and messages of the second payment; who has no account stays who he is."""
    if state.name == SENT:
        words = state.params.get("with", {})
        return {**state.params, "with": {key: numbers.get(value, value) for key, value in words.items()}}
    accounts = {
        name: item | {"number": item["number"] + _NEIGHBOUR} if isinstance(item, dict) and "number" in item else item
        for name, item in state.params.get("accounts", {}).items()
    }
    return {**state.params, "accounts": accounts} if accounts else state.params


def _changed(answers: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    """The texts of one answer that are others in the second."""
    values: dict[str, str] = {}
    for one, other in answers:
        second = {field.path: field.value for field in leaves("body", other)}
        values |= {
            field.value: second[field.path]
            for field in leaves("body", one)
            if isinstance(field.value, str) and isinstance(second.get(field.path), str)
        }
    return {old: new for old, new in values.items() if old != new}
