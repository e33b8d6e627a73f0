"""Messages that are known to be answered well, out of the pacts: without them a fuzzer only meets strangers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from partnerlab.conformance.pacts.pact_file import Interaction, operation_of, read
from partnerlab.conformance.pacts.provider_states import Given
from partnerlab.conformance.verify.prepared_request import credential_values, set_field
from partnerlab.contract.http import message as wire
from partnerlab.contract.http.decoding.multipart import MULTIPART
from partnerlab.contract.http.message import Request
from tests.pacts.links import Link


@dataclass(frozen=True)
class Seed:
    """One request that a partner or our side really makes, and what it takes for given."""

    given: list[Given]
    request: Request
    filled: dict[str, str]
    values: dict[str, str]

    @property
    def body(self) -> Any:
        return self.request.body

    def of(self, parameter: dict[str, Any]) -> str | None:
        """The value that this request has for a parameter of the contract."""
        name, place = parameter["name"], parameter["in"]
        expression = self.filled.get(f"{place}/{name}", "")
        if expression:
            return self.values[expression.removeprefix("${").removesuffix("}")]
        return {"query": self.request.query, "path": self.request.params, "header": self.request.headers}[place].get(
            name.lower() if place == "header" else name
        )


def seeds_of(link: Link, values: dict[str, str]) -> dict[str, list[Seed]]:
    """The seeds of every operation of a link: what its pact sees answered with 2xx; `values` are the credentials."""
    found: dict[str, list[Seed]] = {name: [] for name in link.document.operations}
    for interaction in read(link.file).interactions if link.file.is_file() else ():
        operation = operation_of(link.document, interaction)
        if operation is not None and 200 <= interaction.answer.status < 300:
            for place, value in credential_values(interaction, values):
                if place.startswith(("path/", "body/")):
                    set_field(operation, interaction.request, place, value)
            found[operation.id].append(_seed(interaction, values))
    return found


def _seed(interaction: Interaction, values: dict[str, str]) -> Seed:
    asked = interaction.request
    assert asked.undecodable is None and asked.media in ("", wire.JSON, wire.FORM, MULTIPART)
    return Seed(interaction.given, asked, interaction.filled, values)
