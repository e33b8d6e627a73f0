"""A run ends at a signal also where the system under test runs in a circle and never comes back."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from partnerlab.lab.partners.registry import default_root
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow

INTERRUPTED = 130
CIRCLING = """
    import sys
    from partnerlab.lab import deployment

    def tell():
        print("in a circle", file=sys.stderr, flush=True)

    def circling(environment, http):
        def call(environ, start_response):
            if environ["PATH_INFO"].startswith("/payment-agents"):
                {circle}
            return app(environ, start_response)

        app = usual(environment, http)
        return call

    usual, deployment.REFERENCES["cis"] = deployment.REFERENCES["cis"], circling
    from partnerlab.__main__ import main
    main()
"""
PLAIN = """tell()
                while True:
                    pass"""
# told, and going round, where every interruption is caught: at the end of the outer loop one would get through
STUBBORN = """while True:
                    try:
                        tell()
                        while True:
                            sum(range(10))
                    except BaseException:
                        pass"""


def ended(tmp_path: Path, circle: str, sign: signal.Signals, *words: str) -> tuple[int, str, str]:
    """Exit code, output and error output of a run that got a signal while the reference was in a circle."""
    script, temporary = tmp_path / "circling.py", tmp_path / "temporary"
    script.write_text(dedent(CIRCLING.replace("{circle}", circle)))
    temporary.mkdir()
    environment = os.environ | {"TMPDIR": str(temporary), "PYTHONPATH": str(default_root()), "PYTHONUNBUFFERED": "1"}
    folder = default_root() / "scenarios" / "payment_online"
    process = subprocess.Popen(
        [sys.executable, str(script), "run", *words, "--report", str(tmp_path / "report"), str(folder)],
        env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stderr is not None
    assert "in a circle" in process.stderr.readline()
    process.send_signal(sign)
    try:
        out, err = process.communicate(timeout=PATIENCE)
    finally:
        process.kill()
    assert list(temporary.iterdir()) == []
    return process.returncode, out, err.replace("in a circle", "").strip()


@pytest.mark.parametrize(
    ("sign", "processes"), [(signal.SIGTERM, "1"), (signal.SIGINT, "1"), (signal.SIGTERM, "2")], ids=str
)
def test_what_was_seen_is_reported(tmp_path: Path, sign: signal.Signals, processes: str) -> None:
    code, out, err = ended(tmp_path, PLAIN, sign, "-j", processes)
    assert "Stopped after 0 of " in out
    assert (code, err) == (INTERRUPTED, "stopped")
    assert (tmp_path / "report" / "events.jsonl").exists()


def test_one_that_catches_what_stops_it_ends_all_the_same(tmp_path: Path) -> None:
    code, _, err = ended(tmp_path, STUBBORN, signal.SIGTERM, "-j", "1")
    assert code == INTERRUPTED
    assert err.startswith("stopped; what ran here caught every interruption")
