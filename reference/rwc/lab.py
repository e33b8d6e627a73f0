"""Settings out of the variables by which a lab tells any raw-water system where its partners are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from reference.rwc.settings import Settings

_PLAIN = {"RID_DAMS_URL": "rid_url", "HII_THAIWATER_URL": "hii_url", "HII_THAIWATER_API_KEY": "hii_key"}


def settings_from(told: Mapping[str, str]) -> Settings:
    """The settings of a rehearsal: the lab moves the clock and asks for work, so none is done on the side."""
    data: dict[str, Any] = {name: told[variable] for variable, name in _PLAIN.items() if variable in told}
    if "SFTP_HOST" in told:
        data["sftp"] = {
            "host": told["SFTP_HOST"],
            "port": int(told["SFTP_PORT"]),
            "user": told["RWC_SFTP_USER"],
            "password": told["RWC_SFTP_PASSWORD"],
            "host_key": told.get("SFTP_HOST_KEY"),
        }
    return Settings.of(data | {"test_hooks": True, "timeout": float(told.get("RWC_TIMEOUT", "10"))})
