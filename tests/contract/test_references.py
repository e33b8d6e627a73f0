"""A reference that circles, leaves the folder of contracts or is no text is told, and never followed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from partnerlab.contract.document_store import ContractError, DocumentStore

HEAD = "openapi: 3.1.0\ninfo: {title: bank, version: '1'}\n"


@pytest.mark.parametrize(
    ("reference", "told"),
    [
        ("#/x-a", "leads back to itself"),
        ("../../secret.yaml#/x", "which no reference may leave"),
        ("../../../../../../../etc/passwd", "which no reference may leave"),
        ("/etc/passwd", "which no reference may leave"),
        (5, "expected a text like"),
        ("#/x-b/0/x", "nothing stands at"),
        ("#/x-b/" + "9" * 5_000, "nothing stands at"),
    ],
)
def test_it_is_told(tmp_path: Path, reference: Any, told: str) -> None:
    folder = tmp_path / "contracts" / "bank"
    folder.mkdir(parents=True)
    (tmp_path / "secret.yaml").write_text("x: {secret: 1}\n", encoding="utf-8")
    (folder / "as_provider.openapi.yaml").write_text(f"{HEAD}x-a: {{$ref: '#/x-a'}}\nx-b: [1]\n", encoding="utf-8")
    with pytest.raises(ContractError, match=told):
        DocumentStore(tmp_path / "contracts").resolve({"$ref": reference}, "bank/as_provider.openapi.yaml")
