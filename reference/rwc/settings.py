"""What an installation of the raw-water system is told: addresses, keys, its login at the drop-off."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from reference.common.settings import Sftp


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between installations; keys never show in a `repr`.

    `database` is a SQLAlchemy address; nothing means a fresh store in memory. `timeout` bounds each call to a partner
    and `files_every` is the pause between visits to the drop-off, both in seconds; `tide_home` is the Navy's folder.
    """

    rid_url: str = "http://rid.invalid"
    hii_url: str = "http://hii.invalid"
    hii_key: str = field(default="", repr=False)
    sftp: Sftp | None = None
    tide_home: str = "hydrographic"
    files_every: float = 300.0
    database: str | None = None
    timeout: float = 10.0
    test_hooks: bool = False

    @classmethod
    def of(cls, given: Settings | Mapping[str, Any] | None) -> Settings:
        """Settings from plain data such as JSON gives; an unknown name is a ValueError."""
        if isinstance(given, Settings):
            return given
        data = dict(given or {})
        if unknown := data.keys() - {f.name for f in fields(cls)}:
            known = ", ".join(f.name for f in fields(cls))
            raise ValueError(f"unknown settings {', '.join(sorted(unknown))}; there are: {known}")
        if isinstance(data.get("sftp"), Mapping):
            data["sftp"] = Sftp(**data["sftp"])
        return cls(**data)

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Settings from the JSON file named by RWC_SETTINGS."""
        path = (os.environ if environ is None else environ).get("RWC_SETTINGS")
        return cls.of(json.loads(Path(path).read_text("utf-8")) if path else None)
