"""The sample of a commit is a sixth, and no test is in none."""

from __future__ import annotations

from tests.fuzz.sample import in_sample

TESTS = [f"tests/fuzz/test_operations.py::test_it[{number}]" for number in range(300)]
COMMITS = [f"{number:040x}" for number in range(60)]


def test_a_commit_takes_about_a_sixth() -> None:
    assert all(25 < sum(in_sample(test, commit) for test in TESTS) < 80 for commit in COMMITS)


def test_every_test_is_taken_by_some_commits() -> None:
    assert all(any(in_sample(test, commit) for commit in COMMITS) for test in TESTS)


def test_the_same_commit_takes_the_same() -> None:
    assert [in_sample(test, COMMITS[0]) for test in TESTS] == [in_sample(test, COMMITS[0]) for test in TESTS]
