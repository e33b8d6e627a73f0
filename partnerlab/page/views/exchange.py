"""One exchange: sender, receiver, request, answer, bytes and findings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, g, render_template, request

from partnerlab.page.byte_view import hex_lines, lines_of, record_lines
from partnerlab.page.exchange_words import verdict_of
from partnerlab.page.fragments import is_fragment
from partnerlab.page.views.sequence import sequence

exchange = Blueprint("exchange", __name__)

_FAMILY = 60
"""Exchanges that one is drawn with: those that it caused, or was caused by."""


@exchange.get("/journal/<int:number>")
def one_exchange(number: int) -> str:
    shown = request.args.get("personal") == "shown"
    personal = "shown" if shown else None
    event = g.control.get("journal", number, personal=personal)
    context = {
        "exchange": event,
        "outcome": verdict_of(event),
        "shown": shown,
        "messages": [_message(event, side) for side in ("request", "answer") if event[side]],
        "drawn": sequence(_family(event, personal)),
    }
    return render_template("exchange_panel.html.j2" if is_fragment() else "exchange.html.j2", **context)


def _family(event: Mapping[str, Any], personal: str | None) -> list[Mapping[str, Any]]:
    """The exchange with the one that caused it all, and all that were caused on the way."""
    root = event
    while root["parent"]:
        root = g.control.get("journal", root["parent"], personal=personal)
    later = g.control.get("journal", after=root["number"], limit=_FAMILY, personal=personal)["exchanges"]
    family = {root["number"]: root}
    for other in later:
        if other["parent"] in family or other["number"] == event["number"]:
            family[other["number"]] = other
    return list(family.values())


def _message(event: Mapping[str, Any], side: str) -> dict[str, Any]:
    """One side: its head, its body as it is and laid out, and its bytes."""
    message = event[side]
    is_file = side == "request" and event["channel"] != "http"
    findings = [finding for finding in event["findings"] if finding["side"] == side]
    charset = message["media"].rpartition("charset=")[2] if "charset=" in message["media"] else "utf-8"
    return {
        "side": "file" if is_file else side,
        "message": message,
        "laid_out": _laid_out(message["body"]),
        "records": record_lines(lines_of(message["body"]), charset, findings) if is_file else None,
        "bytes": hex_lines(message["body"], charset),
    }


def _laid_out(body: str) -> str | None:
    """A body of JSON with a field a line; None if it is none, or would look the same."""
    try:
        laid_out = json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    except (ValueError, RecursionError):
        return None
    return laid_out if laid_out != body else None
