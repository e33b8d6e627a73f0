"""Faults as they are said on a command line."""

from __future__ import annotations

import pytest

from partnerlab.lab.faults.fault import FaultError
from partnerlab.lab.faults.spoken import Said, said


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("dga_gdx: silence", [Said("dga_gdx", "silence", None, None, {})]),
        ("dbd_juristic.profile: {silence, times: 2}", [Said("dbd_juristic", "silence", "profile", 2, {})]),
        (
            "dga_gdx: {delay: {by: 3 seconds}, wrong_status: {status: 500}, times: 1}",
            [
                Said("dga_gdx", "delay", None, 1, {"by": "3 seconds"}),
                Said("dga_gdx", "wrong_status", None, 1, {"status": 500}),
            ],
        ),
        ("dga_gdx: {delay: 3 seconds}", [Said("dga_gdx", "delay", None, None, {"by": "3 seconds"})]),
        ("dga_gdx: {wrong_status: 500}", [Said("dga_gdx", "wrong_status", None, None, {"status": 500})]),
        (
            "dga_gdx.admit: {rate_limit: {requests: 3, per: 1 hour}}",
            [Said("dga_gdx", "rate_limit", "admit", None, {"requests": 3, "per": "1 hour"})],
        ),
    ],
)
def test_what_is_said_is_meant(text: str, meant: list[Said]) -> None:
    assert list(said(text)) == meant


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("dga_gdx silence", "'dga_gdx silence' is not PARTNER[.OPERATION]: FAULT, or"),
        ("", "'' is not PARTNER"),
        ("dga_gdx: {silence", "is not YAML"),
        ("dga_gdx: [silence]", "names no fault; write PARTNER[.OPERATION]: FAULT"),
        ("dga_gdx:", "names no fault"),
        ("dga_gdx: {times: 2}", "says how often and not what"),
        ("dga_gdx: {silence, times: 0}", "'times' is a whole number from 1, not 0"),
        ("dga_gdx: {silence, times: often}", "'times' is a whole number from 1, not 'often'"),
        ("dga_gdx: {silence, times: true}", "'times' is a whole number from 1, not True"),
        ("dga_gdx: {rate_limit: 3}", "the words of 'rate_limit' are a mapping, as in {rate_limit: {word: value}}"),
        ("dga_gdx: {silence: 3}", "the words of 'silence' are a mapping"),
    ],
)
def test_what_means_nothing_is_told_with_the_form(text: str, told: str) -> None:
    with pytest.raises(FaultError) as wrong:
        list(said(text))
    assert told in str(wrong.value)
