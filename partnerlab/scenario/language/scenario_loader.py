"""From YAML to a story, or to every mistake in it with file, line and column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from partnerlab import yamlio
from partnerlab.errors import InputError
from partnerlab.lab.clock import aware
from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario.language.scenario import KINDS, Step, Story
from partnerlab.scenario.language.scenario_lint import Linter
from partnerlab.schemas import validation
from partnerlab.suggestions import missing_path_message, unknown_name_message
from partnerlab.world.calendar.impossible_dates import impossible_dates
from partnerlab.yaml_traps import traps


class BadScenario(InputError):
    """A scenario that cannot run; carries every mistake."""

    def __init__(self, mistakes: list[str]) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def find(paths: Iterable[Path]) -> list[Path]:
    """The scenario files below the given files and folders, in order."""
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise BadScenario([missing_path_message(path)])
        below = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
        if not below:
            raise BadScenario([f"{path}: holds no scenario; a scenario is a file that ends in .yaml"])
        found += below
    return list(dict.fromkeys(found))


def every_id(kit: Registry) -> Iterator[str]:
    """The ids of all scenarios of a kit, read off their file names, one by one as they are asked for."""
    root = kit.root / "scenarios"
    return (path.relative_to(root).with_suffix("").as_posix() for path in root.rglob("*.yaml"))


def read(file: Path, kit: Registry, root: Path | None = None) -> Story:
    """One scenario, linted against the kit; raises `BadScenario` with all mistakes."""
    try:
        document = yamlio.load(file)
    except yamlio.YamlError as bad:
        raise BadScenario([str(bad)]) from None
    mistakes = _shape(document) + traps(document) + _dates(document)
    if not mistakes:
        story = _story(document, file, root)
        mistakes = _form_mistakes(kit, document, story) or Linter(kit.in_forms(story.forms), document, story).mistakes()
    if mistakes:
        raise BadScenario(mistakes)
    return story


def read_all(
    files: Iterable[Path], kit: Registry, root: Path, each_done: Callable[[], object] = lambda: None
) -> tuple[list[Story], list[str]]:
    """Many scenarios, and all mistakes in those that cannot be read."""
    stories: list[Story] = []
    mistakes: list[str] = []
    for file in files:
        try:
            stories.append(read(file, kit, root))
        except BadScenario as bad:
            mistakes += bad.mistakes
        each_done()
    return stories, mistakes


def _form_mistakes(kit: Registry, document: yamlio.Document, story: Story) -> list[str]:
    """Partners that do not exist, and forms that they do not have."""
    found = []
    for name, form in story.forms.items():
        told = unknown_name_message("partner", name, kit.partners) or unknown_name_message(
            f"form of {name}", form, kit.partners[name].forms
        )
        found += [str(document.error(("given", "forms", name), told))] if told else []
    return found


def _dates(document: yamlio.Document) -> list[str]:
    """Dates that do not exist, in all that a story is made of; a fault or an expectation may name one on purpose."""
    data = document.data if isinstance(document.data, dict) else {}
    steps = data["steps"] if isinstance(data.get("steps"), list) else []
    made = {"start": data.get("start"), "given": data.get("given"), "steps": [_made_of(step) for step in steps]}
    return [str(document.error(path, text)) for path, text in impossible_dates(made)]


def _made_of(step: Any) -> Any:
    sends = isinstance(step, dict) and "sends" in step
    return {"with": step.get("with")} if sends else None


def _story(document: yamlio.Document, file: Path, root: Path | None) -> Story:
    data = document.data
    return Story(
        id=_id(file.resolve(), root),
        file=file,
        title=data["title"],
        proves=data["proves"],
        start=aware(datetime.fromisoformat(data["start"])),
        given=data.get("given") or {},
        steps=[_step(document, index, item) for index, item in enumerate(data["steps"])],
        expect_findings=data.get("expect_findings") or [],
        exactly=tuple(data.get("exactly", ())),
    )


def _id(file: Path, root: Path | None) -> str:
    """A name that is the same on every machine: below the kit's scenarios, else below where the command was given."""
    if root is None:
        return file.stem
    for base in (root.resolve(), Path.cwd()):
        if file.is_relative_to(base):
            return file.relative_to(base).with_suffix("").as_posix()
    return f"{file.parent.name}/{file.stem}"


def _step(document: yamlio.Document, index: int, item: dict[str, Any]) -> Step:
    kind = next(kind for kind in KINDS if kind in item)
    words = {key: value for key, value in item.items() if key != kind}
    return Step(kind, index + 1, document.at(("steps", index))[0], str(item[kind]), words)


def _shape(document: yamlio.Document) -> list[str]:
    """Mistakes against the schema; a step is held against the schema of its own kind, so its mistake is its own."""
    if not isinstance(document.data, dict):
        return [str(document.error((), "a scenario is a mapping with title, proves, start and steps"))]
    whole = dict(document.data)
    steps = whole.get("steps")
    mistakes = validation.mistakes(document, "scenario", data=whole | {"steps": [_ANY]})
    if not isinstance(steps, list) or not steps:
        return [
            *mistakes,
            str(document.error(("steps",), "steps: a list with at least one step is expected")),
        ]
    for index, step in enumerate(steps):
        mistakes += _step_mistakes(document, index, step)
    return mistakes


RENAMED = {"becomes": "set_state", "misbehaves": "set_fault", "behaves": "clear_faults", "does": "run_job"}
"""Words of older scenarios; partners keep scenarios of their own."""

_ANY = {"advance": "by 1 minute"}


def _step_mistakes(document: yamlio.Document, index: int, step: Any) -> list[str]:
    kinds = [kind for kind in KINDS if isinstance(step, dict) and kind in step]
    path = ("steps", index)
    if len(kinds) != 1:
        if isinstance(step, dict) and (old := sorted(RENAMED.keys() & step.keys())):
            return [str(document.error(path, f"the step `{word}` is now called `{RENAMED[word]}`")) for word in old]
        seen = ", ".join(step) if isinstance(step, dict) else repr(step)
        return [str(document.error(path, f"a step has one of {', '.join(KINDS)}; here stands: {seen}"))]
    return validation.mistakes(document, "scenario", part=kinds[0], data=step, at=path)
