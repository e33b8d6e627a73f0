"""A call with a body nested beyond all measure is refused like any other wrong call, and leaves nothing behind."""

from __future__ import annotations

import pytest
from cis_support import Cis


def addresses(cis: Cis) -> list[tuple[str, str]]:
    """Every address of the system that takes a body."""
    rules = [(rule.rule, rule.methods & {"POST", "PUT"}) for rule in cis.web.application.url_map.iter_rules()]
    return [(methods.pop(), rule.replace("<name>", "x")) for rule, methods in rules if methods]


@pytest.mark.parametrize("depth", [100, 1_000, 100_000])
def test_it_is_refused_everywhere(cis: Cis, depth: int) -> None:
    settings = cis.web.application.extensions["cis"].settings
    keys = [value for partner in settings.partners.values() for value in partner.values()]
    headers = {name: key for name in ("X-Agent-Key", "Consumer-Key", "X-Api-Key") for key in keys}
    for method, path in addresses(cis):
        answer = cis.web.open(path, method=method, data=b"[" * depth + b"]" * depth, headers=headers)
        ignored = path == "/_test/reset"  # it takes no body
        assert ignored or 400 <= answer.status_code < 500, f"{method} {path} is answered {answer.status_code}"
