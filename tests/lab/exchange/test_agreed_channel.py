"""A file that comes over a channel which is agreed for another one."""

from __future__ import annotations

import pytest

from partnerlab.contract.http.message import Request
from partnerlab.lab.exchange.file_judge import FileJudge
from partnerlab.lab.journal import Route
from partnerlab.lab.lab import Lab


@pytest.mark.parametrize(("kind", "told"), [("web", []), ("sftp", [("agreed channel", "web", "sftp")])])
def test_a_file_over_the_channel_of_another_is_told(lab: Lab, kind: str, told: list[tuple[str, ...]]) -> None:
    navy, name = lab.kit.partner("hydrographic"), "tide_summary_20261110.csv"
    message = Request("PUT", f"/incoming/{name}", raw=(navy.contracts / "files/tide_summary.sample.csv").read_bytes())
    exchange = lab.begin(Route(navy.name, "rwc", "tide_summary"), message)
    exchange.channel = kind
    assert FileJudge(lab).judge(exchange, navy, "tide_summary", name)
    assert [(finding.rule, finding.expected, finding.seen) for finding in exchange.findings] == told
