"""The lab of `partnerlab up`: it stands until it is ended, and may come up connected and misbehaving."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from partnerlab.lab.lab import Lab


def standing(seed: int, systems: Mapping[str, str | None], faults: Sequence[str]) -> Lab:
    """A lab that remembers only so much; `systems` are where partners send to, `faults` are as they are said."""
    from partnerlab.lab.channels.socket_http import UrlChannel
    from partnerlab.lab.journal import KEPT
    from partnerlab.lab.lab import Lab
    from partnerlab.lab.partners.registry import Registry
    from partnerlab.lab.system_under_test import System

    lab = Lab(Registry(), seed, keep=KEPT)
    for name, url in systems.items():
        if url:
            lab.systems[name] = System(UrlChannel(url), name)
    if faults:
        _misbehave(lab, faults)
    return lab


def _misbehave(lab: Lab, faults: Sequence[str]) -> None:
    """Set the faults as they are said; what could never strike is a mistake of the caller's."""
    from partnerlab.control.control_errors import Trouble
    from partnerlab.control.controller import Desk
    from partnerlab.lab.faults.fault import FaultError
    from partnerlab.lab.faults.spoken import said

    desk = Desk(lab)
    for text in faults:
        try:
            for each in said(text):
                desk.misbehave(each.partner, each.fault, each.operation, each.times, each.words)
        except (FaultError, Trouble) as bad:
            raise click.BadParameter(str(bad), param_hint="--fault") from None
