"""What every test of the project may use."""

from __future__ import annotations

import gc
import os
import secrets
import signal

import pytest

from tests.fuzz.sample import commit, in_sample

os.environ["PACT_DO_NOT_TRACK"] = "true"  # the pact library would tell a public address of every verification

os.environ["PARTNERLAB_SEED"] = "1"  # tests know the passwords; without a seed they are random, and kept for the user

pytest_plugins = "pytester"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--write-messages", action="store_true", help="renew the messages in tests/broken, to be read")
    parser.addoption("--write-pacts", action="store_true", help="renew the pacts in contracts/*/pacts, to be read")
    parser.addoption("--fuzz-examples", type=int, default=15, help="messages made up for each operation (default 15)")
    parser.addoption(
        "--fuzz-all", action="store_true", help="every slow and generated test; without it a sixth, by the commit"
    )
    parser.addoption("--fuzz-seed", help="a number, or 'random': another course than the one that is always taken")


_SELDOM = (50_000, 20, 20)
"""Python looks for dead circles after every 700 objects, and through thousands of collected tests each time: a fifth of
a run, for nothing. What pytest collects lives to the end, and what one test leaves behind is found all the same."""


def pytest_configure(config: pytest.Config) -> None:
    gc.set_threshold(*_SELDOM)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # so it is in a shell's background, and in what tests start
        signal.signal(signal.SIGINT, signal.default_int_handler)
    if config.getoption("--fuzz-seed") == "random":  # before workers start, so that all have the same
        config.option.fuzz_seed = str(secrets.randbelow(2**32))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Of the slow tests take a sixth, by the commit, unless all are asked for or tests are named one by one.

    What renews files renews all of them.
    """
    whole = any(config.getoption(option) for option in ("--fuzz-all", "--write-pacts", "--write-messages"))
    if whole or config.option.markexpr or any("::" in argument for argument in config.args):
        return
    of = commit()
    left = {item for item in items if item.get_closest_marker("slow") and not in_sample(item.nodeid, of)}
    if left:
        config.hook.pytest_deselected(items=list(left))
        items[:] = [item for item in items if item not in left]


def pytest_collection_finish() -> None:
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Every test that was skipped is named, by its reason: nobody should take it for one that passed."""
    reasons: dict[str, list[str]] = {}
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        reasons.setdefault(reason.removeprefix("Skipped: "), []).append(report.nodeid)
    for reason, names in reasons.items():
        terminalreporter.write_line(f"{len(names)} skipped, {reason}: {', '.join(names)}")
    if seed := terminalreporter.config.getoption("--fuzz-seed"):
        terminalreporter.write_line(f"fuzzed with --fuzz-seed {seed}")
