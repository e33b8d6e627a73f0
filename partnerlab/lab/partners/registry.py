"""All partners of one kit: those that have a folder in `contracts/` and `simulators/`."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from datetime import time
from functools import cached_property
from pathlib import Path

from partnerlab import yamlio
from partnerlab.contract import requirements
from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.requirements import Requirement
from partnerlab.lab.partners.partner import Partner, RegistryError
from partnerlab.schemas.validation import check
from partnerlab.suggestions import unknown_name_message

PARTS = ("simulators", "contracts")


class Registry:
    """Every partner below one root folder."""

    def __init__(self, root: Path | None = None) -> None:
        self.root = root or default_root()
        self.documents = DocumentStore(self.root / "contracts")
        self.partners = {name: self._partner(name) for name in self._names()}
        self._in_forms: dict[tuple[tuple[str, str], ...], Registry] = {}

    def in_forms(self, forms: Mapping[str, str]) -> Registry:
        """The same kit with these partners in these forms of their interfaces; all others are shared."""
        chosen = {name: form for name, form in forms.items() if self.partner(name).form != form}
        if not chosen:
            return self
        key = tuple(sorted(chosen.items()))
        if key not in self._in_forms:
            kit = copy.copy(self)
            kit.partners = self.partners | {name: self._partner(name, form) for name, form in chosen.items()}
            kit._in_forms = {}
            for name in chosen:
                _ = kit.partners[name].form  # a wrong one is told now
            self._in_forms[key] = kit
        return self._in_forms[key]

    def add_states(self, told: str) -> None:
        """Named states beside a partner's own, out of `PARTNER=FILE`, for as long as this kit is used."""
        name, _, file = told.partition("=")
        if not file:
            raise RegistryError(f"'{told}' is not PARTNER=FILE, as in dol_land=recording/dol_land.states.yaml")
        partner = self.partner(name)
        states = check(yamlio.load(Path(file)), "states")["states"]
        for state, definition in states.items():
            if state in partner.states["states"]:
                raise RegistryError(f"{file}: {name} has a state '{state}' already: give it another name")
            for answer in definition.get("answers", ()):
                if answer["operation"] not in partner.answers:
                    known = ", ".join(sorted(partner.answers))
                    raise RegistryError(
                        f"{file}: {state}: {name} answers no operation '{answer['operation']}'; it answers: {known}"
                    )
        partner.states["states"].update(states)

    def in_every_form(self, partner: str) -> list[Registry]:
        """This kit once for each form of a partner's interface, the form that it has here first."""
        kits = [self.in_forms({partner: form}) for form in self.partner(partner).forms]
        return [self, *(kit for kit in kits if kit is not self)]

    def partner(self, name: str) -> Partner:
        """The partner of that name; the error for a wrong name lists those that exist."""
        if name not in self.partners:
            raise RegistryError(unknown_name_message("partner", name, self.partners))
        return self.partners[name]

    @cached_property
    def cut_offs(self) -> dict[str, time]:
        """The time of day at which a partner's business day ends, of those whose agreement says one."""
        return {partner.name: partner.cut_off for partner in self.partners.values() if partner.cut_off}

    def behind(self, gateway: Partner) -> list[Partner]:
        """The partners that are reached through a gateway."""
        return [partner for partner in self.partners.values() if partner.behind == gateway.name]

    def before(self, partner: Partner) -> list[Partner]:
        """The gateways that a call passes before it reaches the partner, outermost first."""
        return [self.partner(name) for name in partner.gateways]

    @cached_property
    def requirements(self) -> dict[str, Requirement]:
        """What the source document and the law ask for, by id."""
        return requirements.load(self.root / "contracts" / "requirements.yaml")

    def credential_holders(self, partner: Partner) -> list[Partner]:
        """The partners whose credentials open its calls, or those of our side for it: itself and its gateways."""
        names = [*partner.gateways, partner.sends_through]
        return [partner, *(self.partners[name] for name in names if name in self.partners)]

    def _names(self) -> list[str]:
        """Every name with a folder in either place: loading half a partner says what is missing."""
        for part in PARTS:
            if not (self.root / part).is_dir():
                raise RegistryError(
                    f"{self.root / part} does not exist: the root of a kit holds contracts/ and simulators/"
                )
        return sorted({name for part in PARTS for name in partner_names_in(self.root / part)})

    def _partner(self, name: str, form: str | None = None) -> Partner:
        return Partner(name, self.root / "contracts" / name, self.root / "simulators" / name, self.documents, form)


def partner_names_in(part: Path) -> list[str]:
    """Names of partner folders in a part of the kit; empty ones, as a change of branch leaves them, do not count."""
    named = (path for path in part.iterdir() if path.name[0] not in "_." and path.is_dir())
    return [path.name for path in named if any(child.name != "__pycache__" for child in path.iterdir())]


def default_root() -> Path:
    """The kit that comes with this installation: the checkout, or what the wheel carries."""
    here = Path(__file__).resolve().parents[3]
    packed = here / "partnerlab" / "_kit"
    return packed if packed.is_dir() else here
