"""Judge a file by its layout and the agreement, from our side or a partner's."""

from __future__ import annotations

from collections.abc import Iterable

from partnerlab.contract.data_scope import outside_scope
from partnerlab.contract.files.whole_cards import finding, whole_cards
from partnerlab.contract.findings import Finding
from partnerlab.contract.personal_data import PersonalField
from partnerlab.lab.exchange.agreed_hours import outside_hours
from partnerlab.lab.exchange.guarded_judge import could_not_judge
from partnerlab.lab.journal import Exchange
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.partner import Partner
from partnerlab.lab.personal_data_watch import Unmarked


class FileJudge:
    """Judges the files of one lab."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab

    def judge(self, exchange: Exchange, partner: Partner, operation: str, name: str) -> bool:
        """Judge a file; whether its receiver takes it: what does not keep its layout is refused.

        What cannot be judged is masked.
        """
        try:
            return self._judged(exchange, partner, operation, name)
        except Exception as bad:  # whatever the judge stumbled over came from outside
            exchange.findings.append(could_not_judge("request", operation, bad, self._lab.failures))
            exchange.masked = f"({len(exchange.request.raw)} bytes that could not be judged)"
            return False

    def _judged(self, exchange: Exchange, partner: Partner, operation: str, name: str) -> bool:
        layout, data = partner.layouts[operation], exchange.request.raw
        exchange.encoding = layout.encoding
        verdict = layout.judge(data, name)
        exchange.findings += verdict.findings + outside_hours(partner, self._lab.clock.now)
        exchange.findings += _another_channel(partner, operation, exchange.channel)
        exchange.masked = layout.mask(data)
        exchange.carries([PersonalField(str(place), *found) for place, *found in layout.personal(data)])
        exchange.findings += outside_scope(partner.agreement, operation, "file", exchange.personal)
        texts: list[Unmarked] = [("request", str(place), text) for place, text in layout.unmarked(data)]
        exchange.carries(exchange.personal + self._lab.personal_data.judge(exchange, texts, exchange.personal))
        cards = list(whole_cards(layout, data))
        exchange.findings += [finding(place) for place, _ in cards]
        exchange.carries(exchange.personal + [PersonalField(str(place), "identity", text) for place, text in cards])
        exchange.fields = layout.peek(data)
        return verdict.ok and exchange.fields is not None


def _another_channel(partner: Partner, operation: str, seen: str) -> list[Finding]:
    """That a file came over a channel that is agreed for other files."""
    agreed = partner.file_channel(operation)
    if agreed is None or seen == agreed:
        return []
    return [Finding("request", "delivery", "agreed channel", agreed, seen)]


def note_unknown(exchange: Exchange, known: Iterable[str], partner: Partner, name: str) -> None:
    """A file whose name no layout knows; `known` are the operations for which it might have been meant."""
    exchange.masked = f"({len(exchange.request.raw)} bytes of which no layout says what they are)"
    patterns = [partner.layouts[operation].name_pattern for operation in known if operation in partner.layouts]
    exchange.findings.append(Finding("request", "file name", "undocumented file", " or ".join(patterns), name))
