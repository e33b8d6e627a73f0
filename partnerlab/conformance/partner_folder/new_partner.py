"""Makes the folders of a new partner from those of a sibling, with a mark at everything that is still to decide."""

from __future__ import annotations

import keyword
import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from partnerlab.errors import InputError, naming
from partnerlab.suggestions import shortened, unknown_name_message

MARK = "TO DECIDE"
_LONGEST = 40
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_DECISIONS = ("codes", "capabilities", "cut_off", "asks", "legal_basis", "terms", "retention", "channels", "data")
_BOTH_SIDES = ("contracts", "simulators", "reference/*/partners")
_TESTS = ("tests/simulators/test_{}.py", "tests/pacts/partners/{}.py")
_SKIPPED = {"pacts", "__pycache__"}
"""Pacts are written by the consumer tests, never copied."""

_GRADE = re.compile(r"\b(provenance|grade): (?:published|observed|inferred|invented)\b(\s+#.*)?")
_SOURCE = re.compile(
    r"""(?m)(?<=^)(\s*)source: [^{\n].*$|(?<=[{ ])source: (?:"[^"]*"|[^{,}\n][^,}\n]*[^,}\n ])(?=[,}])"""
)
"""A line of its own, or one of the values of an inline mapping."""
_TEXT = re.compile(r"^(\s+)(en|th): .*$")
_LAW = re.compile(r"^\s+(- law|sections|why):")
_TITLE = re.compile(r"^(  (?:title|x-title-th|en|th)): (?!$|[>|]).*$")


class CannotMakePartner(InputError):
    """A name that no new partner can have, or a sibling that does not exist."""


def make_partner(root: Path, name: str, sibling: str) -> list[Path]:
    """Copy every folder and test of the sibling below `root` under the new name; return the files written."""
    _check_names(root, name, sibling)
    sources = dict(_sources(root, name, sibling))
    if existing := [target for target in sources if target.exists()]:
        raise CannotMakePartner(f"{existing[0]} exists: choose another name, or delete that partner first")
    try:
        for target, source in sources.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            with naming(target):
                target.write_bytes(_copied(source, name, sibling))
    except OSError:
        _remove(root, name, sources)
        raise
    return sorted(sources)


def _remove(root: Path, name: str, files: Iterable[Path]) -> None:
    """Half a partner is none, and would be in the way of the next try."""
    for file in files:
        file.unlink(missing_ok=True)
    for folder in (folder for pattern in _BOTH_SIDES for folder in root.glob(f"{pattern}/{name}")):
        shutil.rmtree(folder, ignore_errors=True)


def undecided(root: Path, name: str) -> list[str]:
    """Every mark that is left in the files of a partner, as `file:line: to decide: what`."""
    folders = (folder for pattern in _BOTH_SIDES for folder in sorted(root.glob(f"{pattern}/{name}")))
    return [mistake for folder in folders for file in _files(folder) for mistake in _marks(file)]


def _marks(file: Path) -> Iterator[str]:
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    for number, line in enumerate(lines, 1):
        if MARK in line:
            what = line.partition(MARK)[2].strip(" :\"'")
            yield f"{file}:{number}: to decide: {what}"


def _sources(root: Path, name: str, sibling: str) -> Iterator[tuple[Path, Path]]:
    for pattern in _BOTH_SIDES:
        for folder in sorted(root.glob(f"{pattern}/{sibling}")):
            yield from ((folder.with_name(name) / file.relative_to(folder), file) for file in _files(folder))
    for pattern in _TESTS:
        if (file := root / pattern.format(sibling)).is_file():
            yield root / pattern.format(name), file


def _files(folder: Path) -> list[Path]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [path for path in paths if not _SKIPPED & set(path.relative_to(folder).parts)]


def _check_names(root: Path, name: str, sibling: str) -> None:
    if not _NAME.fullmatch(name) or len(name) > _LONGEST:
        told = f"use lower-case letters, digits and _, at most {_LONGEST} of them"
        raise CannotMakePartner(f"'{shortened(name)}' cannot name a partner: {told}")
    if keyword.iskeyword(name):
        raise CannotMakePartner(f"'{name}' cannot name a partner: it is a word of Python, and a partner has a package")
    if not (root / "contracts").is_dir():
        raise CannotMakePartner(f"{root}: holds no kit; a kit is a folder with contracts, simulators and reference")
    known = [folder.name for folder in (root / "contracts").glob("[!_.]*") if folder.is_dir()]
    if mistake := unknown_name_message("partner", sibling, known):
        raise CannotMakePartner(mistake)


def _copied(source: Path, name: str, sibling: str) -> bytes:
    """A record file is copied byte by byte; in a text the sibling's name and what is true of the sibling alone go."""
    if source.suffix not in {".py", ".yaml"}:
        return source.read_bytes()
    text = re.sub(rf"(?<![a-z0-9_]){sibling}(?![a-z0-9_])", name, source.read_text(encoding="utf-8"))
    if source.name == "agreement.yaml":
        return _agreement(text).encode()
    if source.suffix == ".yaml":
        text = _contract(text, sibling)
    if text.count("\n") < 2:
        return text.encode()
    return f"# {MARK}: copied from {sibling}; change what differs, then remove this line\n{text}".encode()


def _agreement(text: str) -> str:
    """Names, purpose and reasons are emptied; codes, law and retention keep the sibling's, each with a mark."""
    section, lines = "", []
    for line in text.splitlines():
        section = line.partition(":")[0] if line[:1].isalpha() else section
        if section in ("party", "purpose", "legal_basis") and line.startswith(" ") and not _LAW.match(line):
            if not (found := _TEXT.match(line)):
                continue  # a further line of the text before it
            line = f'{found[1]}{found[2]}: "{MARK}: {section} in {found[2]}"'
        elif section in _DECISIONS and line.startswith(section):
            line += f"  # {MARK}: {section} of this partner"
        elif section == "procedure":
            if line.startswith("    - {step:"):
                continue
            line = line.replace("record:", "record: []")
            line = re.sub(r"state: \w+", "state: in_progress", re.sub(r"step: [0-9]", "step: 1", line))
        lines.append(line)
    return _without_sources("\n".join(lines) + "\n", "ours")


def _contract(text: str, sibling: str) -> str:
    """What is known of the sibling's message is no knowledge of this partner's: every grade becomes `invented`."""
    head, at, rest = text.partition("\npaths:") if "\npaths:" in text else text.partition("\nrecords:")
    head = "\n".join(_TITLE.sub(rf'\1: "{MARK}: title"', line) for line in head.splitlines())
    return _without_sources(head + at + rest, f"as {sibling}, to be confirmed")


def _without_sources(text: str, source: str) -> str:
    return _SOURCE.sub(lambda found: f'{found[1] or ""}source: "{source}"', _GRADE.sub(r"\1: invented", text))
