"""The lab in other people's tests: every simulator served over sockets, steered and asked by plain calls."""

from __future__ import annotations

from typing import Any

from partnerlab.control.controller import Desk
from partnerlab.lab.channels.socket_http import UrlChannel
from partnerlab.lab.deployment import Deployment, serve_simulators
from partnerlab.lab.environment import file_variables, variables
from partnerlab.lab.journal import Exchange
from partnerlab.lab.lab import Lab
from partnerlab.lab.our_side import CIS
from partnerlab.lab.partners.partner import RegistryError
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import System


class ServedLab:
    """What a test gets as the fixture `partnerlab`.

    `strict`: at the test's end every message must have kept its contract; set it to False where a test breaks one
    on purpose.
    """

    def __init__(self, stage: Deployment) -> None:
        self.lab = stage.lab
        self.desk = Desk(stage.lab, stage.urls)
        self.strict = True
        self._urls = stage.urls

    def url(self, partner: str) -> str:
        """Where a partner is called: its own address, or that of the gateway before it."""
        found = self.lab.kit.partner(partner)
        address = self._urls.get(found.behind or partner)
        if address is None:
            raise RegistryError(f"{partner} is not called over HTTP; these are: {', '.join(self._urls)}")
        return address

    def credential(self, partner: str, name: str) -> str:
        """A key or secret that our side shares with a partner, by its name in the agreement."""
        offered = [n for channel in self.lab.kit.partner(partner).agreement["channels"] for n in channel["credentials"]]
        if name not in offered:
            raise RegistryError(f"{partner} has no credential '{name}'; there are: {', '.join(offered) or 'none'}")
        return self.lab.credentials.of(partner, name)

    @property
    def variables(self) -> dict[str, str]:
        """All addresses and credentials as environment variables, with a login at the file drop-off."""
        return variables(self.lab, self._urls) | file_variables(self.lab)

    def person(self, number: int, **facts: Any) -> Any:
        """Somebody of the population; facts given here hold in every register."""
        return self.desk.entity("person", number, facts)

    def company(self, number: int, **facts: Any) -> Any:
        return self.desk.entity("company", number, facts)

    def account(self, number: int, **facts: Any) -> Any:
        return self.desk.entity("account", number, facts)

    def becomes(self, partner: str, state: str, of: Any = None) -> None:
        """Put a partner, or somebody in its registers, into one of the partner's named states."""
        self.desk.become(partner, state, of)

    def misbehaves(self, partner: str, fault: str, **how: Any) -> None:
        """Let a partner misbehave: `operation`, `times` and the fault's own words."""
        known = {word: how.pop(word, None) for word in ("operation", "times")}
        self.desk.misbehave(partner, fault, **known, words=how)

    def behaves(self, partner: str) -> None:
        """End a partner's faults."""
        self.desk.behave(partner)

    def advance(self, to: str) -> None:
        """Let virtual time pass, in the words of a scenario: `by 61 minutes`, `to next business day 08:30`."""
        self.desk.advance(to)

    def system(self, url: str, name: str = CIS) -> None:
        """Where the system under test listens, for partners that send to it: `cis`, or `rwc` for raw water."""
        self.lab.systems[name] = System(UrlChannel(url), name)

    def sends(self, partner: str, operation: str, **words: Any) -> list[Exchange]:
        """Let a partner send to the system under test; each exchange holds what was answered."""
        return self.desk.send(partner, operation, words).exchanges

    def snapshot(self, name: str = "kept") -> None:
        """Keep the lab as it stands; the system under test has its own memory."""
        self.desk.keep(name)

    def restore(self, name: str = "kept") -> None:
        """Make the lab what it was."""
        self.desk.bring_back(name)

    def exchanges(self, **wanted: Any) -> list[Exchange]:
        """What has passed, in order; `sender`, `receiver` and `operation` narrow it."""
        return self.desk.exchanges(**wanted)

    def broken(self) -> list[str]:
        """Every breach of a contract, and every mistake of a simulator, so far; a line each."""
        found = [
            f"{exchange.name}: {finding}"
            for exchange in self.lab.journal
            for finding in exchange.findings
            if finding.side not in exchange.excused
        ]
        return found + [f"simulator {where}: {type(bad).__name__}: {bad}" for where, bad in self.lab.failures.errors]

    def renew(self) -> None:
        """Forget everything, for the next test."""
        self.strict = True
        self.lab.systems.dismiss()
        self.desk.reset()


def served(seed: int = 1) -> Deployment:
    """Every simulator on a free port of this machine; close it when done."""
    return serve_simulators(Lab(Registry(), seed), "tests")
