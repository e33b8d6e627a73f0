"""Small makers of safe markup: elements, and texts that stand in both languages until the page shows one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup, escape

from partnerlab.report.safe_text import printable
from partnerlab.report.translations import LANGUAGES, in_both_languages, in_language


def element(tag: str, *children: Any, **attributes: Any) -> Markup:
    """`<tag …>children</tag>`, all of it escaped; None drops an attribute, `_` at an end is dropped (`class_`)."""
    # plain strings and one Markup at the end: this runs some twenty times an exchange
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{value if type(value) is int else safe(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    inner = "".join(safe(child) for child in children)
    return Markup(f"<{tag}{written}>{inner}</{tag}>")


def safe(value: Any) -> Markup:
    """Escaped, without control characters; what is markup already stays."""
    return value if isinstance(value, Markup) else escape(printable(str(value)))


def bilingual(text: Any, tag: str = "span", **attributes: Any) -> Markup:
    """A text of the stream, once a language; a text that is the same in both, or has only one, stands once."""
    told = {language: in_language(text, language) for language in LANGUAGES}
    if len(set(told.values())) == 1:
        plain = safe(told["en"])
        return element(tag, plain, **attributes) if attributes or tag != "span" else plain
    return Markup("").join(element(tag, told[language], lang=language, **attributes) for language in LANGUAGES)


def translated(key: str, **values: object) -> Markup:
    """One of the report's own words or phrases, in both languages."""
    return bilingual(in_both_languages(key, **values))


def both_as_text(text: Any, separator: str = " · ") -> str:
    """Both languages in one attribute (a tooltip, a label), where no switch can reach."""
    if not isinstance(text, Mapping):
        return str(text)
    return separator.join(dict.fromkeys(in_language(text, language) for language in LANGUAGES))
