"""Builds the lab of `partnerlab up`, with addresses of systems and faults set from the start."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from partnerlab.lab.lab import Lab


FAULT_FORM = "'{set_fault: PARTNER, fault: FAULT}', perhaps with operation, times and with, as in a scenario"


def make_lab(
    seed: int, systems: Mapping[str, str | None], faults: Sequence[str], limits: Sequence[str] = (),
    secret: str | None = None, root: str | None = None, forms: Sequence[str] = (),
) -> Lab:  # fmt: skip
    """A lab with a bounded journal; `systems` are the addresses that partners send to, `faults` steps in YAML.

    `limits` are written as `body=5MB`. Passwords and host key of the servers for files are made of `secret`, else of
    the seed; the kit is the one below `root`, else that of this installation. `forms` (`PARTNER=FORM`) are the forms of
    interfaces in place of those in force.
    """
    from partnerlab.lab.channels.socket_http import UrlChannel
    from partnerlab.lab.credentials import Credentials
    from partnerlab.lab.exchange.size_limits import size_limits
    from partnerlab.lab.journal import KEPT
    from partnerlab.lab.lab import Lab
    from partnerlab.lab.partners.registry import Registry
    from partnerlab.lab.system_under_test import System

    kit = Registry(Path(root) if root else None).in_forms(_parse_forms(forms))
    lab = Lab(kit, seed, keep=KEPT, limits=size_limits(limits))
    if secret:
        lab.file_credentials = Credentials(secret)
    for name, url in systems.items():
        if url:
            lab.systems[name] = System(UrlChannel(url, largest=lab.limits.body), name)
    if faults:
        _set_faults(lab, faults)
    return lab


def _parse_forms(texts: Sequence[str]) -> dict[str, str]:
    """Forms by partner."""
    pairs = [text.partition("=") for text in texts]
    for partner, _, form in pairs:
        if not (partner and form):
            raise click.BadParameter(f"expected PARTNER=FORM, seen '{partner}'", param_hint="--form")
    return {partner: form for partner, _, form in pairs}


def _set_faults(lab: Lab, steps: Sequence[str]) -> None:
    """Set each fault; one that is badly written, or could never strike, is a mistake of the caller."""
    from partnerlab.control.control_errors import ControlError
    from partnerlab.control.controller import LabController

    desk = LabController(lab)
    for text in steps:
        step = _parse_fault(text)
        try:
            desk.set_fault(
                step["set_fault"], step["fault"], step.get("operation"), step.get("times"), step.get("with", {})
            )
        except ControlError as bad:
            raise click.BadParameter(str(bad), param_hint="--fault") from None


def _parse_fault(text: str) -> dict[str, Any]:
    """A `set_fault` step as a scenario has it."""
    from partnerlab import yamlio
    from partnerlab.schemas.validation import mistakes

    try:
        document = yamlio.parse(text, "step")
        wrong = mistakes(document, "scenario", part="set_fault")
    except yamlio.YamlError as bad:
        wrong = [str(bad)]
    if wrong:
        raise click.BadParameter(f"{text!r}: {wrong[0]}; write {FAULT_FORM}", param_hint="--fault")
    step: dict[str, Any] = document.data
    return step
