"""A whole card number in a file is a finding, wherever it stands; what stands for a card is none."""

from __future__ import annotations

import pytest

from partnerlab.contract.files.layout_loader import load
from partnerlab.contract.files.whole_cards import is_whole_card, whole_cards
from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.partner_world import OutgoingFile
from partnerlab.lab.partners.registry import default_root
from partnerlab.world.identifiers import with_luhn_digit

ISSUED = with_luhn_digit("400000000000000")


@pytest.mark.parametrize("text", [ISSUED, f"{ISSUED[:4]} {ISSUED[4:8]} {ISSUED[8:12]} {ISSUED[12:]}", f"no {ISSUED}"])
def test_a_whole_number_is_one(text: str) -> None:
    assert is_whole_card(text)


@pytest.mark.parametrize(
    "text",
    [
        f"{ISSUED[:6]}******{ISSUED[-4:]}",
        f"{ISSUED[:-1]}{(int(ISSUED[-1]) + 1) % 10}",
        "0" * 16,
        "TK55646570000089",
        "2026111301",
    ],
)
def test_what_stands_for_a_card_is_none(text: str) -> None:
    assert not is_whole_card(text)


def test_the_population_s_cards_are_whole_numbers_and_what_stands_for_them_are_not(lab: Lab) -> None:
    mandate = lab.world.mandate(7)
    assert is_whole_card(mandate.card)
    assert not is_whole_card(mandate.card_truncated) and not is_whole_card(mandate.card_token)


def test_an_amount_as_long_as_a_card_is_none(lab: Lab) -> None:
    files = default_root() / "contracts" / "bbl_debit" / "files"
    layout = load(files / "result.layout.yaml")
    file = layout.read((files / "result.sample.txt").read_bytes())
    amount = int(with_luhn_digit("000000000001234"))
    details = [detail | {"amount": amount, "paid_amount": 0, "status": "2001"} for detail in file.details]
    assert list(whole_cards(layout, layout.write(dict(file.header), details))) == []


@pytest.mark.parametrize("field", ["debited", "bank_reference"])
def test_a_file_with_a_whole_card_is_judged_and_covered(lab: Lab, field: str) -> None:
    partner = lab.kit.partner("bbl_debit")
    files = default_root() / "contracts" / "bbl_debit" / "files"
    known = partner.layouts["result"].read((files / "result.sample.txt").read_bytes())
    details = [known.details[0] | {field: ISSUED}]
    file = OutgoingFile({"date": lab.clock.now.date(), "sequence": 1}, details, dict(known.header))
    (exchange,) = file_exchange(lab).leave(partner, "result", file, [], lab.clock.now)
    found = [finding for finding in exchange.findings if finding.rule == "whole card number"]
    assert len(found) == 1 and field in found[0].where and ISSUED not in str(found[0])
    assert ISSUED in [personal.value for personal in exchange.personal]
