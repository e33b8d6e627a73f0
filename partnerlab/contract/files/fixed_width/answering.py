"""Whether a file that answers another accounts for all of it."""

from __future__ import annotations

from partnerlab.contract.files.file_findings import FileFinding
from partnerlab.contract.files.fixed_width.file_judge import Verdict
from partnerlab.contract.files.layout_model import LayoutModel


def unaccounted(model: LayoutModel, received: Verdict, answer: Verdict) -> list[FileFinding]:
    """Totals of the answer that differ from what the file received adds up to, by the layout's `answers`."""
    found = []
    for name, parts in model.answers.items():
        expected = sum(received.totals[part] for part in parts)
        if answer.totals[name] != expected:
            one = model.records["trailer"].named(name)
            told = f"{one.told(expected)}, as {' + '.join(parts)} of the file received"
            seen = one.told(answer.totals[name])
            found.append(FileFinding("answer", f"trailer ({name})", "accounted for", told, seen, "file", None))
    return found
