"""Settings of an installation of the customer information system."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any

from reference.common.discovery import folders, partner_settings
from reference.common.settings import Sftp

PARTNERS = "reference.cis.partners"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between installations; nothing in it names a partner.

    `partners` holds what each partner's adapter needs, by folder and name; variables `<PARTNER>_<NAME>` say the same.
    `database` is a SQLAlchemy address; nothing means a fresh store in memory. `timeout` bounds each call to
    a partner and `files_every` is the pause between visits to the drop-off, both in seconds.
    `work_in_call`: what a call has made due is done right after its answer. `bank_holidays`: days banks are closed.
    """

    partners: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    sftp: Sftp | None = None
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
        if isinstance(data.get("sftp"), Mapping):
            data["sftp"] = Sftp(**data["sftp"])
        for name in ("holidays", "bank_holidays"):
            days = data.get(name, ())
            data[name] = frozenset(date.fromisoformat(day) if isinstance(day, str) else day for day in days)
        return cls(**data)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Settings from the JSON file named by CIS_SETTINGS, CIS_<NAME> (lists as JSON) and <PARTNER>_<NAME>."""
        environ = os.environ if environ is None else environ
        data: dict[str, Any] = {}
        if path := environ.get("CIS_SETTINGS"):
            data.update(json.loads(Path(path).read_text("utf-8")))
        for each in fields(cls):
            text = environ.get(f"CIS_{each.name.upper()}")
            if text is not None:
                data[each.name] = _value_of(str(each.type), text)
        partners = {name: dict(known) for name, known in data.get("partners", {}).items()}
        for name, told in partner_settings(environ, folders(PARTNERS)).items():
            partners.setdefault(name, {}).update(told)
        return cls.of({**data, "partners": partners})


def settings_from(variables: Mapping[str, str]) -> Settings:
    """Settings from the variables of a lab, which moves the clock and asks for work: none is done on the side."""
    data: dict[str, Any] = {"partners": partner_settings(variables, folders(PARTNERS))}
    if "SFTP_HOST" in variables:
        data["sftp"] = {
            "host": variables["SFTP_HOST"],
            "port": int(variables["SFTP_PORT"]),
            "user": variables["SFTP_USER"],
            "password": variables["SFTP_PASSWORD"],
            "host_key": variables.get("SFTP_HOST_KEY"),
        }
    data |= {"test_hooks": True, "work_in_call": False, "timeout": float(variables.get("CIS_TIMEOUT", "10"))}
    data["holidays"] = json.loads(variables.get("HOLIDAYS", "[]"))
    data["bank_holidays"] = json.loads(variables.get("BANK_HOLIDAYS", "[]"))
    return Settings.of(data)


def _value_of(kind: str, text: str) -> Any:
    """A variable's text as the setting's type; what is not plain text is JSON."""
    return text if kind in ("str", "str | None") else json.loads(text)
