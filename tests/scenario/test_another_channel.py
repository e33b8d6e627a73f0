"""A partner's files take another channel when its agreement names another: nothing else is edited, on either side."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

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


@pytest.mark.parametrize(
    ("partner", "kind"),
    [("truemoney_offline", "mail"), ("mea_offline", "sftp"), ("scb_debit", "mail"), ("hydrographic", "mail")],
)
def test_the_agreement_alone_says_which_channel_the_files_take(partner: str, kind: str, tmp_path: Path) -> None:
    for part in PARTS:
        shutil.copytree(default_root() / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    agreement, usual = tmp_path / "contracts" / partner / "agreement.yaml", Registry().partner(partner).file_channel
    agreement.write_text(agreement.read_text("utf-8").replace(f"kind: {usual}", f"kind: {kind}"), "utf-8")
    kit = Registry(tmp_path)
    story = read(default_root() / "scenarios" / STORIES[partner], kit, default_root() / "scenarios")
    with in_process(kit) as stage:
        outcome = Runner(stage.lab, lambda event: None).run(story)
        carried = {exchange.channel for exchange in stage.lab.journal if partner in exchange.parties()}
    assert outcome.word == "pass", str(outcome.verdict)
    assert carried == {kind}
