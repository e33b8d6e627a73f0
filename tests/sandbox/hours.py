"""When sandboxes of tests begin: before every cut-off and inside all hours, whenever the tests are run."""

from __future__ import annotations

from datetime import time

MORNING = time(10)
