"""Every bank's files: what our side writes keeps the contract, what a bank writes is read, and nothing else is."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from datetime import date, datetime
from random import Random

import pytest
import requests

from partnerlab.contract.files import Layout
from partnerlab.contract.files.layout_loader import load
from partnerlab.contract.files.whole_cards import whole_cards
from partnerlab.lab.partners.registry import default_root
from reference.cis.file_formats import DebitFiles
from reference.cis.messages import (
    AskedDebit,
    Batch,
    BatchDates,
    Debit,
    FileOutcome,
    FileRefused,
    Instrument,
    Reason,
    ReceivedFile,
)
from reference.cis.partners._common.records.debit_form import DebitForm
from reference.common.clock import Clock
from reference.common.link import Link

CONTRACTS = default_root() / "contracts"
FORMS = [
    ("krungthai_debit", "", "FORM", "KTB_MWA_RS", "006"),
    ("krungsri_debit", "", "FORM", "BAY_MWA_RS", "025"),
    ("krungsri_debit", "_128", "FORMER", "BAY_MWA_R1", "025"),
    ("kbank_debit", "", "FORM", "KBK_MWA_RS", "004"),
    ("bbl_debit", "", "FORM", "BBL_MWA_RS", "002"),
    ("scb_debit", "_80", "older_form.FORM", "SCB_MWA_R8", "014"),
]
every_form = pytest.mark.parametrize(
    ("bank", "form", "table", "prefix", "code"), FORMS, ids=[f"{bank}{form}" for bank, form, *_ in FORMS]
)
CHANGED_ON = date(2025, 12, 31)


def files_of(bank: str, code: str) -> DebitFiles:
    adapter = importlib.import_module(f"reference.cis.partners.{bank}").ADAPTER
    settings = {"agent_code": "SCBDD", "bank_code": code, "former_form_until": CHANGED_ON.isoformat()}
    made: DebitFiles = adapter.debit_files(Link(bank, settings, requests.Session(), Clock()))
    return made


def table_of(bank: str, name: str) -> DebitForm:
    module, _, attribute = f"reference.cis.partners.{bank}.{name}".rpartition(".")
    found = getattr(importlib.import_module(module), attribute)
    assert isinstance(found, DebitForm)
    return found


def layout_of(bank: str, kind: str) -> Layout:
    return load(CONTRACTS / bank / "files" / f"{kind}.layout.yaml")


def sample_of(bank: str, form: str) -> bytes:
    return (CONTRACTS / bank / "files" / f"result{form}.sample.txt").read_bytes()


def asked_in(bank: str, form: str) -> list[AskedDebit]:
    """The debits that the sample of a result answers."""
    file = layout_of(bank, f"result{form}").read(sample_of(bank, form))
    return [
        AskedDebit(
            place, str(detail.get("mandate", "")), str(detail.get("ref1", ""))[:2], str(detail.get("ref1", ""))[2:],
            str(detail["invoice"]), int(str(detail["amount"])),
        )
        for place, detail in enumerate(file.details, 1)
    ]  # fmt: skip


def batch(day: date) -> Batch:
    debits = [
        Debit(
            "98000000000001", Instrument.ACCOUNT, "0001234567", "นายสมชาย ใจ~ดี", "16", "12345678", "691012345678", day,
            10079,
        ),
        Debit(
            "98000000000002", Instrument.CARD, "000000******5678", "บริษัท ก", "02", "87654321", "691087654321", day,
            2000,
        ),
    ]  # fmt: skip
    return Batch(f"{day:%Y%m%d}02", BatchDates(day, day, day), debits)


@every_form
def test_what_our_side_writes_keeps_the_contract(bank: str, form: str, table: str, prefix: str, code: str) -> None:
    day = CHANGED_ON if form else date(2026, 11, 13)
    file = files_of(bank, code).write_batch(batch(day))
    layout = layout_of(bank, f"outstanding{form}")
    verdict = layout.judge(file.data, file.name)
    assert not verdict.findings and layout.named(file.name)
    assert [detail["invoice"] for detail in layout.read(file.data).details] == ["691012345678", "691087654321"]
    assert list(whole_cards(layout, file.data)) == []


@every_form
def test_a_result_is_read(bank: str, form: str, table: str, prefix: str, code: str) -> None:
    files, asked = files_of(bank, code), asked_in(bank, form)
    file = ReceivedFile("BANK", f"{prefix}_20261113_01.txt", sample_of(bank, form))
    assert files.batch_of(file).effective == date(2026, 11, 13)
    outcomes = files.read_result(file, asked).outcomes
    assert [(each.place, each.amount, each.paid, each.reason) for each in outcomes] == [
        (1, 10079, 10079, None),
        (2, 21400, 0, Reason.INSUFFICIENT_FUNDS),
        (3, 58850, 0, Reason.CARD_EXPIRED),
    ]


@every_form
def test_each_code_of_the_contract_has_its_reason(bank: str, form: str, table: str, prefix: str, code: str) -> None:
    status = layout_of(bank, f"result{form}").model.records["detail"].named("status")
    reasons = table_of(bank, table).reasons
    assert set(reasons) == set(status.codes)
    assert [code for code, reason in reasons.items() if reason is None] == [next(iter(status.codes))]
    for told, reason in reasons.items():
        iso = status.codes[told].partition("(")[2].rstrip(")")
        assert not iso or reason is None or Reason(reason) in _named(iso)


def _named(iso: str) -> list[Reason]:
    from reference.cis.messages import ISO_20022

    return [reason for reason, name in ISO_20022.items() if name == iso]


@every_form
def test_a_record_of_another_customer_answers_nothing(bank: str, form: str, table: str, prefix: str, code: str) -> None:
    asked = [
        AskedDebit(one.place, one.mandate, "99", one.registration, "000000000000", one.amount)
        for one in asked_in(bank, form)
    ]
    file = ReceivedFile("BANK", f"{prefix}_20261113_01.txt", sample_of(bank, form))
    assert {each.place for each in files_of(bank, code).read_result(file, asked).outcomes} == {None}


@every_form
def test_a_file_that_breaks_its_promises_is_refused(bank: str, form: str, table: str, prefix: str, code: str) -> None:
    files, asked, sample = files_of(bank, code), asked_in(bank, form), sample_of(bank, form)
    name, lines = f"{prefix}_20261113_01.txt", sample.split(b"\r\n")[:-1]

    def refused(data: bytes, name: str = name) -> FileOutcome:
        file = ReceivedFile("BANK", name, data)
        with pytest.raises(FileRefused) as told:
            files.batch_of(file)
            files.read_result(file, asked)
        return told.value.outcome

    assert refused(b"") == FileOutcome.FRAME
    assert refused(sample[:-9]) in (FileOutcome.FRAME, FileOutcome.UNREADABLE)
    assert refused(b"\r\n".join(lines[:2] + lines[3:])) in (FileOutcome.TOTALS, FileOutcome.FRAME)
    assert refused(sample.replace(b"0010079", b"001007x")) == FileOutcome.UNREADABLE
    assert refused(sample.replace(b"00010079", b"00010080", 1)) == FileOutcome.TOTALS
    assert refused(sample, "x.txt") in (FileOutcome.NAME, FileOutcome.FRAME)


@every_form
def test_a_file_that_is_spoilt_anywhere_is_refused_or_read_and_never_an_error(
    bank: str, form: str, table: str, prefix: str, code: str
) -> None:
    files, asked, layout = files_of(bank, code), asked_in(bank, form), layout_of(bank, f"result{form}")
    for data in spoilt(sample_of(bank, form), Random(bank + form)):
        layout.judge(data)
        layout.mask(data)
        file = ReceivedFile("BANK", f"{prefix}_20261113_01.txt", data)
        try:
            files.batch_of(file)
            files.read_result(file, asked)
        except FileRefused as refusal:
            assert str(refusal)


def spoilt(sample: bytes, random: Random) -> Iterator[bytes]:
    """The sample with bytes changed, cut out and put in."""
    for _ in range(150):
        data = bytearray(sample)
        for _ in range(random.randint(1, 3)):
            at = random.randrange(len(data))
            choice = random.randrange(3)
            if choice == 0:
                data[at] = random.choice(b"0 9AZ~*\x00\x1a\xa1\xff\r\n")
            elif choice == 1:
                del data[at : at + random.randint(1, 40)]
            else:
                data[at:at] = bytes(random.choice(b"09~ A\n") for _ in range(random.randint(1, 5)))
        yield bytes(data)


def test_the_form_of_a_file_changes_after_its_last_day() -> None:
    files = files_of("krungsri_debit", "025")
    names = [files.write_batch(batch(day)).name for day in (CHANGED_ON, date(2026, 1, 1))]
    assert names == ["MWA_BAY_D1_20251231_02.txt", "MWA_BAY_DD_20260101_02.txt"]


def test_a_result_that_cannot_be_read_is_acknowledged_without_a_batch() -> None:
    from reference.cis.messages import DebitSettlement

    files = files_of("krungthai_debit", "006")
    file = ReceivedFile("KTBDD", "KTB_MWA_RS_20261113_01.txt", b"nothing")
    told = files.write_acknowledgement(file, DebitSettlement(FileOutcome.FRAME, "x"), datetime(2026, 11, 13, 18))
    assert told is not None
    layout = layout_of("krungthai_debit", "acknowledgement")
    assert not layout.judge(told.data, told.name).findings and layout.read(told.data).header["file_outcome"] == "02"
