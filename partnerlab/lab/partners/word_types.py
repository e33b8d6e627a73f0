"""Types of a simulator function's keyword parameters, and the values that `with:` of a scenario may give."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from partnerlab.errors import InputError

_NAMES = {str: "text", int: "a whole number", bool: "true or false", list: "a list", dict: "a mapping"}
_SHOWN = 60


class WordsError(InputError):
    """Words with which a partner cannot send."""


def word_mistakes(function: Callable[..., Any], words: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the type of each word that the function takes by name."""
    hints = _hints(function)
    return {
        word: f"'{word}' takes {(wanted := _described(hints[word]))}, not {_shown(value, wanted)}"
        for word, value in words.items()
        if word in hints and not _fits(value, hints[word])
    }


def is_exact(function: Callable[..., Any], word: str) -> bool:
    """Whether the type of a word says all: a value that fits it is one that the function can work with."""
    return "Any" not in str(_hints(function).get(word, Any))


def word_description(function: Callable[..., Any], word: str) -> str:
    """What a word takes, as people say it: `text`, `a house of the story, by its name '$…'`."""
    return _described(_hints(function).get(word, Any))


def word_kinds(function: Callable[..., Any], word: str) -> list[str]:
    """The kinds of the population that a word takes: `account`, `person`; none where it takes plain values alone."""
    hint = _hints(function).get(word, Any)
    parts = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return [part.__name__.lower() for part in parts if isinstance(part, type) and part not in (*_NAMES, NoneType, Any)]


def _named(kind: Any) -> str:
    """A type as scenarios know it; whatever else is a thing of the population."""
    if get_origin(kind) is list:
        return f"a list, each {_described(*get_args(kind))}"
    kind = get_origin(kind) or kind
    article = "an" if kind.__name__[0] in "AEIOU" else "a"
    return _NAMES.get(kind, f"{article} {kind.__name__.lower()} of the story, by its name '$…'")


@contextmanager
def blaming_the_words(sender: str) -> Iterator[None]:
    """What is made of words of the right type may still be impossible to send; that is a `WordsError`, too."""
    try:
        yield
    except InputError:
        raise
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as bad:
        raise WordsError(f"{sender} cannot send these values: {bad}") from bad


@cache
def _hints(function: Callable[..., Any]) -> dict[str, Any]:
    return get_type_hints(function)


def _fits(value: Any, hint: Any) -> bool:
    if isinstance(value, str) and value.startswith("$"):  # a name, whose value is not known yet
        return True
    if get_origin(hint) in (Union, UnionType):
        return any(_fits(value, part) for part in get_args(hint))
    if hint is Any:
        return True
    if get_origin(hint) is list:
        return isinstance(value, list) and all(_fits(item, *get_args(hint)) for item in value)
    if get_origin(hint) is dict:
        return isinstance(value, Mapping) and all(_fits(item, get_args(hint)[1]) for item in value.values())
    return isinstance(value, hint) and (hint is not int or not isinstance(value, bool))


def _described(hint: Any) -> str:
    parts = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return " or ".join(dict.fromkeys(_named(part) for part in parts if part is not NoneType))


def _shown(value: Any, wanted: str) -> str:
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return f"{value}, which is a number; text stands in quotes" if "text" in wanted else str(value)
    text = "nothing" if value is None else repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
