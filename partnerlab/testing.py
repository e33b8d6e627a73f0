"""The lab as a pytest fixture for other projects' tests: every simulator served over sockets."""

from __future__ import annotations

from typing import Any

from partnerlab.contract.findings import failures
from partnerlab.control.controller import LabController
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
    """The fixture `partnerlab`.

    `strict`: the test fails if a message broke its contract; set it to False in a test that breaks one on purpose.
    """

    def __init__(self, stage: Deployment) -> None:
        self.lab = stage.lab
        self.desk = LabController(stage.lab, stage.urls)
        self.strict = True
        self._urls = stage.urls

    def url(self, partner: str) -> str:
        """The address of a partner, or of the gateway before it."""
        address = self._urls.get(self.lab.kit.partner(partner).behind or partner)
        if address is None:
            raise RegistryError(f"{partner} is not called over HTTP; these are: {', '.join(self._urls)}")
        return address

    def credential(self, partner: str, name: str) -> str:
        """A key or secret that our side shares with a partner, by its name in the agreement."""
        offered = [
            key for channel in self.lab.kit.partner(partner).agreement["channels"] for key in channel["credentials"]
        ]
        if name not in offered:
            raise RegistryError(f"{partner} has no credential '{name}'; there are: {', '.join(offered) or 'none'}")
        return self.lab.credentials.of(partner, name)

    @property
    def variables(self) -> dict[str, str]:
        """All addresses and credentials as environment variables, with a login at the file drop-off."""
        return variables(self.lab, self._urls) | file_variables(self.lab)

    def person(self, number: int, **facts: Any) -> Any:
        """A person of the population; facts given here hold in every register."""
        return self.desk.entity("person", number, facts)

    def company(self, number: int, **facts: Any) -> Any:
        """A company of the population; facts given here hold in every register."""
        return self.desk.entity("company", number, facts)

    def account(self, number: int, **facts: Any) -> Any:
        """A water account of the population; facts given here hold in every register."""
        return self.desk.entity("account", number, facts)

    def set_state(self, partner: str, state: str, of: Any = None) -> None:
        """Put a partner, or an entity in its registers (`of`), into one of the partner's named states."""
        self.desk.enter_state(partner, state, of)

    def set_fault(self, partner: str, fault: str, **options: Any) -> None:
        """Set a fault of a partner; options are `operation`, `times` and those of the fault itself."""
        common = {name: options.pop(name, None) for name in ("operation", "times")}
        self.desk.set_fault(partner, fault, **common, words=options)

    def clear_faults(self, partner: str) -> None:
        """End a partner's faults."""
        self.desk.clear_faults(partner)

    def advance(self, to: str) -> None:
        """Let virtual time pass, in the words of a scenario: `by 61 minutes`, `to next business day 08:30`."""
        self.desk.advance(to)

    def system(self, url: str, name: str = CIS) -> None:
        """The address of a system under test, for partners that send to it: `cis`, or `rwc` for raw water."""
        self.lab.systems[name] = System(UrlChannel(url), name)

    def send(self, partner: str, operation: str, **arguments: Any) -> list[Exchange]:
        """Let a partner send to the system under test; each exchange holds the answer."""
        return self.desk.send(partner, operation, arguments).exchanges

    def snapshot(self, name: str = "kept") -> None:
        """Store the state of the lab under a name; the state of the system under test is not included."""
        self.desk.take_snapshot(name)

    def restore(self, name: str = "kept") -> None:
        """Bring back the state of the lab that was stored under a name."""
        self.desk.restore_snapshot(name)

    def exchanges(self, **wanted: Any) -> list[Exchange]:
        """The exchanges so far, in order; `sender`, `receiver` and `operation` narrow them."""
        return self.desk.exchanges(**wanted)

    def contract_violations(self) -> list[str]:
        """Every violation of a contract and every error of a simulator so far, one line each."""
        violations = [
            f"{exchange.name}: {finding}"
            for exchange in self.lab.journal
            for finding in failures(exchange.findings)
            if finding.side not in exchange.excused
        ]
        errors = self.lab.failures.errors
        return violations + [f"simulator {name}: {type(error).__name__}: {error}" for name, error in errors]

    def reset(self) -> None:
        """Reset everything for the next test."""
        self.strict = True
        self.lab.systems.dismiss()
        self.desk.reset()


def served(seed: int = 1) -> Deployment:
    """Every simulator on a free port of this machine; close it when done."""
    return serve_simulators(Lab(Registry(), seed), "tests")
