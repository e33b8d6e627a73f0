"""Parts of the page that keep themselves current: each asks again and is replaced only if it has changed."""

from __future__ import annotations

import hashlib
from urllib.parse import urlencode

from flask import Response, render_template, request
from markupsafe import Markup

from partnerlab.report.html.markup import element

CHANGED = "lab-changed"
"""What the page's own acts set off, so that every part asks at once."""


def is_fragment() -> bool:
    """Whether a part of the page asks, not a person for a whole page."""
    return request.headers.get("HX-Request") == "true"


def live(name: str, url: str, seconds: float, inner: Markup, **attributes: object) -> Markup:
    """A part that asks for itself at `url` every so many seconds; `name` is its id in the page.

    How it is replaced is its own affair: a link within it does not take that over.
    """
    address = f"{url}{'&' if '?' in url else '?'}{urlencode({'seen': digest(inner)})}"
    return element(
        "div", inner, id=name, data_part=name, hx_get=address, hx_swap="outerHTML", hx_disinherit="*",
        hx_trigger=f"every {seconds:g}s, {CHANGED} from:body", **attributes,
    )  # fmt: skip


def filled(template: str, **values: object) -> Markup:
    """A template of the page, filled in."""
    return Markup(render_template(template, **values))


def digest(inner: str) -> str:
    """By what a part knows itself again."""
    return hashlib.sha256(inner.encode()).hexdigest()[:16]


def answer(part: Markup) -> Response:
    """The part, or nothing if it is the one that is shown already."""
    seen = request.args.get("seen")
    if seen and f"seen={seen}" in part.partition(">")[0]:
        return Response(status=204)
    return Response(str(part))


def changed(part: str) -> Response:
    """What an act shows in its place; everything else on the page asks for itself at once."""
    return Response(part, headers={"HX-Trigger": CHANGED})
