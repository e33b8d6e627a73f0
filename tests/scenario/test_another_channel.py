"""A partner's files take another channel when its agreement names another: nothing else is edited, on either side."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from partnerlab import yamlio
from partnerlab.lab.deployment import in_process
from partnerlab.lab.partners.registry import PARTS, Registry, default_root
from partnerlab.scenario.language.scenario_loader import read
from partnerlab.scenario.runner import Runner

STORIES = {
    "truemoney_offline": "payment_files/a_file_of_payments_is_settled.yaml",
    "mea_offline": "payment_files/a_file_of_payments_comes_by_mail.yaml",
    "scb_debit": "automatic_debit/a_bill_is_debited_by_mandate.yaml",
    "hydrographic": "raw_water/a_days_tide_is_taken_up.yaml",
}
THREE = "payment_files/each_agent_sends_its_file_its_own_way.yaml"
AGREED: dict[str, dict[str, Any]] = {
    "sftp": {"kind": "sftp"},
    "mail": {"kind": "mail"},
    "our web page": {"kind": "web", "web": "ours"},
    "their web page": {"kind": "web", "web": "theirs"},
}


def kit_with(root: Path, channels: dict[str, str]) -> Registry:
    """The kit with other channels for files in these partners' agreements."""
    for part in PARTS:
        shutil.copytree(default_root() / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    for partner, agreed in channels.items():
        file = root / "contracts" / partner / "agreement.yaml"
        agreement = yamlio.load(file).data
        for channel in agreement["channels"]:
            if channel["kind"] != "http":
                channel.pop("web", None)
                channel.update(AGREED[agreed])
        file.write_text(json.dumps(agreement), "utf-8")
    return Registry(root)


def carried(kit: Registry, story: str, partners: list[str]) -> dict[str, set[str]]:
    """Over which channels each partner's files went, in a story that must pass."""
    told = read(default_root() / "scenarios" / story, kit, default_root() / "scenarios")
    with in_process(kit) as stage:
        outcome = Runner(stage.lab, lambda event: None).run(told)
        over = {name: {x.channel for x in stage.lab.journal if name in x.parties()} for name in partners}
    assert outcome.word == "pass", str(outcome.verdict)
    return over


@pytest.mark.parametrize(
    ("partner", "agreed"),
    [
        ("truemoney_offline", "mail"),
        ("mea_offline", "sftp"),
        ("scb_debit", "mail"),
        ("scb_debit", "our web page"),
        ("hydrographic", "mail"),
        ("hydrographic", "their web page"),
    ],
)
def test_the_agreement_alone_says_which_channel_the_files_take(partner: str, agreed: str, tmp_path: Path) -> None:
    kit = kit_with(tmp_path, {partner: agreed})
    assert carried(kit, STORIES[partner], [partner]) == {partner: {AGREED[agreed]["kind"]}}


@pytest.mark.parametrize(
    "cast",
    [
        {"truemoney_offline": "mail", "mea_offline": "their web page", "mpay_offline": "sftp"},
        {"truemoney_offline": "our web page", "mea_offline": "sftp", "mpay_offline": "mail"},
        dict.fromkeys(("truemoney_offline", "mea_offline", "mpay_offline"), "our web page"),
    ],
    ids=["turned once", "turned twice", "one for all"],
)
def test_one_story_of_three_agents_goes_over_every_transport(cast: dict[str, str], tmp_path: Path) -> None:
    over = carried(kit_with(tmp_path, cast), THREE, list(cast))
    assert over == {partner: {AGREED[agreed]["kind"]} for partner, agreed in cast.items()}
