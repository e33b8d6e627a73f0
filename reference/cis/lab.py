"""Settings out of the variables by which a lab tells any customer system where its partners are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from reference.cis.settings import Settings

_PLAIN = {
    "DGA_GDX_URL": "gdx_url",
    "DGA_GDX_CONSUMER_KEY": "consumer_key",
    "DGA_GDX_CONSUMER_SECRET": "consumer_secret",
    "DGA_GDX_AGENT_PID": "agent_id",
    "GIS_URL": "gis_url",
    "GIS_MAP_KEY": "gis_key",
    "BIZ_PORTAL_URL": "portal_url",
    "BIZ_PORTAL_CONSUMER_KEY": "portal_consumer_key",
    "BIZ_PORTAL_INBOUND_KEY": "portal_inbound_key",
}
_AGENT = "_AGENT_CODE"
"""Who is told with such a code is an agent: online by its key, in files by its home, debiting by its bank code."""


def settings_from(told: Mapping[str, str]) -> Settings:
    """The settings of a rehearsal: the lab moves the clock and asks for work, so none is done on the side."""
    data: dict[str, Any] = {name: told[variable] for variable, name in _PLAIN.items() if variable in told}
    agents = {name.removesuffix(_AGENT): code for name, code in told.items() if name.endswith(_AGENT)}
    data["agent_keys"] = {code: told[f"{who}_AGENT_KEY"] for who, code in agents.items() if f"{who}_AGENT_KEY" in told}
    if "SFTP_HOST" in told:
        data["sftp"] = {
            "host": told["SFTP_HOST"],
            "port": int(told["SFTP_PORT"]),
            "user": told["SFTP_USER"],
            "password": told["SFTP_PASSWORD"],
            "host_key": told.get("SFTP_HOST_KEY"),
        }
        homes = {who: told[f"{who}_SFTP_HOME"] for who in agents if f"{who}_SFTP_HOME" in told}
        banks = {who: told[f"{who}_BANK_CODE"] for who in homes if f"{who}_BANK_CODE" in told}
        data["agents_by_file"] = {agents[who]: {"home": homes[who]} for who in homes if who not in banks}
        data["debit_banks"] = {agents[who]: {"home": homes[who], "bank_code": banks[who]} for who in banks}
    data |= {"test_hooks": True, "work_in_call": False, "timeout": float(told.get("CIS_TIMEOUT", "10"))}
    data["holidays"] = json.loads(told.get("HOLIDAYS", "[]"))
    data["bank_holidays"] = json.loads(told.get("BANK_HOLIDAYS", "[]"))
    return Settings.of(data)
