"""Entries of HAR files: look-ups at Linkage Center about people who do not exist."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from partnerlab.world.identifiers import with_check_digit

OWNER, OTHER = with_check_digit("345670000012"), with_check_digit("345670000034")
"""Numbers as citizens have, of nobody: no province is 45."""

LINK = "https://gateway.example/prod/ws/dopa/linkage/v1/link"
EMPTY = dict.fromkeys((
    "parcelSurveyNo", "parcelUtmLandNo", "parcelUtmMap", "parcelRaiNum", "parcelNganNum", "parcelWaNum", "parcelMoo",
    "condoId", "condoNameTh", "condoroomAreaNum", "constructionName",
), "")  # fmt: skip


def title(owner: str, **changed: str) -> dict[str, str]:
    values = {
        "citizenCardNumber": owner, "ownerPid": owner, "dataId": "31", "lastUpdate": "25690101",
        "propertyNo": "9988771", "parcelTypeName": "โฉนดที่ดิน", "parcelTambolName": "ตำบลจริงแท้",
        "parcelAmphurName": "อำเภอจริงแท้", "parcelProvinceName": "จังหวัดจริง",
    }  # fmt: skip
    return EMPTY | values | changed


def link(service: dict[str, str], body: Any, status: int = 200, **headers: str) -> dict[str, Any]:
    """An entry of a HAR: a look-up at Linkage Center and its answer."""
    query = "&".join(f"{name}={value}" for name, value in service.items())
    return {
        "startedDateTime": "2026-11-23T10:00:00+07:00", "time": 12,
        "request": {
            "method": "GET", "url": f"{LINK}?{query}",
            "headers": [{"name": ":authority", "value": "gateway.example"},
                        {"name": "Consumer-Key", "value": "k3y-of-the-office"},
                        {"name": "Token", "value": "k3y-of-the-office.1"}],
        },
        "response": {
            "status": status,
            "headers": [{"name": "Content-Type", "value": "application/json"},
                        {"name": "X-Served-By", "value": "x-internal-host"}],
            "content": {"mimeType": "application/json", "text": json.dumps(body, ensure_ascii=False)},
        },
    }  # fmt: skip


def land(pid: str) -> dict[str, str]:
    return {"OfficeID": "00303", "ServiceID": "001", "Version": "01", "CitizenID": pid}


def write_har(file: Path, *entries: dict[str, Any]) -> Path:
    file.write_text(json.dumps({"log": {"version": "1.2", "entries": entries}}), encoding="utf-8")
    return file
