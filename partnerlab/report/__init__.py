"""Reports: one event stream, rendered for a person at a terminal, a CI server, a program and an officer who signs.

terminal = Terminal(Console(), "th")          # call it with every event while the run goes on
reports = render(events, Path("report"))      # report.html, junit.xml and events.jsonl
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from partnerlab.report import jsonl
from partnerlab.report.atomic_file import atomic_file, write_atomically
from partnerlab.report.model import Event, Run
from partnerlab.report.terminal import Terminal
from partnerlab.report.translations import Language

__all__ = ["Terminal", "render"]


def render(
    events: Iterable[Event], directory: Path, ran_at: datetime | None = None, language: Language = "en"
) -> dict[str, Path]:
    """Write every report of a run into `directory` (made if missing); each appears whole or not at all.

    The events are read once and written first: whatever happens to the rest, the evidence is kept. `ran_at` is
    when it ran on the wall, which the stream need not know. The page speaks both languages; JUnit speaks `language`.
    Returns where they lie, by `html`, `junit` and `events`.
    """
    from partnerlab.report.html import page  # loaded when a report is written, and most runs write none
    from partnerlab.report.junit import junit

    names = {"html": "report.html", "junit": "junit.xml", "events": "events.jsonl"}
    reports = {kind: directory / name for kind, name in names.items()}
    run = Run()
    with atomic_file(reports["events"]) as file:
        for event in events:
            file.write(jsonl.line(event))
            run.take(event)
    write_atomically(reports["junit"], junit(run, language, ran_at))
    write_atomically(reports["html"], page(run, ran_at).encode("utf-8", "replace"))
    return reports
