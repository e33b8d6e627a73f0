"""What our side's client asks of SAP, and what SAP sends when materials change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
import requests

from reference.cis.adapter import Link
from reference.cis.messages import SourceUnavailable
from reference.cis.partners.sap.client import Materials
from reference.common.clock import Clock
from tests.pacts.interactions import Asked, Sent, answered, state

_PRODUCT = {
    "__metadata": {"id": "A_Product('100001')", "type": "API_PRODUCT_SRV.A_ProductType"},
    "Product": "100001",
    "ProductType": "ROH",
    "ProductGroup": "100",
    "BaseUnit": "M",
    "GrossWeight": "1.000",
    "ProductStandardID": "ท่อ",
    "IsMarkedForDeletion": False,
}
_MATERIAL = {"MATNR": "000000000000100001", "MAKTX": "ท่อ", "MEINS": "M", "MATKL": "100", "LVORM": ""}
_MESSAGE = {"TYPE": "E", "ID": "M3", "NUMBER": "300", "MESSAGE": "Plant is not known"}
_ACTIVE, _INACTIVE = state("there is one material"), state("the OData service is not active")


def client(url: str, session: requests.Session) -> Materials:
    return Materials(Link("sap", {"url": url, "user_basic": "user_basic"}, session, Clock()))


def _list(materials: Materials, names: Mapping[str, Any]) -> None:
    assert materials._products()[0].number


def _bridge(materials: Materials, names: Mapping[str, Any]) -> None:
    assert materials._bridged()[0].number


def _refused(materials: Materials, names: Mapping[str, Any]) -> None:
    with pytest.raises(SourceUnavailable, match="M3300"):
        materials._bridged()


ASKED = [
    Asked("the list of materials", "products", _list, answered(200, {"d": {"results": [_PRODUCT]}}), (_ACTIVE,)),
    Asked(
        "one material over the bridge",
        "materials",
        _bridge,
        answered(200, {"TRANSNO": "0000000001", "MATERIAL": {"item": _MATERIAL}, "RETURN": {"DETAIL_RETURN": {}}}),
        (_INACTIVE, _ACTIVE),
    ),
    Asked(
        "a plant that is not known",
        "materials",
        _refused,
        answered(
            200,
            {"TRANSNO": "", "MATERIAL": {}, "RETURN": {"DETAIL_RETURN": {"item": _MESSAGE}}},
            exactly="TRANSNO ID NUMBER",
        ),
        (state("the plant is unknown"),),
    ),
]

SENT = [
    Sent("a material has changed", "changed_materials", {"name": "ท่อ"}, answered(200, {"changed": 1}), ()),
]
