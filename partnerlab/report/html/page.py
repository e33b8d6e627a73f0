"""The page: the run put into the template, with style and scripts inlined and everything else escaped."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable
from datetime import datetime
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from partnerlab.report.html import exchange_data, reconciliation_data, template_data
from partnerlab.report.html.diagram import diagram
from partnerlab.report.html.markup import bilingual, both_as_text, safe, translated
from partnerlab.report.html.plot import plot
from partnerlab.report.html.waiting_scenarios import MANY, WaitingScenarios
from partnerlab.report.model import Event, Run, nearest_exchange, read_run
from partnerlab.report.safe_text import display_text
from partnerlab.report.times import date_time
from partnerlab.report.translations import LANGUAGES, WORDS, in_both_languages, in_language

STYLES = (
    "base.css", "cover.css", "scenario.css", "reconciliation.css", "diagram.css", "plot.css", "reader.css", "print.css",
)  # fmt: skip
FIRST_SCRIPTS = ("switch.js",)  # before anything is drawn, so that no wrong language or colour flashes up
SCRIPTS = ("words.js", "filter.js", "json.js", "record.js", "exchange.js", "reader.js")


def page(run: Run, ran_at: datetime | None = None, many: int = MANY) -> str:
    """The whole page of a run. `ran_at` is when it ran on the wall; else the stream's own `at`, if it has one.

    Of more than so `many` scenarios those that passed are drawn when a reader opens them.
    """
    first, last = _script(FIRST_SCRIPTS), _script(SCRIPTS)
    waiting = WaitingScenarios() if len(run.scenarios) > many else None
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            run=run,
            cover=template_data.cover(run, ran_at),
            rows=template_data.rows(run),
            parties=run.parties,
            sheets=reconciliation_data.reconciliation(run),
            requirements=template_data.requirements(run),
            style=Markup(_asset("style", STYLES)),
            first_script=Markup(first),
            script=Markup(last),
            policy=_policy(first, last),
            waiting=waiting,
            data=lambda: exchange_data.block(run, _asked_words(last), waiting.data() if waiting else {}),
        )
    )


def from_events(events: Iterable[Event], ran_at: datetime | None = None, many: int = MANY) -> str:
    """The page of a stream."""
    return page(read_run(events), ran_at, many)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("partnerlab.report.html", "templates"),
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_printable,
    )  # fmt: skip
    environment.globals.update(
        t=translated, say=bilingual, both=both_as_text, when=lambda value: bilingual(date_time(value)), value=_value,
        missed=nearest_exchange, baht=reconciliation_data.baht, diagram=diagram, plot=plot,
        phrase=in_both_languages, in_language=in_language,
    )  # fmt: skip
    return environment


def _value(value: object) -> Markup:
    """An expected or a seen value; a dash where there is none."""
    return bilingual({language: display_text(value, language) or "—" for language in LANGUAGES})


def _printable(value: object) -> object:
    """What a template writes, without control characters."""
    return safe(value) if isinstance(value, str) else value


@cache
def _asset(folder: str, names: tuple[str, ...]) -> str:
    home = files("partnerlab.report.html") / folder
    return "\n".join((home / name).read_text(encoding="utf-8").strip() for name in names)


@cache
def _script(names: tuple[str, ...]) -> str:
    return f'"use strict";\n{_asset("script", names)}'


def _policy(*scripts: str) -> str:
    """Only these very scripts may run and nothing may be fetched: what a hostile body would need is switched off."""
    hashes = [base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts]
    allowed = " ".join(f"'sha256-{digest}'" for digest in hashes)
    return f"default-src 'none'; style-src 'unsafe-inline'; script-src {allowed}; base-uri 'none'; form-action 'none'"


def _asked_words(script: str) -> dict[str, tuple[str, str]]:
    """The words that the scripts ask for, in both languages (whose fault it is, they put together)."""
    return {key: words for key, words in WORDS.items() if f'"{key.removesuffix(".one")}"' in script or "blame." in key}
