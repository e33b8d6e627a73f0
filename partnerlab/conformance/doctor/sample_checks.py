"""A partner's sample files: each by its layout, and in its code page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from partnerlab.conformance.doctor.diagnosis import Ailment, Check
from partnerlab.contract.files.layout import Layout
from partnerlab.lab.partners.partner import Partner
from partnerlab.scenario.verdicts import Text


def samples_of(partner: Partner) -> Iterator[tuple[str, Layout, Path]]:
    """The name of each layout, the layout, and its first sample."""
    for name, layout in sorted(partner.layouts.items()):
        for sample in sorted(partner.contracts.glob(f"files/{name}.sample.*"))[:1]:
            yield name, layout, sample


def sample_checks(partner: Partner) -> Iterator[Check]:
    """Each sample is read here as it must be read there."""
    for name, layout, sample in samples_of(partner):
        title = {"en": f"sample of {name}, and its code page", "th": f"ไฟล์ตัวอย่าง {name} และรหัสอักขระ"}
        yield title, partial(_sample, partner, name, layout, sample)


def _sample(partner: Partner, name: str, layout: Layout, sample: Path) -> Text:
    findings = layout.judge(sample, limit=1).findings
    if findings:
        raise Ailment(
            {"en": f"{sample.name}: {findings[0]}", "th": f"{sample.name}: ไม่ตรงโครงสร้างที่ตกลง"},
            {
                "en": f"partnerlab check-file {partner.name}/{name} {sample}",
                "th": f"partnerlab check-file {partner.name}/{name} {sample}",
            },
        )
    data = sample.read_bytes()
    thai = sum("\u0e00" <= letter <= "\u0e7f" for letter in data.decode(layout.encoding))
    ends = "CRLF" if b"\r\n" in data else "LF"
    return {
        "en": f"{len(data):,} bytes, {layout.encoding}, {ends}, {thai} Thai letters",
        "th": f"{len(data):,} ไบต์ {layout.encoding} {ends} อักษรไทย {thai} ตัว",
    }


def telling_sample(partner: Partner) -> bytes:
    """The sample that suffers most from a transfer as text: Thai in its code page, and line ends."""
    found = [sample.read_bytes() for _, _, sample in samples_of(partner)]
    return max(found, key=lambda data: sum(byte > 127 for byte in data), default=b"\xa1\xd2\xc3\r\n")
