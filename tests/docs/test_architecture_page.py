"""The picture of the architecture is true: every place that it names is there, and no room is left out."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_every_path_that_it_names_exists() -> None:
    paths = re.findall(r"`((?:partnerlab|reference|simulators|contracts|scenarios|tests|tools)/[\w/.]+)`", PAGE)
    assert len(paths) > 5
    assert not [path for path in paths if not (ROOT / path).exists()]


def test_no_room_of_the_engine_is_left_out() -> None:
    rooms = {path.name for path in (ROOT / "partnerlab").iterdir() if (path / "__init__.py").is_file()}
    drawn = set(re.findall(r"(?m)^  (\w+)/", PAGE))
    assert not rooms - drawn - {"schemas"}
