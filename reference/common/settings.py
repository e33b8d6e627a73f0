"""Settings that both systems have, and how an installation is given them: as plain data, by a file, by variables."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from pathlib import Path
from typing import Any, ClassVar, Self

from reference.common.discovery import folders, partner_settings

LAB = "PARTNERLAB_"
"""What the variables of a lab begin with that belong to no partner."""


@dataclass(frozen=True, slots=True)
class Sftp:
    """The file drop-off's server and the system's own login there.

    `host_key` is the server's public key in OpenSSH's one-line form; without it any server is trusted,
    which only a rehearsal may do.
    """

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    host_key: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """The server that sends the system's mail, its own address, and where its mailbox is read.

    That is `drop`, a Maildir into which our server delivers, or else a mailbox that is reached by IMAP.
    """

    smtp_host: str
    smtp_port: int
    address: str
    drop: str | None = None
    imap_host: str | None = None
    imap_port: int = 993
    imap_user: str = ""
    imap_password: str = field(default="", repr=False)
    imap_tls: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemSettings:
    """Everything that differs between installations; nothing in it names a partner.

    `partners` holds what each partner's adapter needs, by folder and name; variables `<PARTNER>_<NAME>` say the same.
    `database` is a SQLAlchemy address; nothing means a fresh store in memory. `timeout` bounds each call to
    a partner and `files_every` is the pause between visits to the drop-off, both in seconds.
    """

    SYSTEM: ClassVar[str]
    """The name that the system's own variables begin with."""
    PARTNERS: ClassVar[str]
    """The package of its adapters."""

    partners: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    sftp: Sftp | None = None
    mail: Mail | None = None
    database: str | None = None
    timeout: float = 10.0
    files_every: float = 300.0
    test_hooks: bool = False

    @classmethod
    def of(cls, given: Self | Mapping[str, Any] | None) -> Self:
        """Settings from plain data such as JSON gives; an unknown name is a ValueError."""
        if isinstance(given, cls):
            return given
        data = dict(given or {})  # type: ignore[arg-type]  # what is no settings object is plain data
        kinds = {setting.name: str(setting.type) for setting in fields(cls)}
        if unknown := data.keys() - kinds.keys():
            raise ValueError(f"unknown settings {', '.join(sorted(unknown))}; there are: {', '.join(kinds)}")
        return cls(**{name: _typed(kinds[name], value) for name, value in data.items()})

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Self:
        """Settings from the JSON file named by <SYSTEM>_SETTINGS, <SYSTEM>_<NAME> (lists as JSON), <PARTNER>_<NAME>."""
        environ = os.environ if environ is None else environ
        data: dict[str, Any] = {}
        if path := environ.get(f"{cls.SYSTEM}_SETTINGS"):
            data.update(json.loads(Path(path).read_text("utf-8")))
        for setting in fields(cls):
            text = environ.get(f"{cls.SYSTEM}_{setting.name.upper()}")
            if text is not None:
                data[setting.name] = text if str(setting.type) in ("str", "str | None") else json.loads(text)
        partners = {name: dict(known) for name, known in data.get("partners", {}).items()}
        for name, values in partner_settings(environ, folders(cls.PARTNERS)).items():
            partners.setdefault(name, {}).update(values)
        return cls.of({**data, "partners": partners})

    @classmethod
    def of_lab(cls, variables: Mapping[str, str], login: str = "", **further: Any) -> Self:
        """Settings from the variables of a lab, which moves the clock and asks for work: none is done on the side.

        `login` is what the variables of the system's own login and mailbox begin with, after the lab's own prefix.
        """
        data: dict[str, Any] = {"partners": partner_settings(variables, folders(cls.PARTNERS))}
        own = {name.removeprefix(LAB): text for name, text in variables.items() if name.startswith(LAB)}
        if "SFTP_HOST" in own:
            data["sftp"] = {
                "host": own["SFTP_HOST"],
                "port": int(own["SFTP_PORT"]),
                "user": own[f"{login}SFTP_USER"],
                "password": own[f"{login}SFTP_PASSWORD"],
                "host_key": own.get("SFTP_HOST_KEY"),
            }
        if "MAIL_SMTP_HOST" in own:
            data["mail"] = {
                "smtp_host": own["MAIL_SMTP_HOST"],
                "smtp_port": int(own["MAIL_SMTP_PORT"]),
                "address": own[f"{login}MAIL_ADDRESS"],
                "drop": own[f"{login}MAIL_DROP"],
            }
        timeout = float(variables.get(f"{cls.SYSTEM}_TIMEOUT", "10"))
        return cls.of(data | {"test_hooks": True, "timeout": timeout} | further)


def _typed(kind: str, value: Any) -> Any:
    """Plain data as the setting's type."""
    if kind == "Sftp | None" and isinstance(value, Mapping):
        return Sftp(**value)
    if kind == "Mail | None" and isinstance(value, Mapping):
        return Mail(**value)
    if kind == "frozenset[date]":
        return frozenset(date.fromisoformat(day) if isinstance(day, str) else day for day in value)
    return value
