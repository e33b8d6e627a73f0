"""The page as a Flask app before the control of one lab."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from importlib.resources import files
from typing import Any

from flask import Blueprint, Flask, Response, g, redirect, render_template, request
from markupsafe import Markup

from partnerlab.page.admission import admission, refused
from partnerlab.page.control_client import Refusal, Wsgi
from partnerlab.page.finding_words import spoken_finding
from partnerlab.page.views import PARTS
from partnerlab.page.words import known, language_of, word
from partnerlab.report.html.markup import safe
from partnerlab.report.times import clock_time, date_time
from partnerlab.report.translations import LANGUAGES, Language, in_language

PREFIX = "/__page"
LANGUAGE = "partnerlab_language"

Start = Callable[..., Any]


class Page(Flask):
    """Shows and steers the lab behind a control."""

    def __init__(self, control: Wsgi) -> None:
        super().__init__(__name__, static_url_path=f"{PREFIX}/static")
        self.config.update(CONTROL=control, PREFIX=PREFIX, MAX_CONTENT_LENGTH=_LARGEST, MAX_FORM_MEMORY_SIZE=_LARGEST)
        self.jinja_env.trim_blocks = self.jinja_env.lstrip_blocks = True
        self.jinja_env.finalize = _printable
        self.json.ensure_ascii = self.json.sort_keys = False  # type: ignore[attr-defined]
        self.before_request(_choose_language)
        for part in (admission, language, *PARTS):
            self.register_blueprint(part, url_prefix=PREFIX)
        self.context_processor(_helpers)
        self.register_error_handler(404, _unknown)
        self.register_error_handler(413, _too_large)
        self.add_url_rule("/", "root", lambda: redirect(f"{PREFIX}/", 302))

    def select_jinja_autoescape(self, filename: str | None) -> bool:
        """Everything, whatever a template is called."""
        return True


_LARGEST = 25_000_000
"""Bytes of one file that is handed in to be checked."""


def beside_control(control: Wsgi, rest: Wsgi | None = None) -> Wsgi:
    """The control with the page before it; all other addresses are those of `rest`, else of the control."""
    page = Page(control)

    def app(environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == PREFIX or path.startswith(f"{PREFIX}/") or (path == "/" and rest is None):
            return page(environ, start_response)
        return (control if rest is None or path.startswith("/__lab") else rest)(environ, start_response)

    return app


language = Blueprint("language", __name__)


@language.get("/language/<name>")
def choose_language(name: str) -> Response:
    """Remember a language and go back to where one was."""
    back = request.args.get("back", "")
    target = back if back.startswith(f"{PREFIX}/") and "\\" not in back and "\n" not in back else f"{PREFIX}/"
    response = redirect(target, 303)
    if chosen := language_of(name):
        response.set_cookie(LANGUAGE, chosen, samesite="Strict", path=PREFIX, httponly=True, max_age=31_536_000)
    return response  # type: ignore[return-value]


def _choose_language() -> None:
    chosen = language_of(request.cookies.get(LANGUAGE))
    g.language = chosen or language_of(request.accept_languages.best_match(LANGUAGES)) or "en"


def _helpers() -> dict[str, Any]:
    """What every template may call."""
    spoken: Language = g.language
    return {
        "prefix": PREFIX,
        "language": spoken,
        "here": request.full_path.rstrip("?"),
        "t": lambda key, **values: word(key, spoken, **values),
        "known": known,
        "say": lambda text: in_language(text, spoken),
        "nav_parts": _nav_parts,
        "covered": _covered,
        "spoken": lambda finding: spoken_finding(finding, spoken),
        "when": lambda value: in_language(date_time(value), spoken),
        "hour": clock_time,
    }


def _nav_parts() -> list[tuple[str, str]]:
    """The parts of the page, by path and word; of a run and of a sandbox's list only where there is one."""
    run = [("run", "nav.run")] if g.control.get("run")["planned"] else []
    listed = [("checklist", "nav.checklist")] if g.control.get("checklist")["partner"] else []
    return [*run, *listed, *_PARTS]


_PARTS = [
    ("", "nav.partners"), ("journal", "nav.journal"), ("files", "nav.files"), ("send", "nav.send"),
    ("population", "nav.population"), ("check", "nav.check"),
]  # fmt: skip


def _printable(value: object) -> object:
    """What a template writes, without control characters."""
    return safe(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _covered(value: object) -> str:
    """A fact of a partner as text; of a number as long as a person's only the end."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return _LONG_NUMBER.sub(lambda match: "•" * (len(match[0]) - 2) + match[0][-2:], text)


_LONG_NUMBER = re.compile("[0-9]{9,}")


def _too_large(error: Exception) -> tuple[str, int, dict[str, str]]:
    """A file that is larger than any that can be checked."""
    return refused(Refusal(413, "the file is too large", f"at most {_LARGEST:,} bytes", None, "check a smaller file"))


def _unknown(error: Exception) -> tuple[str, int]:
    return render_template("unknown.html.j2"), 404


@language.get("/style.css")
def style() -> Response:
    """The reports' colours and shapes, and the page's own."""
    home = files("partnerlab")
    return Response("\n".join((home / name).read_text(encoding="utf-8") for name in STYLES), mimetype="text/css")


STYLES = ("report/html/style/base.css", "report/html/style/diagram.css", "page/page.css")
