"""What an installation of the customer information system is told: addresses, keys, agents, holidays."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from reference.common.settings import Sftp


@dataclass(frozen=True, slots=True)
class FileAgent:
    """An agent that pays by file: its code there is the key, `home` its folder at the drop-off."""

    home: str


@dataclass(frozen=True, slots=True)
class DebitBank:
    """A bank that debits by mandate: `home` is its folder at the drop-off, `bank_code` the three digits of banks."""

    home: str
    bank_code: str


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between installations; keys and secrets never show in a `repr`.

    `consumer_*` and `agent_id` open the government gateway, `gis_key` the map service; `portal_consumer_key` goes to
    the portal and `portal_inbound_key` must come from it; `agent_keys` maps an agent's code to its `X-Agent-Key`.
    `debit_banks` are the banks that debit by mandate, by our code for each; `bank_holidays` the days they are closed.
    `database` is a SQLAlchemy address; nothing means a fresh store in memory. `timeout` bounds each call to
    a partner and `files_every` is the pause between visits to the drop-off, both in seconds.
    `work_in_call`: what a call has made due is done before (requests) or right after (payments) its answer.
    """

    gdx_url: str = "http://gdx.invalid"
    consumer_key: str = field(default="", repr=False)
    consumer_secret: str = field(default="", repr=False)
    agent_id: str = ""
    gis_url: str = "http://gis.invalid"
    gis_key: str = field(default="", repr=False)
    portal_url: str = "http://portal.invalid"
    portal_consumer_key: str = field(default="", repr=False)
    portal_inbound_key: str = field(default="", repr=False)
    agent_keys: Mapping[str, str] = field(default_factory=dict, repr=False)
    sftp: Sftp | None = None
    agents_by_file: Mapping[str, FileAgent] = field(default_factory=dict)
    debit_banks: Mapping[str, DebitBank] = field(default_factory=dict)
    database: str | None = None
    timeout: float = 10.0
    files_every: float = 300.0
    test_hooks: bool = False
    work_in_call: bool = True
    holidays: frozenset[date] = frozenset()
    bank_holidays: frozenset[date] = frozenset()

    @classmethod
    def of(cls, given: Settings | Mapping[str, Any] | None) -> Settings:
        """Settings from plain data such as JSON gives; an unknown name is a ValueError."""
        if isinstance(given, Settings):
            return given
        data = dict(given or {})
        unknown = data.keys() - {f.name for f in fields(cls)}
        if unknown:
            known = ", ".join(f.name for f in fields(cls))
            raise ValueError(f"unknown settings {', '.join(sorted(unknown))}; there are: {known}")
        _read_parts(data)
        return cls(**data)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Settings from the JSON file named by CIS_SETTINGS, then CIS_<NAME> variables (lists as JSON)."""
        environ = os.environ if environ is None else environ
        data: dict[str, Any] = {}
        if path := environ.get("CIS_SETTINGS"):
            data.update(json.loads(Path(path).read_text("utf-8")))
        for each in fields(cls):
            text = environ.get(f"CIS_{each.name.upper()}")
            if text is not None:
                data[each.name] = _value_of(str(each.type), text)
        return cls.of(data)


def _value_of(kind: str, text: str) -> Any:
    """A variable's text as the setting's type; what is not plain text is JSON."""
    return text if kind in ("str", "str | None") else json.loads(text)


def _read_parts(data: dict[str, Any]) -> None:
    """Turn the nested plain data into their types, in place."""
    if isinstance(data.get("sftp"), Mapping):
        data["sftp"] = Sftp(**data["sftp"])
    agents = data.get("agents_by_file", {})
    data["agents_by_file"] = {
        code: agent if isinstance(agent, FileAgent) else FileAgent(**agent) for code, agent in agents.items()
    }
    banks = data.get("debit_banks", {})
    data["debit_banks"] = {
        code: bank if isinstance(bank, DebitBank) else DebitBank(**bank) for code, bank in banks.items()
    }
    for name in ("holidays", "bank_holidays"):
        days = data.get(name, ())
        data[name] = frozenset(date.fromisoformat(day) if isinstance(day, str) else day for day in days)
