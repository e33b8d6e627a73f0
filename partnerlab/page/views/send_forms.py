"""A form for each operation by which a partner sends, and what came of sending it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, render_template, request

from partnerlab.page.exchange_words import verdict_of
from partnerlab.page.fragments import changed, is_fragment
from partnerlab.page.typed_words import field_of, typed_value, typed_words

send_forms = Blueprint("send_forms", __name__)


@send_forms.get("/send")
def senders() -> str:
    """Every partner that sends, with its operations."""
    everybody = g.control.get("partners")["partners"]
    return render_template("senders.html.j2", partners=[partner for partner in everybody if partner["sends"]])


@send_forms.get("/partners/<name>/send")
def forms(name: str) -> str:
    return render_template("send.html.j2", **_forms(name))


def _forms(name: str) -> dict[str, Any]:
    offered = g.control.get("partners", name, "forms")["forms"]
    (partner,) = [partner for partner in g.control.get("partners")["partners"] if partner["name"] == name]
    chosen = request.args.get("operation")
    return {
        "partner": partner,
        "forms": [form | {"fields": _fields(form)} for form in offered],
        "chosen": chosen or (offered[0]["operation"] if offered else None),
        "sent": None,
    }


def _fields(form: dict[str, Any]) -> list[Any]:
    """Its words; those that are needed come first."""
    sample = form["sample"] or {}
    fields = [field_of(word, sample.get(word["name"])) for word in form["words"]]
    return sorted(fields, key=lambda field: (not field.needed, not field.value))


@send_forms.post("/partners/<name>/send")
def send(name: str) -> Response:
    """Let the partner send; what passed is shown with its verdict."""
    form = request.form
    body = {"partner": name, "operation": form.get("operation", ""), "with": typed_words(form), "deliver": _deliver()}
    sent = g.control.post("send", body=body)
    exchanges = [exchange | {"verdict": verdict_of(exchange)} for exchange in sent["exchanges"]]
    result = {"exchanges": exchanges, "pending": sent["pending"], "operation": body["operation"]}
    if is_fragment():
        return changed(render_template("sent.html.j2", sent=result))
    return Response(render_template("send.html.j2", **_forms(name) | {"sent": result, "chosen": body["operation"]}))


def _deliver() -> list[Any]:
    """How it is to arrive, with its words if it takes some."""
    how, words = request.form.get("deliver", ""), request.form.get("deliver_words", "").strip()
    if not how:
        return []
    return [{how: typed_value(f"{{{words}}}")} if words else how]
