"""The order of a visit: a file is settled for good, answered, and only then put away."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from reference.common.file_channels.channel import (
    ChannelUnavailable,
    Handled,
    OutgoingFile,
    Place,
    PlaceUnavailable,
    WaitingFile,
    put,
    visit,
)

PLACE = Place("agent", "agent_home", ".txt")


@dataclass
class Memory:
    """A channel in memory; `broken` is the step that fails from then on, `closed` the home that is not there."""

    address: str = "memory"
    files: dict[str, dict[str, bytes]] = field(default_factory=dict)
    steps: list[str] = field(default_factory=list)
    broken: str | None = None
    closed: str | None = None

    @contextmanager
    def open(self) -> Iterator[Memory]:
        self.steps.append("open")
        yield self
        self.steps.append("close")

    def waiting(self, place: Place) -> list[WaitingFile]:
        if place.home == self.closed:
            raise PlaceUnavailable("no such home")
        names = sorted(name for name in self.files.get(place.home, {}) if name.endswith(place.suffix))
        return [WaitingFile(name, f"key of {name}") for name in names]

    def fetch(self, place: Place, file: WaitingFile) -> bytes:
        self._step(f"fetch {file.name}")
        return self.files[place.home][file.name]

    def put(self, home: str, file: OutgoingFile) -> None:
        if home == self.closed:
            raise PlaceUnavailable("no such home")
        self._step(f"put {file.name}")

    def put_away(self, place: Place, file: WaitingFile, folder: str) -> None:
        self._step(f"{folder} {file.name}")
        del self.files[place.home][file.name]

    def _step(self, step: str) -> None:
        if step == self.broken:
            raise ChannelUnavailable("memory: the line went dead")
        self.steps.append(step)


def channel(**given: str) -> Memory:
    return Memory(files={PLACE.home: {"2.txt": b"two", "1.txt": b"one", "3.txt.tmp": b""}}, **given)


def test_each_file_is_settled_answered_and_put_away_in_order() -> None:
    memory = channel()

    def settle(partner: str, name: str, data: bytes) -> Handled:
        memory.steps.append(f"settle {partner} {data.decode()}")
        return Handled(answer=OutgoingFile(f"answer to {name}", b"")) if name == "1.txt" else Handled("refused")

    assert visit(memory, [PLACE], settle) == 2
    assert memory.steps == [
        "open", "fetch 1.txt", "settle agent one", "put answer to 1.txt", "taken 1.txt",
        "fetch 2.txt", "settle agent two", "refused 2.txt", "close",
    ]  # fmt: skip


@pytest.mark.parametrize("broken", ["fetch 1.txt", "put answer", "taken 1.txt"])
def test_wherever_a_visit_breaks_off_the_next_one_finds_the_file_again(broken: str) -> None:
    memory, settled = channel(broken=broken), list[str]()

    def settle(partner: str, name: str, data: bytes) -> Handled:
        settled.append(name)
        return Handled(answer=OutgoingFile("answer", b""))

    with pytest.raises(ChannelUnavailable, match="the line went dead"):
        visit(memory, [PLACE], settle)
    assert "1.txt" in memory.files[PLACE.home]
    memory.broken = None
    assert visit(memory, [PLACE], settle) == 2
    assert settled.count("1.txt") == (1 if broken.startswith("fetch") else 2)
    assert list(memory.files[PLACE.home]) == ["3.txt.tmp"]


def test_a_file_that_cannot_be_settled_is_neither_answered_nor_put_away() -> None:
    memory = channel()

    def fail(partner: str, name: str, data: bytes) -> Handled:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        visit(memory, [PLACE], fail)
    assert memory.steps == ["open", "fetch 1.txt"]


def test_a_place_that_cannot_be_used_is_reported_after_the_others_were_visited() -> None:
    memory = channel(closed="gone")
    places = [Place("other", "gone", ".txt"), PLACE]
    with pytest.raises(ChannelUnavailable, match=r"^memory: gone: no such home$"):
        visit(memory, places, lambda partner, name, data: Handled())
    assert list(memory.files[PLACE.home]) == ["3.txt.tmp"]
    with pytest.raises(ChannelUnavailable, match=r"^memory: gone: no such home$"):
        put(memory, "gone", OutgoingFile("a.txt", b""))
