"""What a command loads before it does anything: a developer waits for it each time."""

from __future__ import annotations

import subprocess
import sys

import pytest

from partnerlab.lab.partners.registry import default_root
from tests.patience import PATIENCE

STORY = default_root() / "scenarios/payment_online/a_bill_is_paid_at_a_counter.yaml"
SEEN = """
import sys
from partnerlab.__main__ import main
try:
    main(["run", sys.argv[1]])
finally:
    print(*sorted(sys.modules))
"""


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The modules that one scenario of an online agent has loaded when it ends."""
    ran = subprocess.run([sys.executable, "-c", SEEN, str(STORY)], capture_output=True, text=True, timeout=PATIENCE)
    assert ran.returncode == 0, ran.stderr
    return set(ran.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("needed", ["reference.cis.app", "sqlalchemy.dialects.sqlite"])
def test_what_it_needs_is_loaded(loaded: set[str], needed: str) -> None:
    assert needed in loaded


@pytest.mark.parametrize(
    ("package", "why"),
    [
        ("sqlalchemy.dialects.postgresql", "the store is SQLite unless a URL says otherwise"),
        ("joserfc", "the partner of this scenario signs nothing"),
        ("cryptography.x509", "keys are made and told without certificates"),
        ("asyncssh", "nobody calls the drop-off"),
        ("aiosmtpd", "nobody sends a mail"),
        ("holidays", "the days of the calendar are data"),
        ("rich.progress", "no terminal shows it"),
    ],
)
def test_what_it_does_not_need_is_not_loaded(loaded: set[str], package: str, why: str) -> None:
    assert package not in loaded, why
