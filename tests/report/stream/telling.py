"""A small pen for writing event streams by hand: it keeps the numbers, the steps and the order right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

Event = dict[str, Any]

TITLES = {
    "cis": {"en": "Customer information system", "th": "ระบบบริการผู้ใช้น้ำ (CIS)"},
    "biz_portal": {"en": "Biz Portal", "th": "ระบบ Biz Portal"},
    "dga_gdx": {"en": "Data exchange (GDX)", "th": "ศูนย์แลกเปลี่ยนข้อมูลกลาง (GDX)"},
    "dopa_linkage": {"en": "Linkage Center", "th": "ศูนย์ Linkage กรมการปกครอง"},
    "dbd_juristic": {"en": "DBD juristic register", "th": "ทะเบียนนิติบุคคล กรมพัฒนาธุรกิจการค้า"},
    "big_c_online": {"en": "Big C", "th": "บิ๊กซี"},
    "truemoney_offline": {"en": "TrueMoney", "th": "ทรูมันนี่"},
}


def text(en: str, th: str) -> dict[str, str]:
    return {"en": en, "th": th}


def message(line: str, body: Any = None, media: str = "application/json", **headers: str) -> Event:
    """A request; a dict becomes JSON as a server would write it."""
    written = body if isinstance(body, str) or body is None else json.dumps(body, ensure_ascii=False)
    told = {key.replace("_", "-"): value for key, value in headers.items()}
    if written is not None:
        told["Content-Type"] = media
    return {
        "line": line,
        "headers": told,
        "body": written or "",
        "size": len((written or "").encode("utf-8", "replace")),
        "media": media,
    }


def reply(status: int | str, body: Any = None, media: str = "application/json", **headers: str) -> Event:
    """An answer."""
    answer = message("", body, media, **headers)
    del answer["line"]
    return {"status": status, **answer}


class Story:
    """One scenario as it is told. Steps and nested exchanges are `with` blocks."""

    def __init__(
        self, name: str, title: dict[str, str], start: str, proves: list[tuple[str, str, str]], *parties: str
    ) -> None:
        self.name = name
        self.events: list[Event] = []
        self._step = self._line = self._number = 0
        self._parents: list[int] = []
        self._tell(
            "scenario_started",
            file=f"scenarios/{name}.yaml",
            title=title,
            proves=[{"id": code, "text": text(en, th)} for code, en, th in proves],
            start=start,
            parties=[
                {"name": party, "title": TITLES[party], "kind": "system" if party == "cis" else "partner"}
                for party in parties
            ],
            seed=2569,
        )

    def _tell(self, event: str, **facts: Any) -> None:
        self.events.append({"event": event, "scenario": self.name, **facts})

    @contextmanager
    def step(self, kind: str, en: str, th: str, verdict: str = "pass", **ended: Any) -> Iterator[None]:
        self._step += 1
        self._line += 4
        self._tell("step_started", step=self._step, line=8 + self._line, kind=kind, text=text(en, th))
        yield
        facts: Event = {"blame": None, "reason": None, "expected": None, "actual": None, "near_misses": []}
        self._tell("step_finished", step=self._step, verdict=verdict, **{**facts, **ended})
        for name, title in INVARIANTS.items():
            self.invariant(name, title)

    def invariant(self, name: str, title: dict[str, str], verdict: str = "pass", reason: Any = None) -> None:
        self._tell("invariant", step=self._step, name=name, title=title, verdict=verdict, reason=reason)

    @contextmanager
    def exchange(
        self, sender: str, receiver: str, operation: str, left: str, request: Event, answer: Event | None, **facts: Any
    ) -> Iterator[None]:
        """An exchange; what is told inside the block happens while it is being handled."""
        self._number += 1
        number = self._number
        parent = self._parents[-1] if self._parents else None
        self._parents.append(number)
        yield
        self._parents.pop()
        usual: Event = {"answered": left if answer else None, "via": None, "channel": "http", "lost": None}
        usual |= {"faults": [], "findings": [], "masked": 0}
        self._tell(
            "exchange",
            step=self._step,
            number=number,
            parent=parent,
            left=left,
            sender=sender,
            receiver=receiver,
            operation=operation,
            request=request,
            answer=answer,
            **{**usual, **facts},
        )

    def plain(self, *arguments: Any, **facts: Any) -> None:
        """An exchange in which nothing else happens."""
        with self.exchange(*arguments, **facts):
            pass

    def clock(self, before: str, after: str, why: dict[str, str] | str) -> None:
        self.events.append(
            {"event": "clock", "scenario": self.name, "step": self._step, "from": before, "to": after, "why": why}
        )

    def end(
        self, verdict: str = "pass", blame: str | None = None, reason: Any = None, seconds: float = 0.012
    ) -> list[Event]:
        exchanges = sum(event["event"] == "exchange" for event in self.events)
        self._tell(
            "scenario_finished",
            verdict=verdict,
            blame=blame,
            reason=reason,
            steps=self._step,
            exchanges=exchanges,
            seconds=seconds,
        )
        return self.events


INVARIANTS = {
    "money_conserved": text("No satang appears or vanishes", "เงินทุกสตางค์ต้องมีที่มาที่ไป"),
    "data_scope": text("No personal data outside the agreement", "ไม่มีข้อมูลส่วนบุคคลเกินขอบเขตข้อตกลง"),
}


def moment(day: int, hour: str) -> str:
    """A moment in November 2026, Bangkok."""
    return f"2026-11-{day:02d}T{hour if len(hour) == 8 else hour + ':00'}+07:00"
