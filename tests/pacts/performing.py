"""Lets interactions happen: our side's clients ask, the simulators send over the lab's own sockets channel."""

from __future__ import annotations

from typing import Any

from partnerlab.conformance.pacts.provider_states import EXIST, ProviderStates
from partnerlab.families.token_client import hold_token
from partnerlab.lab.channels.socket_http import UrlChannel
from partnerlab.lab.exchange.message_sender import send
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry
from partnerlab.lab.system_under_test import System, nobody
from partnerlab.scenario.language import variables
from tests.pacts.interactions import Asked, Sent
from tests.pacts.links import Link


class Performer:
    """One link's two sides of acting, each time from a beginning."""

    def __init__(self, kit: Registry, link: Link) -> None:
        self._lab, self._link = Lab(kit), link
        self._lab.system = nobody()
        self._states = ProviderStates(self._lab)

    def __call__(self, interaction: Asked | Sent, url: str) -> None:
        """Against whoever listens at `url`."""
        self._lab.system = nobody()
        self._states.reset_lab(self._link.partner.name)
        for state in interaction.given:
            if state.name == EXIST:
                self._states.enter_state(state)
        if isinstance(interaction, Asked):
            interaction.act(self._link.client(url), self._states.names)
        else:
            self._send(interaction, url)

    def _send(self, interaction: Sent, url: str) -> None:
        lab, known = self._lab, self._states.names
        system = lab.systems[self._link.partner.system] = _without_hooks(url, self._link.partner.system)
        words: dict[str, Any] = variables.resolve(interaction.words, known)
        hold_token(lab.partner_worlds[self._link.partner.name], "a token that was given before", 900)
        sending = send(lab, self._link.partner.name, interaction.operation, words, [])
        broken = [str(finding) for exchange in sending.exchanges for finding in exchange.findings]
        assert not broken, f"{interaction.description}: {broken}"
        interaction.then(lab, known)
        system.channel.close()


def _without_hooks(url: str, name: str) -> System:
    system = System(UrlChannel(url), name)
    system._hooked = False  # a pact's server would take the question for an unexpected request
    return system
