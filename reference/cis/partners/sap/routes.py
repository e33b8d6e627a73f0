"""What SAP reaches over HTTP: materials that have changed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, request

from reference.cis.adapter import Core, Link
from reference.cis.messages.materials import Material
from reference.cis.partners.sap.client import items, read_material
from reference.common.http_api import HttpError, json_answer, json_object

_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}[+]07:00\Z")
_WRITTEN = {"MATNR": r"[0-9]{18}", "MAKTX": r".{1,40}", "MEINS": r".{1,3}", "MATKL": r".{1,9}", "LVORM": r"X?"}
_MOST = 1000


def routes(core: Core, links: Sequence[Link]) -> Blueprint:
    """Changes of the list, under /mwa/sap/v1."""
    blueprint = Blueprint("sap", __name__, url_prefix="/mwa/sap/v1")
    (link,) = links

    @blueprint.post("/materials")
    def changed_materials() -> Response:
        if not link.opens("inbound_key", request.headers.get("X-Api-Key")):
            raise HttpError(401, "X-Api-Key is missing or not known")
        body = json_object()
        if body.keys() != {"changedAt", "item"} or not _is_moment(body["changedAt"]):
            raise HttpError(400, "expected changedAt, a moment of +07:00, and item")
        return json_answer({"changed": core.materials.take_changes(_changed(body), body["changedAt"])})

    return blueprint


def refusal(status: int, message: str) -> dict[str, Any]:
    """The body of a refusal."""
    return {"error": message}


def _changed(body: dict[str, Any]) -> list[Material]:
    rows = items(body)
    if isinstance(body["item"], list) and not 2 <= len(rows) <= _MOST:
        raise HttpError(400, f"item: expected an object, or an array of 2 to {_MOST}")
    if not all(_is_material(row) for row in rows):
        raise HttpError(400, f"item: expected {', '.join(_WRITTEN)}, all of them text as agreed")
    return [read_material(row) for row in rows]


def _is_material(row: Any) -> bool:
    if not isinstance(row, dict) or row.keys() != _WRITTEN.keys():
        return False
    return all(isinstance(row[name], str) and re.fullmatch(how, row[name], re.DOTALL) for name, how in _WRITTEN.items())


def _is_moment(value: Any) -> bool:
    return isinstance(value, str) and _MOMENT.match(value) is not None
