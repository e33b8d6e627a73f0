"""Judges a record file in one pass and constant memory: fast while all is well, line by line where it is not."""

from __future__ import annotations

from dataclasses import dataclass, field

from partnerlab.contract.files.file_findings import FileFinding, FileLine
from partnerlab.contract.files.fixed_width.fast_check import LINES, Blocks
from partnerlab.contract.files.fixed_width.line_judge import LineJudge
from partnerlab.contract.files.fixed_width.record_format import RecordFormat
from partnerlab.contract.files.layout_model import LINE_ENDS, LayoutModel, RecordType
from partnerlab.contract.files.line_stream import LONGEST_LINE, Data, chunks, end_mark_in
from partnerlab.contract.findings import Side, failures


@dataclass(frozen=True, slots=True)
class Verdict:
    """The verdict on a record file: its findings and totals.

    `findings` are the first `limit` of `finding_count`, and the notices, which that does not count; `counts` has the
    records by type, `totals` what the details add up to, by the names of the trailer's fields (satang, or a number of
    records); `bad_details` counts the lines that a record-level finding refuses.
    """

    findings: list[FileFinding]
    finding_count: int
    file_refused: bool
    bad_details: int
    lines: int
    bytes: int
    counts: dict[RecordType, int] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return self.finding_count == 0

    @property
    def refused_lines(self) -> list[int]:
        """Lines that alone are refused, as far as their findings were kept."""
        return sorted({f.place.line for f in failures(self.findings) if f.level == "record" and f.place})


class FileJudge:
    """One pass over one file."""

    def __init__(self, model: LayoutModel, records: dict[RecordType, RecordFormat], side: Side, limit: int) -> None:
        self._model, self._records = model, records
        self._lines = LineJudge(model, records, side, limit)
        self._fast: Blocks | None = None
        self._offset = 0
        self._size = LINES

    def run(self, data: Data) -> LineJudge:
        """Judge everything but the file's name."""
        buffer = tail = b""
        for chunk in chunks(data):
            buffer += tail + chunk
            end = end_mark_in(buffer)
            buffer, tail = self._drain(buffer[:end]), buffer[end:]
        self._last(buffer + tail)
        self._lines.finish(self._offset)
        return self._lines

    def _drain(self, buffer: bytes) -> bytes:
        """Judge the lines that are complete; what is left of the buffer."""
        at = 0
        while True:
            taken = self._block(buffer, at)
            if not taken:
                taken = self._line(buffer, at)
            if not taken:
                return buffer[at:]
            at += taken
            self._offset += taken

    def _block(self, buffer: bytes, at: int) -> int:
        """Try the fast way; how many bytes it took. Blocks shrink around a bad line and grow again behind it."""
        lines = self._lines
        if not lines.in_details or self._model.requires or self._model.unique:  # those are seen line by line
            self._fast = None
            return 0
        if self._fast is None:
            self._fast = Blocks(self._model, self._records["detail"], lines.tally, lines.header, lines.line_end)
        step = self._fast.step
        while count := min((len(buffer) - at) // step, self._size):
            if self._fast.take(buffer[at : at + count * step], count, lines.sequence):
                lines.skip(count)
                self._size = min(self._size * 4, LINES)
                return count * step
            self._size = max(count // 8, 1)
            if count == 1:
                break
        return 0

    def _line(self, buffer: bytes, at: int) -> int:
        """Judge one line the slow way; how many bytes it took."""
        end = buffer.find(b"\n", at)
        if end < 0:
            if len(buffer) - at <= LONGEST_LINE:
                return 0
            self._lines.take(FileLine(self._lines.number + 1, self._offset, buffer[at : at + LONGEST_LINE]), None)
            return LONGEST_LINE
        crlf = end > at and buffer[end - 1] == 13
        raw = buffer[at : end - 1] if crlf else buffer[at:end]
        self._lines.take(FileLine(self._lines.number + 1, self._offset, raw), LINE_ENDS["CRLF" if crlf else "LF"])
        return end + 1 - at

    def _last(self, rest: bytes) -> None:
        """What follows the last line end, or the mark at the end of the file."""
        text = rest[: end_mark_in(rest)]
        if text:
            self._lines.take(FileLine(self._lines.number + 1, self._offset, text), b"")
        if text != rest:
            self._lines.end_mark(FileLine(self._lines.number + 1, self._offset + len(text), rest[len(text) :]))
        self._offset += len(rest)
