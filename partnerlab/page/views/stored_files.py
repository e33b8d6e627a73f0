"""What lies at the drop-off, in mailboxes and on web pages; and one file with what is in it."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, g, render_template, request
from markupsafe import Markup

from partnerlab.page.byte_view import lines_of, record_lines
from partnerlab.page.fragments import answer, filled, is_fragment, live

stored_files = Blueprint("stored_files", __name__)

ROWS = 100
CHANNELS = ("sftp", "mail", "web")


@stored_files.get("/files")
def files_page() -> str:
    listed = g.control.get("files")["files"]
    parties = sorted({file["party"] for file in listed})
    return render_template("files.html.j2", part=files_part(), parties=parties, asked=_asked(), channels=CHANNELS)


@stored_files.get("/files/rows")
def rows() -> Response:
    return answer(files_part())


def files_part() -> Markup:
    """One page of the files by channel and by whose they are; it asks for itself again."""
    asked = _asked()
    start = int(request.args.get("from", "0")) if request.args.get("from", "0").isdecimal() else 0
    listed = sorted(g.control.get("files", **asked)["files"], key=_place)
    page = listed[start : start + ROWS]
    more = urlencode(asked | {"from": start + ROWS}) if len(listed) > start + ROWS else None
    inner = filled("files_rows.html.j2", groups=groupby(page, _place_of_group), more=more, count=len(listed))
    here = urlencode(asked | ({"from": start} if start else {}))
    return live("files", f"{current_app.config['PREFIX']}/files/rows?{here}".rstrip("?"), 2, inner)


def _asked() -> dict[str, str]:
    return {name: request.args[name] for name in ("party", "channel") if request.args.get(name)}


def _place(file: dict[str, Any]) -> tuple[Any, ...]:
    return (*_place_of_group(file), file["folder"], file["name"])


def _place_of_group(file: dict[str, Any]) -> tuple[str, str]:
    return file["channel"], file["party"]


@stored_files.get("/files/<identifier>")
def one_file(identifier: str) -> str:
    """A file under a ruler of byte columns: covered, unless it is to be shown."""
    shown = request.args.get("personal") == "shown"
    file = g.control.get("files", identifier, personal="shown" if shown else None)
    records = record_lines(lines_of(file["text"]), file["encoding"], [])
    template = "file_panel.html.j2" if is_fragment() else "file.html.j2"
    return render_template(template, file=file, shown=shown, records=records)
