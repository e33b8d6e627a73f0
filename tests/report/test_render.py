"""Everything in one call, whole or not at all; and the stream comes back from disk as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from partnerlab.report import jsonl, render
from partnerlab.report.html.page import from_events
from tests.report.stream.run import large
from tests.report.test_escape import hostile


def test_it_writes_all_and_says_where(events: list[dict[str, Any]], tmp_path: Path) -> None:
    written = render(iter(events), tmp_path / "new" / "report")
    assert {kind: path.name for kind, path in written.items()} == {
        "html": "report.html", "junit": "junit.xml", "events": "events.jsonl",
    }  # fmt: skip
    assert all(path.stat().st_mode & 0o777 == 0o644 for path in written.values())
    assert sorted(path.name for path in (tmp_path / "new" / "report").iterdir()) == sorted(
        p.name for p in written.values()
    )


@pytest.mark.parametrize("telling", ["usual", "hostile"])
def test_the_stream_comes_back_as_it_was(events: list[dict[str, Any]], tmp_path: Path, telling: str) -> None:
    told = events if telling == "usual" else hostile()
    file = render(told, tmp_path)["events"]
    assert list(jsonl.read(file)) == told
    assert from_events(jsonl.read(file)) == from_events(told)
    assert "เงิน" in file.read_text(encoding="utf-8"), "Thai stays readable on disk"


def test_rendering_twice_gives_the_same_bytes(events: list[dict[str, Any]], tmp_path: Path) -> None:
    first, second = (render(events, tmp_path / name) for name in ("a", "b"))
    assert all(first[kind].read_bytes() == second[kind].read_bytes() for kind in first)


def test_a_stream_that_breaks_leaves_what_was_there(events: list[dict[str, Any]], tmp_path: Path) -> None:
    before = render(events[:20], tmp_path)["events"].read_bytes()

    def breaking() -> Iterator[dict[str, Any]]:
        yield events[0]
        raise RuntimeError("the runner broke")

    with pytest.raises(RuntimeError):
        render(breaking(), tmp_path)
    assert (tmp_path / "events.jsonl").read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 3, "no draft is left behind"


def test_a_line_that_is_no_event_is_named(tmp_path: Path) -> None:
    file = tmp_path / "events.jsonl"
    file.write_text('{"event": "run_started"}\n\n{"event": \n', encoding="utf-8")
    with pytest.raises(jsonl.BrokenStream, match=r"events\.jsonl:3: expected one JSON object"):
        list(jsonl.read(file))
    file.write_text("[]\n", encoding="utf-8")
    with pytest.raises(jsonl.BrokenStream, match=r'events\.jsonl:1: expected an object with "event"'):
        list(jsonl.read(file))


@pytest.mark.slow
def test_the_page_of_a_large_run_stays_small() -> None:
    assert len(from_events(large(200, 15)).encode()) < 10_000_000
