"""How a contract is known: the nearest mark around a field holds, and each field counts once."""

from __future__ import annotations

from pathlib import Path

import pytest

from partnerlab.contract.document_store import DocumentStore
from partnerlab.contract.files import Layout
from partnerlab.contract.provenance import of_document, of_layout

DOCUMENT = """\
openapi: 3.1.0
info: {title: T, version: "1"}
paths:
  /a:
    parameters:
      - {name: Key, in: header, schema: {type: string}}
    post:
      operationId: act
      x-provenance: {grade: observed, source: somewhere}
      parameters:
        - {name: page, in: query, x-provenance: {grade: invented, source: ours}, schema: {type: integer}}
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Tree"}}}}
      responses:
        "200":
          description: d
          content:
            application/json: {schema: {type: array, items: {$ref: "#/components/schemas/Tree"}}}
            text/plain: {schema: {type: string}}
        "204": {description: d}
  /b:
    get:
      operationId: look
      responses: {"204": {description: d}}
components:
  schemas:
    Tree:
      properties:
        name: {type: string}
        seen: {type: string, x-provenance: {grade: inferred, source: s}}
        marked: {$ref: "#/components/schemas/Marked"}
        children: {type: array, items: {$ref: "#/components/schemas/Tree"}}
      allOf:
        - {properties: {more: {type: string}}}
    Marked:
      x-provenance: {grade: published, source: s}
      properties:
        inner: {type: string}
"""


@pytest.fixture
def library(tmp_path: Path) -> DocumentStore:
    (tmp_path / "partner").mkdir()
    (tmp_path / "partner" / "d.openapi.yaml").write_text(DOCUMENT)
    return DocumentStore(tmp_path)


def test_the_nearest_mark_holds_and_a_field_that_comes_twice_counts_once(library: DocumentStore) -> None:
    act = of_document(library, "partner/d.openapi.yaml")["act"]
    assert (act.grade, act.source) == ("observed", "somewhere")
    assert act.fields == {
        "published": 2,  # marked, inner
        "observed": 4,  # Key, name, children, more
        "inferred": 1,  # seen
        "invented": 1,  # page
    }


def test_what_carries_no_mark_at_all_is_published(library: DocumentStore) -> None:
    look = of_document(library, "partner/d.openapi.yaml")["look"]
    assert (look.grade, look.source, look.fields) == ("published", "", {})


def test_the_parts_of_a_files_name_count_too() -> None:
    layout = Layout.load(Path(__file__).parents[2] / "contracts/truemoney_offline/files/payment_file.layout.yaml")
    known = of_layout(layout)
    fields = sum(len(record.fields) for record in layout.model.records.values())
    assert (known.grade, sum(known.fields.values())) == ("observed", fields + 2)
