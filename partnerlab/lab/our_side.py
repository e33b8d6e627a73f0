"""Our side's systems by name: the customer system `cis` and the raw-water system `rwc`."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from partnerlab.lab.system_under_test import System, nobody

CIS, RWC = SYSTEMS = ("cis", "rwc")


class Systems(dict[str, System]):
    """The systems of our side by name. One that is offered is started at its first use. Without an address: `nobody()`.

    `playing` are the systems for which time passes: all, unless `cast` chose some.
    """

    def __init__(self) -> None:
        super().__init__()
        self._offered: dict[str, Callable[[], System]] = {}
        self._cast: list[str] = []
        self.playing: tuple[System, ...] = ()

    def __setitem__(self, name: str, system: System) -> None:
        super().__setitem__(name, system)
        self.cast([*self._cast, name])

    def __missing__(self, name: str) -> System:
        make = self._offered.get(name)
        self[name] = make() if make else nobody(name)
        return self[name]

    def offer(self, name: str, make: Callable[[], System]) -> None:
        """Say how to start a system when it is first needed."""
        self._offered[name] = make

    def cast(self, names: Iterable[str]) -> tuple[System, ...]:
        """Choose the systems for which time passes, and start those that are not running."""
        self._cast = list(dict.fromkeys(names))
        self.playing = tuple(self[name] for name in self._cast)
        return self.playing

    def plays(self, name: str) -> bool:
        """Whether time passes for that system."""
        return name in self._cast

    def dismiss(self) -> None:
        """Stop all systems; those that were offered can start again."""
        while self:
            self.popitem()[1].channel.close()
        self.cast(())
