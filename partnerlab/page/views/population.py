"""The population: one person, house, company, account or parcel, and what every register says of it, side by side."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from flask import Blueprint, Response, current_app, g, redirect, render_template, request

population = Blueprint("population", __name__)

KINDS = ("person", "house", "company", "account", "parcel")
ROWS = 50


@population.get("/population")
def browse() -> str | Response:
    """A page of the population by kind; a number, or an identifier, leads to the one that it names."""
    kind = request.args.get("kind", KINDS[0])
    asked = request.args.get("find", "").strip()
    if asked.isdecimal() and len(asked) < _SHORTEST_IDENTIFIER:
        return _to(kind, int(asked))
    begin = request.args.get("from", "0")
    start = int(begin) if begin.isdecimal() else 0
    personal = _personal()
    page = g.control.get("world", kind, **{"from": start}, limit=ROWS, identifier=asked or None, personal=personal)
    if asked and len(page["entities"]) == 1:
        return _to(page["entities"][0]["kind"], page["entities"][0]["number"])
    return render_template(
        "population.html.j2", page=page, kinds=KINDS, kind=kind, start=start, rows=ROWS, find=asked,
        shown=personal == "shown",
    )  # fmt: skip


_SHORTEST_IDENTIFIER = 9
"""Digits: what is shorter is a number of the population."""


def _personal() -> str | None:
    return "shown" if request.args.get("personal") == "shown" else None


def _to(kind: str, number: int) -> Response:
    personal = "?personal=shown" if _personal() else ""
    return redirect(f"{current_app.config['PREFIX']}/population/{kind}/{number}{personal}", 303)  # type: ignore[return-value]


@population.get("/population/<kind>/<int:number>")
def one(kind: str, number: int) -> str:
    """One of the population, fact by fact in every register that has it."""
    entity = g.control.get("world", kind, number, "registers", personal=_personal())
    registers = [_register(register) for register in entity["registers"]]
    columns = [register for register in registers if len(register["own"]) < len(register["fields"])]
    table = [_row(fact, columns) for fact in entity["population"]]
    return render_template(
        "one_of_population.html.j2", entity=entity, registers=registers, columns=columns,
        table=[row for row in table if any(row["cells"]) or row["fact"]["differs"]],
        rest=[row["fact"] for row in table if not any(row["cells"]) and not row["fact"]["differs"]],
        shown=_personal() == "shown", kinds=KINDS,
    )  # fmt: skip


def _row(fact: dict[str, Any], registers: list[dict[str, Any]]) -> dict[str, Any]:
    """A fact with what each register says of it; a register may say it in several fields."""
    cells = []
    for register in registers:
        fields: dict[str, dict[str, Any]] = {}
        for field in register["fields"]:
            if field["fact"] == fact["field"]:
                fields.setdefault(str(field["value"]), field)
        cells.append(list(fields.values()))
    return {"fact": fact, "cells": cells}


def _register(register: dict[str, Any]) -> dict[str, Any]:
    """A register with the fields that are no fact of the population, those that differ first."""
    own = [field for field in register["fields"] if field["fact"] is None]
    counted: dict[bool, int] = defaultdict(int)
    for field in register["fields"]:
        counted[field["differs"]] += 1
    return register | {"own": sorted(own, key=lambda field: not field["differs"]), "differing": counted[True]}
