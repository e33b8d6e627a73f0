"""The reader of requirements: flows in their direction, what stands outside, and the line of a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnerlab.contract.requirements import load
from partnerlab.yamlio import YamlError

ONE = """\
requirements:
  SRC-MAP-1:
    text: {en: CIS asks the map, th: ระบบ CIS ถามแผนที่}
    source: source document
    flow: {from: map, to: cis, by: pull, over: [http]}
  SRC-STEP-2:
    text: {en: The council decides, th: คณะกรรมการพิจารณา}
    source: source document
    outside: {en: It is theirs to decide, th: เป็นเรื่องของคณะกรรมการ}
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "requirements.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_who_asks_starts_a_pull_and_who_has_the_data_a_push(tmp_path: Path) -> None:
    pull = load(written(tmp_path, ONE))["SRC-MAP-1"].flow
    push = load(written(tmp_path, ONE.replace("by: pull", "by: push")))["SRC-MAP-1"].flow
    assert pull and push
    assert (pull.starter, push.starter) == ("cis", "map")
    assert pull.ends == ("map", "cis") and pull.over == ("http",)


def test_what_the_organisation_decides_says_why(tmp_path: Path) -> None:
    found = load(written(tmp_path, ONE))
    assert found["SRC-STEP-2"].outside == {"en": "It is theirs to decide", "th": "เป็นเรื่องของคณะกรรมการ"}
    assert found["SRC-MAP-1"].outside is None and found["SRC-STEP-2"].flow is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("by: pull", "by: carrier", ":5:32: requirements/SRC-MAP-1/flow/by: expected one of 'push', 'pull'"),
        ("over: [http]", "over: [post]", "flow/over/0: expected one of 'http', 'sftp', 'web', 'mail', seen 'post'"),
        ("to: cis, ", "", "requirements/SRC-MAP-1/flow: a field 'to' is missing"),
        ("to: cis", "to: map", ":5:5: a flow goes from one party to another; here both are 'map'"),
        ("outside: {en: It is theirs to decide, ", "outside: {", "SRC-STEP-2/outside: a field 'en' is missing"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in ONE
    with pytest.raises(YamlError) as mistake:
        load(written(tmp_path, ONE.replace(old, new)))
    assert told in str(mistake.value)
