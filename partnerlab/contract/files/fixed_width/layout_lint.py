"""Lint of a layout across its fields: a field that another one names must exist and be of a fitting type."""

from __future__ import annotations

from difflib import get_close_matches

from partnerlab.contract.files.layout_model import LayoutModel, Record, Total
from partnerlab.contract.files.layout_source import Source
from partnerlab.yamlio import KeyPath, YamlError


def rule_mistakes(source: Source, model: LayoutModel) -> list[YamlError]:
    """Rules that name fields which do not exist or cannot do what the rule asks."""
    mistakes = _Mistakes(source, model)
    mistakes.markers()
    mistakes.sequence()
    for index, total in enumerate(model.totals):
        mistakes.total(("totals", index), total)
    mistakes.headers()
    mistakes.dates()
    mistakes.money()
    mistakes.ties()
    return mistakes.found


class _Mistakes:
    """Collects; each method looks at one rule."""

    def __init__(self, source: Source, model: LayoutModel) -> None:
        self.source, self.model, self.found = source, model, list[YamlError]()

    def add(self, path: KeyPath, message: str) -> None:
        self.found.append(self.source.error(path, message))

    def markers(self) -> None:
        for role, record in self.model.records.items():
            if not record.marker:
                continue
            first = next((field for field in record.fields if field.start == record.marker_at), None)
            if first is None or first.kind != "constant" or not first.value.encode().startswith(record.marker):
                marker, place = record.marker.decode(), f" in column {record.marker_at + 1}"
                told = f"has that constant{place}" if record.marker_at else "begins with that constant"
                self.add(("records", role, "starts_with"), f"a record known by '{marker}' {told}")
        markers = [(record.marker, record.marker_at) for record in self.model.records.values()]
        if len(set(markers)) != len(markers):
            self.add(("records",), "two types of record begin alike: nothing tells them apart")

    def sequence(self) -> None:
        if self.model.sequence_field:
            for role in self.source.data["sequence"].get("in", self.model.records):
                record = self.model.records.get(role)
                self.want(("sequence", "field"), record, self.model.sequence_field, ("number",), f"the {role}")

    def total(self, path: KeyPath, total: Total) -> None:
        detail = self.model.records["detail"]
        if total.role not in self.model.records:
            self.add(path, f"a total needs a {total.role} that holds it")
            return
        kinds = ("number",) if total.sum is None or total.is_hash else ("amount", "number")
        self.want((*path, "field"), self.model.records[total.role], total.field, kinds, f"the {total.role}")
        if total.is_hash:
            self.want((*path, "of"), detail, total.sum or "", ("digits", "text"), "the detail")
        elif total.sum is not None:
            self.want((*path, "of"), detail, total.sum, ("amount", "number"), "the detail")
        elif self.source.data["totals"][path[1]]["over"] == "sum":
            self.add(path, "a sum needs `of`: the detail field that is summed")
        for name, codes in total.where.items():
            self.where((*path, "where"), detail, name, codes)

    def money(self) -> None:
        money = self.model.money
        if money is None:
            return
        header, detail = self.model.records.get("header"), self.model.records["detail"]
        for word, name in (("takes", money.takes), ("asks", money.asks)):
            if name is not None:
                self.want(("money", word), detail, name, ("amount",), "the detail")
        for name in money.once:
            self.want(("money", "once"), detail, name, (), "the detail")
        if money.day is not None:
            self.want(("money", "day"), header, money.day, ("date",), "the header")
        for name, codes in money.where.items():
            self.where(("money", "if"), detail, name, codes)
        if money.answers is not None:
            self.want(("money", "answers"), header, money.answers, ("text",), "the header")
        for name, codes in money.accepted.items():
            self.where(("money", "accepted"), header, name, codes)
        for name, codes in money.booked.items():
            self.where(("money", "booked"), detail, name, codes)

    def ties(self) -> None:
        detail = self.model.records["detail"]
        for index, requirement in enumerate(self.model.requires):
            path: KeyPath = ("requires", index)
            for word, where in (("when", requirement.when), ("unless", requirement.unless)):
                for name, codes in where.items():
                    self.where((*path, word), detail, name, codes)
            self.want((*path, "field"), detail, requirement.field, (), "the detail")
            if requirement.equals:
                self.want((*path, "equals"), detail, requirement.equals, (), "the detail")
            if requirement.among:
                self.where((*path, "among"), detail, requirement.field, requirement.among)
        for index, names in enumerate(self.model.unique):
            for name in names:
                self.want(("unique", index), detail, name, (), "the detail")

    def headers(self) -> None:
        header = self.model.records.get("header")
        repeated = [(r, f) for r in self.model.records.values() for f in r.fields if f.repeats_header]
        for record, field in repeated:
            path = ("records", record.role, "fields")
            if self.want(path, header, field.name, (), "the header") and header is not None:
                twin = header.named(field.name)
                if twin.width != field.width:
                    self.add(path, f"'{field.name}' repeats the header's, but is {field.width} bytes, not {twin.width}")
        for part, name in (self.model.name.equals if self.model.name else {}).items():
            self.want(("name", "parts", part, "equals"), header, name, (), "the header")
        for part, name in (self.model.name.not_after if self.model.name else {}).items():
            self.want(("name", "parts", part, "not_after"), header, name, ("date",), "the header")
        for role, record in self.model.records.items():
            for name, codes in record.only_if.items():
                self.where(("records", role, "only_if"), header, name, codes)

    def dates(self) -> None:
        """A date is compared with dates, and a time of making has a time of day beside it, if it names one."""
        header = self.model.records.get("header")
        for role, record in self.model.records.items():
            path = ("records", role, "fields")
            for field in record.fields:
                for named in filter(None, (field.not_after, field.not_before)):
                    place, _, name = named.rpartition(".")
                    whose = "the header" if place else f"the {role}"
                    self.want(path, header if place else record, name, ("date",), whose)
                if field.message_time and field.message_time.time:
                    self.want(path, record, field.message_time.time, ("time",), f"the {role}")

    def where(self, path: KeyPath, record: Record | None, name: str, codes: tuple[str, ...]) -> None:
        if not self.want((*path, name), record, name, ("code",), "the record") or record is None:
            return
        known = record.named(name).codes
        for code in codes:
            if code not in known:
                self.add((*path, name), f"'{code}' is no code of '{name}'; its codes are {', '.join(known)}")

    def want(self, path: KeyPath, record: Record | None, name: str, kinds: tuple[str, ...], whose: str) -> bool:
        """A field of that name and of one of these types, or a mistake."""
        names = [field.name for field in record.fields] if record else []
        if record is None or name not in names:
            close = get_close_matches(name, names, 1)
            self.add(path, f"{whose} has no field '{name}'" + (f"; did you mean '{close[0]}'?" if close else ""))
            return False
        kind = record.named(name).kind
        if kinds and kind not in kinds:
            self.add(path, f"'{name}' of {whose} is of type {kind}, not {' or '.join(kinds)}")
            return False
        return True
