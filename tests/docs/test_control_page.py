"""The page on the control is true: its commands run as they stand there, each with an answer that is no refusal."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug import Request, Response

from partnerlab.lab.channels.socket_http import HttpServer
from tests.patience import PATIENCE
from tests.ports import in_a_row

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "control.md").read_text(encoding="utf-8")

pytestmark = pytest.mark.slow


@pytest.fixture
def cis() -> Iterator[HttpServer]:
    """Somebody's CIS: it knows no account, and has no test hooks."""

    @Request.application
    def theirs(request: Request) -> Response:
        if request.path.startswith("/_test"):
            return Response(status=404)
        return Response('{"responseCode": "1000", "responseMessage": "x"}', 400, content_type="application/json")

    made = HttpServer(theirs)
    yield made
    made.close()


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl on this machine")
def test_its_commands_run_as_they_stand_there(cis: HttpServer, tmp_path: Path) -> None:
    (block,) = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    asked = [line for line in block.splitlines() if line.startswith("curl")]
    script = re.sub(r"(?m)^curl", "echo; curl -sS", block).replace("partnerlab up &", "partnerlab up > /dev/null &")
    script = script.replace("partnerlab up", f"partnerlab up --port {in_a_row()}").replace(
        "http://127.0.0.1:8000", cis.url
    )
    here = tmp_path / "partnerlab"
    here.write_text(f'#!/bin/sh\nexec {sys.executable} -m partnerlab "$@"\n', encoding="utf-8")
    here.chmod(0o755)
    environment = os.environ | {"PATH": f"{tmp_path}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
    with (tmp_path / "told").open("w+", encoding="utf-8") as told:
        done = subprocess.run(
            ["bash", "-c", script + "\nkill %1; wait %1"], env=environment, stdout=told, stderr=subprocess.PIPE,
            text=True, timeout=PATIENCE,
        )  # fmt: skip
        told.seek(0)
        answers = [json.loads(line) for line in told if line.startswith("{")]
    assert (done.returncode, done.stderr) == (0, "")
    assert len(answers) == len(asked)
    assert not [answer for answer in answers if "message" in answer]
