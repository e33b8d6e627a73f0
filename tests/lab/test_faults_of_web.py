"""What each fault of a web page does, seen in the journal and in what becomes of our side's visit."""

from __future__ import annotations

from typing import Any

import pytest

from partnerlab.lab.channels.channel import FileInTransit
from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.exchange.message_sender import send
from partnerlab.lab.faults.fault import FaultError
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.fault_check import misdeliveries, misfits

PARTNER, OURS = "mpay_offline", "bbl_debit"
WORDS: dict[str, Any] = {"payments": [{"reference": "1612345678", "invoice": "691000000001", "amount": 10_000}]}


def test_a_file_that_grows_is_journalled_as_the_whole_that_it_will_be(lab: Lab) -> None:
    send(lab, PARTNER, "payment_file", WORDS, [lab.fault(PARTNER, "still_growing", visits=3)])
    (exchange,) = lab.journal
    assert (exchange.channel, exchange.faults, exchange.findings, exchange.lost) == (
        "web",
        ("still_growing",),
        [],
        None,
    )
    (place,) = file_exchange(lab).channel("web").files()
    assert place.split("/")[4] == "3"


def test_a_file_cannot_grow_for_less_than_one_visit(lab: Lab) -> None:
    with pytest.raises(FaultError, match="met by at least one visit, not by 0"):
        send(lab, PARTNER, "payment_file", WORDS, [lab.fault(PARTNER, "still_growing", visits=0)])


@pytest.mark.parametrize(
    ("fault", "step"), [("session_ended", "page"), ("password_refused", "log_in"), ("login_page_instead", "download")]
)
@pytest.mark.parametrize("operation", [None, "payment_file"])
def test_a_fault_of_a_visit_strikes_its_own_step_so_often(
    lab: Lab, fault: str, step: str, operation: str | None
) -> None:
    lab.set_fault(PARTNER, fault, operation=operation, times=1)
    hinder = file_exchange(lab)._hinder
    others = {"page", "log_in", "download"} - {step}
    assert not any(hinder(PARTNER, other, "") for other in others)
    assert not hinder("mea_offline", step, "")
    name = "MWA_MPY_20261110_01.txt" if step == "download" else ""
    assert (hinder(PARTNER, step, name), hinder(PARTNER, step, name)) == (True, False)


def test_a_fault_of_pages_fits_nobody_who_uses_another_channel(lab: Lab) -> None:
    other, paged = lab.kit.partner("truemoney_offline"), lab.kit.partner(PARTNER)
    expected = "'{}' would never strike: it is a fault of web, and truemoney_offline uses sftp"
    assert [text for _, text in misfits(other, "over_limit", None, {})] == [expected.format("over_limit")]
    told = [text for _, text in misdeliveries(other, "payment_file", "still_growing", {})]
    assert told == [expected.format("still_growing")]
    assert list(misfits(paged, "session_ended", None, {})) == []
    assert list(misfits(paged, "over_limit", "response_file", {})) == []
    assert [place for place, _ in misfits(paged, "session_ended", "response_file", {})] == [("operation",)]


@pytest.mark.parametrize("fault", ["wrong_password", "too_large"])
def test_a_file_that_our_page_does_not_take_never_exists_for_our_side(lab: Lab, fault: str) -> None:
    (struck,) = lab.fault(OURS, fault).kind.apply(lab.kit.partner(OURS).layouts["result"], FileInTransit("A.TXT", b"x"))
    channel = file_exchange(lab).channel("web")
    channel.put(OURS, FileInTransit("B.TXT", b"x"))
    channel.put(OURS, struck)
    assert [file.name for file in channel.stored()] == ["B.TXT"] and not struck.whole
