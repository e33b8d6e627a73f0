"""A bank that debits by mandate: keeps batches of bills, debits each bill once, answers until our side has settled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from partnerlab.families.number_series import next_of_day
from partnerlab.lab.partners.partner_world import OutgoingFile, PartnerWorld, RecordFile, Sending, Values

Record = dict[str, Any]
Debit = Callable[[PartnerWorld, Record], Record]

_COUNTED = ("sequence", "running_number", "total_count", "total_amount", "hash_total")
"""Fields that a file counts by itself."""

SETTLED = "00"
"""Our side's word for a result that it has settled: ours, the same for every bank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalCodes:
    """A bank's codes for why it does not debit; `no_funds` and `ended` by instrument: account or card."""

    unavailable: str
    duplicate: str
    no_mandate: str
    cancelled: str
    other_account: str
    over_limit: str
    no_funds: Mapping[str, str]
    ended: Mapping[str, str]
    blocked: str
    amount_refused: str
    not_told: str

    def of(self, state: str, instrument: str) -> str | None:
        """The code for a state of the account or card; None where it can be debited."""
        codes = {
            "no funds": self.no_funds[instrument],
            "closed": self.ended[instrument],
            "expired": self.ended["card"],
            "not found": self.other_account,
            "blocked": self.blocked,
            "never given": self.no_mandate,
            "revoked": self.cancelled,
            "over the limit": self.over_limit,
            "amount refused": self.amount_refused,
            "debited before": self.duplicate,
            "refused": self.not_told,
        }
        return codes.get(state)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultForm:
    """How a bank answers in one of its forms; `name` is that of the form where it has several."""

    collected: str
    codes: RefusalCodes
    name: str = ""
    tells_paid: bool = False
    tells_processed: bool = False


def take_batch(world: PartnerWorld, number: str, header: Values, bills: Iterable[Values], form: str = "") -> None:
    """Keep the bills of a batch; the same batch again changes nothing."""
    batch = {"header": header, "bills": list(bills), "answers": None, "settled": False}
    world.table(f"batches{form}").setdefault(number, batch)


def oldest_waiting(world: PartnerWorld, form: str = "") -> str:
    """The number of the first batch that our side has not settled."""
    batches = world.table(f"batches{form}")
    waiting = [number for number, batch in batches.items() if not batch["settled"]]
    if not waiting:
        raise ValueError(f"nothing waits for an answer; asked so far: {', '.join(batches) or 'nothing'}")
    return str(min(waiting))


def answer_batch(world: PartnerWorld, number: str, debit: Debit, form: str = "") -> tuple[Values, list[Record]]:
    """The header of a batch and the bank's answers; `debit` debits one bill, when the batch is first answered."""
    batch = world.table(f"batches{form}")[number]
    if batch["answers"] is None:
        batch["answers"] = [debit(world, bill) for bill in batch["bills"]]
    return batch["header"], batch["answers"]


def settle_batch(world: PartnerWorld, number: str, form: str = "") -> None:
    """Our side has settled the answer to a batch: it waits for no other."""
    batch = world.table(f"batches{form}").get(number)
    if batch is not None:
        batch["settled"] = True


def collect(world: PartnerWorld, invoice: str) -> str:
    """Debit a bill; the bank's reference of the debit."""
    collected = world.table("collected")
    collected[invoice] = reference = f"DD{world.now:%Y%m%d}{len(collected) + 1:06d}"
    return reference


def refusal(
    world: PartnerWorld, mandate_number: str | None, invoice: str, debited: str, codes: RefusalCodes
) -> str | None:
    """Why a bill is not debited from the account or card `debited`, if it is not. A bill is debited once.

    A form that names no mandate has that of the bill's customer.
    """
    mandate: Any = world.find(mandate_number) if mandate_number else world.find(invoice).account.mandate
    if world.facts["service"] != "available":
        return codes.unavailable
    if invoice in world.table("collected"):
        return codes.duplicate
    if mandate is None or mandate.bank != world.partner:
        return codes.no_mandate
    if mandate.state == "revoked":
        return codes.cancelled
    if _digits(debited) not in (_digits(mandate.debit_number), _digits(mandate.bank_account).zfill(11)):
        return codes.other_account
    return codes.of(mandate.state, mandate.instrument)


def take_outstanding(world: PartnerWorld, file: RecordFile, form: str = "") -> None:
    """Remember what a file of ours asks for, under our number of the batch."""
    take_batch(world, batch_number(file.header), file.header, file.details, form)


def batch_number(header: Values) -> str:
    """Our number of a batch, where a form tells only its place in the day, or not even that."""
    batch = header.get("batch") or 1
    return batch if isinstance(batch, str) else f"{header['effective_date']:%Y%m%d}{batch:02d}"


@dataclass(frozen=True, slots=True)
class BankErrors:
    """Errors of a bank's result: bills left out, bills never asked for, and wrong amounts.

    `changed_bills` have a `bill`, and an `amount` in satang that the bank says it was asked and paid.
    """

    omitted_bills: list[Any] | None = None
    extra_bills: list[Any] | None = None
    changed_bills: list[dict[str, Any]] | None = None


def send_result(world: PartnerWorld, form: ResultForm, batch: str | None, errors: BankErrors) -> Sending:
    """Answer a batch, the oldest that our side has not settled, by returning its records with what became of each."""
    number = batch or oldest_waiting(world, form.name)
    header, answers = answer_batch(world, number, lambda world, bill: _debited(world, bill, form), form.name)
    omitted = {bill.invoice for bill in errors.omitted_bills or []}
    changed = {item["bill"].invoice: item["amount"] for item in errors.changed_bills or []}
    records = [_changed(answer, changed, form) for answer in answers if answer["invoice"] not in omitted]
    records += [_not_asked(bill, answers[0], form) for bill in errors.extra_bills or []]
    told = _header(world, header, form)
    day = told["processed_date" if form.tells_processed else "effective_date"]
    name = {"date": day, "sequence": next_of_day(world, day)}
    world.table("answered")[f"{day:%Y%m%d}_{name['sequence']:02d}"] = (number, form.name)
    yield OutgoingFile(name=name, header=told, details=records)


def hear_acknowledgement(world: PartnerWorld, file: RecordFile) -> None:
    """Our side's word on a result: one that is settled waits for no other answer."""
    name = str(file.header["received_name"])
    world.table("outcomes")[name] = file.header["file_outcome"]
    known = next((batch for told, batch in world.table("answered").items() if told in name), None)
    if known and file.header["file_outcome"] == SETTLED:
        settle_batch(world, *known)


Takes = Callable[[PartnerWorld, RecordFile], None]


def functions_of(form: ResultForm) -> tuple[Takes, Callable[..., Sending], Takes]:
    """What a bank does with files of one form: take what is to be debited, answer it, hear our word on the answer."""

    def outstanding(world: PartnerWorld, file: RecordFile) -> None:
        """Remember what is to be debited."""
        take_outstanding(world, file, form.name)

    def result(
        world: PartnerWorld,
        *,
        batch: str | None = None,
        omitted_bills: list[Any] | None = None,
        extra_bills: list[Any] | None = None,
        changed_bills: list[dict[str, Any]] | None = None,
    ) -> Sending:
        """Answer a batch, the oldest that our side has not settled; what the bank errs in is of one answer only."""
        yield from send_result(world, form, batch, BankErrors(omitted_bills, extra_bills, changed_bills))

    return outstanding, result, hear_acknowledgement


def _debited(world: PartnerWorld, bill: Record, form: ResultForm) -> Record:
    """The result record of one bill."""
    debited = bill.get("debited") or bill.get("card") or bill["account"]
    reason = refusal(world, bill.get("mandate"), bill["invoice"], debited, form.codes)
    answer = {name: value for name, value in bill.items() if name not in _COUNTED}
    reference = "" if reason else collect(world, bill["invoice"])
    return answer | {"status": reason or form.collected} | _paid(form, 0 if reason else bill["amount"], reference)


def _paid(form: ResultForm, amount: int, reference: str) -> Record:
    return {"paid_amount": amount, "bank_reference": reference} if form.tells_paid else {}


def _header(world: PartnerWorld, asked: Values, form: ResultForm) -> Record:
    """The header of a batch as it goes back; its totals are counted anew."""
    header = {name: value for name, value in asked.items() if name not in _COUNTED}
    if form.tells_processed:
        now = world.now.replace(microsecond=0)
        header |= {"processed_date": now.date(), "processed_time": now.time()}
    return header


def _changed(answer: Record, amounts: Mapping[str, int], form: ResultForm) -> Record:
    amount = amounts.get(answer["invoice"])
    if amount is None:
        return answer
    return answer | {"amount": amount} | ({"paid_amount": amount} if form.tells_paid else {})


def _not_asked(bill: Any, answer: Record, form: ResultForm) -> Record:
    """A bill that was never sent, in a record like those of the file."""
    mandate = bill.account.mandate.mandate_number
    told = {"mandate": mandate, "ref1": bill.account.ref1, "invoice": bill.invoice, "amount": bill.amount}
    known = {name: value for name, value in told.items() if name in answer}
    return answer | known | {"status": form.collected} | _paid(form, bill.amount, "DD00000000000000")


def _digits(number: str) -> str:
    return "".join(digit for digit in number if digit.isdecimal())
