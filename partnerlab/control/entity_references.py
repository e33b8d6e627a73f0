"""Names in what is sent by JSON: `{"$account": 1001}` is an account of the population, as `$home` is in a scenario.

`{"$account": 1001, "field": "holder.mobile"}` is what `$home.holder.mobile` is there.
"""

from __future__ import annotations

from typing import Any

from partnerlab.control.control_errors import BAD_REQUEST, NOT_FOUND, ControlError
from partnerlab.errors import WorldError
from partnerlab.lab.lab import Lab
from partnerlab.scenario.language.variables import look_up

_NUMBERED = ("person", "house", "company", "account", "parcel")
_FORMS = 'one of {"$person": 41}, {"$company": 7}, {"$account": 1001}, {"$bill": {"account": 1001, "month": "2026-10"}}'
_DO = "name somebody of the population by kind and number"


def resolve_references(lab: Lab, value: Any) -> Any:
    """The value with every reference replaced by the entity that it names."""
    if isinstance(value, list):
        return [resolve_references(lab, item) for item in value]
    if not isinstance(value, dict):
        return value
    if (name := next(iter(value), "")).startswith("$") and value.keys() <= {name, "field"}:
        meant = _meant(lab, name[1:], value[name])
        return look_up(f"it.{value['field']}", {"it": meant}) if "field" in value else meant
    return {key: resolve_references(lab, item) for key, item in value.items()}


def _meant(lab: Lab, kind: str, what: Any) -> Any:
    try:
        if kind in _NUMBERED and isinstance(what, int):
            return getattr(lab.world, kind)(what)
        if kind == "bill" and isinstance(what, dict) and what.keys() == {"account", "month"}:
            return lab.world.account(what["account"]).bill(what["month"])
    except WorldError as bad:
        raise ControlError(NOT_FOUND, str(bad), _DO, _FORMS, f"{{'${kind}': {what!r}}}") from None
    raise ControlError(BAD_REQUEST, f"'${kind}' names nothing", _DO, _FORMS, f"{{'${kind}': {what!r}}}")
