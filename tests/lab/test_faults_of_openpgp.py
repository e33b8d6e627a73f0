"""Faults of an OpenPGP envelope, as the receiver of the file sees them."""

from __future__ import annotations

import pytest

from partnerlab.lab.channels.channel import FileArrival, FileInTransit
from partnerlab.lab.lab import Lab
from partnerlab.lab.openpgp.envelopes import Envelopes

FILE = FileInTransit("a.txt", b"content")
ARRIVAL = FileArrival("scb_debit", "incoming", "a.txt")


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("not_sealed", "a file that is not encrypted"),
        ("sealed_for_another", "one encrypted for another key"),
        ("signed_by_another", "no signature by the sender's key"),
    ],
)
def test_the_envelope_is_as_the_fault_wants_it(lab: Lab, fault: str, reason: str) -> None:
    bank, envelopes = lab.kit.partner("scb_debit"), Envelopes(lab.credentials.digest)
    assert envelopes.open(bank, envelopes.seal(bank, FILE).data, ARRIVAL) == (FILE.data, ())
    (struck,) = lab.fault("scb_debit", fault).kind.apply(bank.layouts["result"], FILE)
    sealed = envelopes.seal(bank, struck)
    data, (finding,) = envelopes.open(bank, sealed.data, ARRIVAL)
    assert (data, finding.seen, sealed.delivery) == (sealed.data, reason, {})


def test_the_files_of_others_pass_as_they_are(lab: Lab) -> None:
    agent, envelopes = lab.kit.partner("truemoney_offline"), Envelopes(lab.credentials.digest)
    assert envelopes.seal(agent, FILE) is FILE
    assert envelopes.open(agent, FILE.data, ARRIVAL) == (FILE.data, ())
    assert envelopes.variables([agent]) == {}
    assert sorted(envelopes.variables([lab.kit.partner("scb_debit")])) == [
        "SCB_DEBIT_OPENPGP_CERTIFICATE",
        "SCB_DEBIT_OPENPGP_KEY",
    ]
