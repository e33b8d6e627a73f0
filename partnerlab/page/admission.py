"""Who may use the page: the control decides, and a page of another site may not act by somebody's browser."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, g, redirect, render_template, request

from partnerlab.page.control_client import FORBIDDEN, ControlClient, Refusal
from partnerlab.page.fragments import is_fragment

admission = Blueprint("admission", __name__)

TOKEN = "partnerlab_token"
_READING = ("GET", "HEAD")

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""No inline script and nothing from elsewhere; a diagram states its width in an attribute."""


@admission.before_app_request
def admit() -> Response | None:
    """Refuse what another site's page sends, and call the control as this visitor."""
    if request.method not in _READING and not _from_this_page():
        raise Refusal(
            FORBIDDEN, "this was sent by a page of another site", request.host, request.headers.get("Origin"),
            "open the page itself and do it there",
        )  # fmt: skip
    address = request.environ.get("REMOTE_ADDR", "127.0.0.1")  # as the control takes it
    g.control = ControlClient(current_app.config["CONTROL"], request.host, address, request.cookies.get(TOKEN))
    return None


def _from_this_page() -> bool:
    """A browser names the site of the form (`Origin`).

    A client that is no browser names none, and no site can misuse it.
    """
    origin = request.headers.get("Origin")
    if origin is not None:
        return urlsplit(origin).netloc == request.host
    return request.headers.get("Sec-Fetch-Site", "none") in ("none", "same-origin")


@admission.after_app_request
def secure(response: Response) -> Response:
    """What a browser must know to keep what partners send from acting."""
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    if not request.path.startswith(f"{current_app.config['PREFIX']}/static/"):
        response.headers["Cache-Control"] = "no-store"
    return response


@admission.app_errorhandler(Refusal)
def refused(refusal: Refusal) -> tuple[str, int, dict[str, str]]:
    """The answer to a refused request: a notice or a page with what to do; the log-in where the token is missing."""
    if is_fragment():
        if refusal.needs_token:
            return "", refusal.status, {"HX-Redirect": f"{current_app.config['PREFIX']}/log-in"}
        goes = {"HX-Retarget": "#notice", "HX-Reswap": "innerHTML"}
        return render_template("notice.html.j2", refusal=refusal), refusal.status, goes
    name = "log_in.html.j2" if refusal.needs_token else "refused.html.j2"
    return render_template(name, refusal=refusal), refusal.status, {}


@admission.get("/log-in")
def log_in_form() -> str:
    return render_template("log_in.html.j2", refusal=None)


@admission.post("/log-in")
def log_in() -> Response | tuple[str, int]:
    """Keep a token that the control takes, out of reach of scripts and of other sites."""
    token = request.form.get("token", "").strip()
    try:
        ControlClient(g.control.control, g.control.host, g.control.address, token or None).get()
    except Refusal as refusal:
        return render_template("log_in.html.j2", refusal=refusal), refusal.status
    response = redirect(f"{current_app.config['PREFIX']}/", 303)
    response.set_cookie(TOKEN, token, httponly=True, samesite="Strict", path=current_app.config["PREFIX"])
    return response  # type: ignore[return-value]


@admission.post("/log-out")
def log_out() -> Response:
    response = redirect(f"{current_app.config['PREFIX']}/log-in", 303)
    response.delete_cookie(TOKEN, httponly=True, samesite="Strict", path=current_app.config["PREFIX"])
    return response  # type: ignore[return-value]
