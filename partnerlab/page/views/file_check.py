"""The file checker: a file that somebody drops into the page, judged by its layout."""

from __future__ import annotations

import re
from typing import Any

from flask import Blueprint, Response, g, render_template, request

from partnerlab.page.byte_view import record_lines
from partnerlab.page.control_client import Refusal
from partnerlab.page.fragments import is_fragment

file_check = Blueprint("file_check", __name__)

_PLACE = re.compile(r"\\\{[^}]*\\\}")


@file_check.get("/check")
def form() -> str:
    return render_template("check.html.j2", layouts=_layouts(), checked=None, records=None)


@file_check.post("/check")
def check() -> Response:
    """Judge the file by the layout that was chosen, or by the one that its name belongs to."""
    file = request.files.get("file")
    if file is None or not file.filename:
        raise Refusal(400, "there is no file", "a file", None, "choose a file or drop one into the field")
    layouts = _layouts()
    name = request.form.get("name", "").strip() or file.filename
    partner, layout = _chosen(layouts, request.form.get("layout", ""), name)
    checked = g.control.post_file(
        "check-file", data=file.read(), partner=partner, layout=layout, name=name,
        personal="shown" if request.form.get("personal") else None,
    )  # fmt: skip
    encoding = next(known["encoding"] for known in layouts if (known["partner"], known["layout"]) == (partner, layout))
    lines = [(line["line"], line["text"]) for line in checked["lines"]]
    records = record_lines(lines, encoding, checked["findings"])
    if is_fragment():
        return Response(render_template("checked.html.j2", checked=checked, records=records))
    return Response(render_template("check.html.j2", layouts=layouts, checked=checked, records=records))


def _layouts() -> list[dict[str, Any]]:
    layouts: list[dict[str, Any]] = g.control.get("layouts")["layouts"]
    return layouts


def _chosen(layouts: list[dict[str, Any]], chosen: str, name: str) -> tuple[str, str]:
    """Partner and layout: as chosen, else the one whose files are named so."""
    if chosen:
        partner, _, layout = chosen.partition("/")
        return partner, layout
    for known in layouts:
        if re.fullmatch(_PLACE.sub("[^.]+", re.escape(known["file"])), name):
            return known["partner"], known["layout"]
    do = "choose the layout that it should have"
    raise Refusal(400, f"no layout has files named '{name}'", "a name that a layout knows", name, do)
