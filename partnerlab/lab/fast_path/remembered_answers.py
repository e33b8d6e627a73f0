"""Cache of answers that depend on the population alone: made and judged once, dropped when a fact changes.

Of most registers that is every answer. What a partner remembers, its state, its chance and the time are no part of
such an answer, which is seen by watching what the simulator's function looks at.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from partnerlab.contract.http.message import Answer, Request
from partnerlab.lab.partners.partner_world import PartnerWorld

Function = Callable[[Any, Any], Any]

_OF_THE_POPULATION = frozenset({"find", "world", "partner"})
_OF_THE_QUESTION = frozenset({"query", "params"})


class _Watched:
    """A proxy of the world or a message that notices a read of anything beyond the `shown` names.

    What was looked at once is at hand from there on: a list of a thousand rows looks at the same facts in each.
    """

    def __init__(self, whole: Any, shown: frozenset[str]) -> None:
        self._whole, self._shown, self.beyond = whole, shown, False

    def __getattr__(self, name: str) -> Any:
        if name not in self._shown:
            self.beyond = True
        value = getattr(self._whole, name)
        setattr(self, name, value)
        return value


def recall(function: Function, world: PartnerWorld, message: Request, make: Callable[[Any, Request], Answer]) -> Any:
    """The function's result; a remembered answer instead if it read only facts of the population and the question."""
    cache, key = world.world.cache, (function, tuple(message.query.items()), tuple(message.params.items()))
    known: Answer | None = cache.get(key)
    if known is None:
        seen, heard = _Watched(world, _OF_THE_POPULATION), _Watched(message, _OF_THE_QUESTION)
        found = function(seen, heard)
        if seen.beyond or heard.beyond:
            return found
        known = cache.keep(key, make(found, message))
    return known.again()
