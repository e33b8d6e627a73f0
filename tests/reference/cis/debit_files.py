"""Debit files read and written as a bank does, column by column and apart from the system's own code."""

from __future__ import annotations

from dataclasses import dataclass, replace

BATCH = "2026112401"
COMPANY = "000000000001"


@dataclass(frozen=True)
class Asked:
    """One debit of a file of ours."""

    mandate: str
    instrument: str
    debited: str
    ref1: str
    invoice: str
    due: str
    amount: int


@dataclass(frozen=True)
class Answered:
    """One record of a result; collected unless told otherwise."""

    mandate: str = "98000000000001"
    ref1: str = "1612345678"
    invoice: str = "691012345678"
    amount: int = 10079
    paid: int | None = None
    status: str = "1000"
    reason: str = ""

    def __post_init__(self) -> None:
        if self.paid is None:
            object.__setattr__(self, "paid", self.amount if self.status == "1000" else 0)


def records(data: bytes) -> list[str]:
    return [line.decode("cp874") for line in data.split(b"\r\n")[:-1]]


def asked(data: bytes) -> list[Asked]:
    """The debits of a file, its frame and trailer checked on the way."""
    header, *details, trailer = records(data)
    assert {len(line) for line in (header, *details, trailer)} == {200}
    assert [line[:7] for line in (header, trailer)] == ["H000001", f"T{len(details) + 2:06d}"]
    found = [
        Asked(
            line[20:34], line[34], line[35:51].strip(), line[101:111], line[111:123], line[123:131], int(line[131:144])
        )
        for line in details
    ]
    assert trailer[20:41] == f"{len(found):06d}{sum(each.amount for each in found):015d}"
    assert {line[7:20] for line in details} | {trailer[7:20]} == {header[7:20]}
    return found


def result(
    *answers: Answered, batch: str = BATCH, effective: str = "24112026", processed: str = "24112026"
) -> list[str]:
    """The records of a result file."""
    start = f"014{batch}"
    lines = [f"H000001{start}{COMPANY}{effective}{processed}180000"]
    for number, each in enumerate(answers, 2):
        facts = (
            f"{each.mandate}{each.ref1}{each.invoice}{each.amount:013d}{each.paid:013d}{each.status}{each.reason:<4}"
        )
        lines.append(f"D{number:06d}{start}{facts}REF")
    collected = [each.paid or 0 for each in answers if each.status == "1000"]
    rejected = [each.amount for each in answers if each.status != "1000"]
    parts = ([each.amount for each in answers], collected, rejected)
    totals = "".join(f"{len(part):06d}{sum(part):015d}" for part in parts)
    return [line.ljust(200) for line in (*lines, f"T{len(lines) + 1:06d}{start}{totals}")]


def file(lines: list[str], encoding: str = "cp874") -> bytes:
    return b"".join(line.encode(encoding) + b"\r\n" for line in lines)


def rejected(answer: Answered, reason: str, status: str = "1001") -> Answered:
    return replace(answer, paid=0, status=status, reason=reason)


def outcomes(data: bytes) -> tuple[str, str, list[tuple[str, int, bool]]]:
    """An acknowledgement: the file's outcome, its reason, and of each record outcome, satang and whether receipted."""
    header, *details, trailer = records(data)
    found = [(line[59], int(line[46:59]), bool(line[60:80].strip())) for line in details]
    booked = [amount for outcome, amount, _ in found if outcome != "3"]
    assert trailer[20:47] == f"{len(found):06d}{len(booked):06d}{sum(booked):015d}"
    return header[20:22], header[22:102].strip(), found
