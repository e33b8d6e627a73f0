"""`run --watch`: one process plays, serves the page that follows it, and stays until Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from tests.patience import PATIENCE
from tests.ports import in_a_row

ROOT = Path(__file__).parents[2]
STORY = "scenarios/payment_online/a_bill_is_paid_at_a_counter.yaml"


@pytest.mark.slow
def test_the_page_stays_when_the_run_is_over_and_the_exit_code_is_the_run_s(tmp_path: Path) -> None:
    arguments = [str(ROOT / STORY), "--watch", "--port", str(in_a_row()), "--report", str(tmp_path / "report")]
    process = subprocess.Popen(
        [sys.executable, "-m", "partnerlab", "run", *arguments], cwd=tmp_path, text=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    with process:
        assert process.stderr is not None
        said = ""
        for line in process.stderr:
            said += line
            if "until Ctrl-C" in line:
                break
        found = re.search(r"http://127\.0\.0\.1:[0-9]+/__page/run", said)
        assert found, said
        page = requests.get(found[0], timeout=PATIENCE).text
        assert "1 of 1 scenarios" in page and 'data-verdict="pass"' in page
        assert (tmp_path / "report" / "report.html").exists()
        process.send_signal(signal.SIGINT)
        assert process.wait(PATIENCE) == 0


def test_watching_follows_one_scenario_at_a_time(capsys: pytest.CaptureFixture[str]) -> None:
    from partnerlab.__main__ import main

    with pytest.raises(SystemExit) as ended:
        main(["run", STORY, "--watch", "-j", "2"])
    assert ended.value.code == 2
    assert "--watch follows one scenario at a time" in capsys.readouterr().err
