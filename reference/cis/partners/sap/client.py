"""A client of SAP: the list of materials as OData, or over the bridge where OData is not active."""

from __future__ import annotations

from typing import Any

import requests

from reference.cis.adapter import Link
from reference.cis.messages import SourceUnavailable
from reference.cis.messages.materials import Material
from reference.cis.service_requests.registers import AllMaterials
from reference.common.json_reader import read_json

_PAGE = 1000
_PLANT, _STORE = "1000", "0001"
_UNREADABLE = "list of materials has not the agreed shape"


class Materials:
    """Reads the list; raises SourceUnavailable where there is none to go by."""

    def __init__(self, link: Link) -> None:
        self._link = link

    def all(self, question: AllMaterials) -> tuple[Material, ...]:
        try:
            return self._products()
        except SourceUnavailable as failure:
            if failure.reason != "403":  # the service is not active in this system
                raise
        return self._bridged()

    def _products(self) -> tuple[Material, ...]:
        """By pages, until one is not full."""
        found: list[Material] = []
        while True:
            query = {"$format": "json", "$top": str(_PAGE), "$skip": str(len(found))}
            body = self._call("GET", "/sap/opu/odata/sap/API_PRODUCT_SRV/A_Product", params=query)
            try:
                page = [_product(row) for row in body["d"]["results"]]
            except (KeyError, TypeError, AttributeError):
                raise SourceUnavailable(_UNREADABLE) from None
            found += page
            if len(page) < _PAGE:
                return tuple(found)

    def _bridged(self) -> tuple[Material, ...]:
        body = self._call("POST", "/sap/bridge/materials", json={"WERKS": _PLANT, "LGORT": _STORE})
        try:
            if not body["TRANSNO"]:
                told = items(body["RETURN"]["DETAIL_RETURN"])
                raise SourceUnavailable("; ".join(f"{one['ID']}{one['NUMBER']}" for one in told) or "no TRANSNO")
            return tuple(read_material(row) for row in items(body["MATERIAL"]))
        except (KeyError, TypeError, AttributeError):
            raise SourceUnavailable(_UNREADABLE) from None

    def _call(self, verb: str, path: str, **what: Any) -> Any:
        link = self._link
        headers = {"Authorization": link["user_basic"]}
        try:
            response = link.session.request(
                verb, link.url + path, headers=headers, timeout=link.timeout, allow_redirects=False, **what
            )
            if response.status_code != 200:
                raise SourceUnavailable(str(response.status_code), response.headers.get("Retry-After"))
            return read_json(response.content)
        except requests.RequestException as failure:
            raise SourceUnavailable(type(failure).__name__) from None
        except ValueError:
            raise SourceUnavailable(_UNREADABLE) from None


def items(part: dict[str, Any]) -> list[Any]:
    """One item is an object, several are an array, and of none there is no word."""
    found = part.get("item", [])
    return found if isinstance(found, list) else [found]


def read_material(row: dict[str, Any]) -> Material:
    """A row of the bridge: its number is padded with zeros."""
    return Material(row["MATNR"].lstrip("0"), row["MAKTX"], row["MEINS"], row["LVORM"] == "X")


def _product(row: dict[str, Any]) -> Material:
    name = row["ProductStandardID"] or row["Product"]
    return Material(row["Product"].lstrip("0"), name, row["BaseUnit"], row["IsMarkedForDeletion"] is True)
