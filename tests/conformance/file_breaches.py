"""Files of a small agent and a small bank, each wrong in one thing: by kind of breach, three and more of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

from partnerlab.lab.partners.registry import Registry

Change = Callable[[bytes], bytes]
CARD = b"4111111111111111"
"""The number of no card, as those who test payments write it: its last digit checks."""


@dataclass(frozen=True)
class Role:
    """Who sends what, under which good name."""

    partner: str
    layout: str
    name: str

    @property
    def sample(self) -> bytes:
        folder = Registry().root / "contracts" / self.partner / "files"
        return (folder / f"{self.layout}.sample.txt").read_bytes()


AGENT = Role("truemoney_offline", "payment_file", "MWA_TMN_20261123_01.txt")
BANK = Role("krungthai_debit", "result", "KTB_MWA_RS_20261113_01.txt")


@dataclass(frozen=True)
class Breach:
    """A file of `role` that is wrong in one thing; `rule` is what a finding must be of."""

    role: Role
    kind: str
    change: Change
    name: str = ""
    number: int = 0

    @property
    def id(self) -> str:
        return f"{self.kind} {self.role.partner} {self.number}"

    @property
    def sent(self) -> tuple[str, bytes]:
        return self.name or self.role.name, self.change(self.role.sample)


def at(line: int, column: int, text: bytes) -> Change:
    """Other text in a line (from 0), from a column on (from 1)."""

    def change(data: bytes) -> bytes:
        lines = data.split(b"\r\n")
        held = lines[line]
        lines[line] = held[: column - 1] + text + held[column - 1 + len(text) :]
        return b"\r\n".join(lines)

    return change


def lines(change: Callable[[list[bytes]], list[bytes]]) -> Change:
    """Other lines; the last of `data` is empty, behind the last line end."""
    return lambda data: b"".join(line + b"\r\n" for line in change(data.split(b"\r\n")[:-1]))


def recoded(charset: str) -> Change:
    return lambda data: data.decode("cp874").encode(charset)


def same(data: bytes) -> bytes:
    return data


_BREACHES: dict[str, dict[str, list[Change | str]]] = {
    "shape": {
        "agent": [
            at(1, 175, b"x"),
            at(2, 85, b"01990000  "),
            at(1, 21, b"        "),
            lines(lambda all: [all[0][:-1], *all[1:]]),
        ],
        "bank": [
            at(1, 60, b"1,000"),
            at(2, 83, b"05913139  "),
            at(1, 333, b"9800000756465A"),
            lines(lambda all: [*all[:-1], all[-1][:-3]]),
        ],
    },
    "frame": {
        "agent": [
            lines(lambda all: all[:-1]),
            lines(lambda all: all[1:]),
            at(2, 2, b"000004"),
            lines(lambda all: [all[0], *all]),
        ],
        "bank": [
            lines(lambda all: all[1:]),
            at(2, 393, b"000003"),
            lines(lambda all: [*all, all[0]]),
            at(3, 4, b"000002"),
        ],
    },
    "totals": {
        "agent": [
            at(4, 53, b"000004"),
            at(4, 40, b"0000000090330"),
            at(4, 21, b"0000000000001"),
            lines(lambda all: [*all[:3], all[4].replace(b"T000005", b"T000004")]),
        ],
        "bank": [
            at(0, 13, b"0000004"),
            at(0, 20, b"0000000000000090330"),
            at(0, 92, b"0000002"),
            at(0, 99, b"0000000000000010080"),
        ],
    },
    "calendar": {
        "agent": [at(0, 61, b"23112569"), at(1, 21, b"31112026"), at(1, 21, b"24112026"), at(2, 29, b"241530")],
        "bank": [
            lambda data: data.replace(b"13112026", b"13112569"),
            at(1, 310, b"29022026"),
            lambda data: data.replace(b"13112026", b"31112026"),
            at(2, 353, b"691399130860"),
        ],
    },
    "coding": {
        "agent": [recoded("utf-8"), recoded("utf-16"), at(1, 35, b"\xdb\xfc"), lambda data: b"\xef\xbb\xbf" + data],
        "bank": [recoded("utf-8"), recoded("utf-16"), at(1, 93, b"\xdb\xfc"), lambda data: b"\xef\xbb\xbf" + data],
    },
    "code": {
        "agent": [at(1, 153, b"X"), at(2, 153, b" "), at(3, 153, b"c")],
        "bank": [at(1, 293, b"X"), at(2, 293, b" "), at(0, 47, b"C")],
    },
    "surplus": {
        "agent": [at(0, 77, b"note"), at(1, 177, b"0812345678"), at(4, 59, b"x")],
        "bank": [at(0, 118, b"note"), at(1, 401, b"a@example.org"), at(2, 373, b"0812345678")],
    },
    "identity": {
        "agent": [at(0, 8, b"MPY"), at(2, 8, b"MPY"), at(1, 11, b"0000000001"), at(4, 11, b"0000000001")],
        "bank": [at(0, 10, b"004"), at(1, 10, b"004"), at(1, 28, b"004"), at(2, 46, b"14112026")],
    },
    "a whole card number": {
        "agent": [at(1, 125, CARD), at(0, 21, CARD), at(3, 35, CARD)],
        "bank": [at(3, 294, CARD), at(1, 193, CARD), at(2, 93, CARD)],
    },
    "name": {
        "agent": ["MWA_MPY_20261123_01.txt", "MWA_TMN_20261124_01.txt", "MWA_TMN_25691123_01.txt", "payments.txt"],
        "bank": [
            "KTB_MWA_RS_20261131_01.txt",
            "KTB_MWA_RS_25691113_01.txt",
            "KTB_MWA_OS_20261113_01.txt",
            "result.txt",
        ],
    },
}


FOUND_BY: dict[str, set[str]] = {
    "shape": {"digits", "required", "record length", "time", "number"},
    "frame": {
        "as in the header", "order", "sequence", "line of names", "follows from line to line",
        "rises from line to line",
    },
    "totals": {"total"},
    "calendar": {"calendar", "era", "time", "order of dates", "day of the file"},
    "coding": {"encoding", "character", "byte order mark", "line end", "line of names"},
    "code": {"code", "constant", "required", "the same on every line"},
    "surplus": {"constant", "cells", "line of names"},
    "identity": {"as in the header", "constant", "code", "required"},
    "a whole card number": {"whole card number", "text"},
    "name": {"file name", "undocumented file", "date as in the header"},
}  # fmt: skip
"""The rules by which a breach of each kind may be found first."""


def breaches() -> Iterator[Breach]:
    """All of them."""
    for kind, by_role in _BREACHES.items():
        for role, changes in by_role.items():
            for number, wrong in zip(count(1), changes, strict=False):
                sender = {"agent": AGENT, "bank": BANK}[role]
                if isinstance(wrong, str):
                    yield Breach(sender, kind, same, wrong, number)
                else:
                    yield Breach(sender, kind, wrong, "", number)
