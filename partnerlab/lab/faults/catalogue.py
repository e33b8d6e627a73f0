"""All kinds of faults by name, and a fault made from its words."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from partnerlab.lab.faults import (
    answer_faults,
    connection_faults,
    delivery_faults,
    envelope_faults,
    file_faults,
    forward_faults,
    mail_faults,
    message_faults,
    timing_faults,
    web_faults,
)
from partnerlab.lab.faults.fault import Fault, FaultError, FaultKind, FaultTarget
from partnerlab.suggestions import unknown_name_message
from partnerlab.world.calendar.durations import parse_duration

_BREAKING = frozenset(
    {
        "wrong_status",
        "malformed_body",
        "wrong_content_type",
        "answers",
        "redirected",
        "error_in_200",
        "rate_limit",
        "truncated",
        "wrong_trailer",
        "wrong_field",
        "records_missing",
        "byte_order_mark",
        "renamed",
        "other_line_ends",
        "wrong_encoding",
        "header_dropped",
        "header_replaced",
        "field_left_out",
        "field_replaced",
        "body_broken_off",
        "another_sender",
    }
)
"""What these do to a message breaks its contract on purpose."""

_OF_CHANNEL = {mail_faults.__name__: "mail", web_faults.__name__: "web", envelope_faults.__name__: "openpgp"}
"""Modules whose faults happen on one file channel only, or in OpenPGP envelopes."""

_WHEN: dict[str, Callable[..., bool]] = {
    "rate_limit": answer_faults.beyond_limit,
    "session_ended": web_faults.at_any_page,
    "password_refused": web_faults.at_log_in,
    "login_page_instead": web_faults.at_download,
}


def _kind(place: FaultTarget, function: Callable[..., Any]) -> FaultKind:
    words = [p for p in inspect.signature(function).parameters.values() if p.kind is p.KEYWORD_ONLY]
    needs = frozenset(p.name for p in words if p.default is p.empty)
    name = function.__name__
    takes = {p.name: str(p.annotation) for p in words}
    channel = _OF_CHANNEL.get(function.__module__)
    return FaultKind(name, place, function, needs, takes, _WHEN.get(name), name in _BREAKING, channel)


_FUNCTIONS: dict[FaultTarget, tuple[Callable[..., Any], ...]] = {
    "answer": (
        answer_faults.delay, answer_faults.silence, answer_faults.wrong_status, answer_faults.malformed_body,
        answer_faults.wrong_content_type, answer_faults.answers, answer_faults.redirected, answer_faults.error_in_200,
        connection_faults.connection_refused, connection_faults.connection_reset, connection_faults.truncated_body,
        answer_faults.rate_limit, answer_faults.answers_more,
    ),
    "delivery": (delivery_faults.twice, delivery_faults.request_lost, delivery_faults.answer_lost),
    "file": (
        file_faults.truncated, file_faults.wrong_trailer, file_faults.wrong_field, file_faults.wrong_encoding,
        file_faults.half_upload, file_faults.left_twice, file_faults.replayed,
        file_faults.records_missing, file_faults.byte_order_mark, file_faults.renamed,
        file_faults.other_line_ends,
        mail_faults.another_sender, mail_faults.another_subject, mail_faults.text_says_more,
        mail_faults.another_attachment, mail_faults.no_attachment, mail_faults.body_in_charset,
        mail_faults.same_message_twice,
        web_faults.still_growing, web_faults.wrong_password, web_faults.too_large,
        envelope_faults.not_sealed, envelope_faults.sealed_for_another,
        envelope_faults.signed_by_another,
    ),
    "message": (
        message_faults.field_left_out, message_faults.field_replaced, message_faults.body_broken_off,
        message_faults.sends_more,
    ),
    "forward": (forward_faults.header_dropped, forward_faults.header_replaced),
    "reception": (
        mail_faults.mailbox_full, mail_faults.mail_deferred, mail_faults.mail_bounced, web_faults.over_limit,
    ),
    "visit": (web_faults.session_ended, web_faults.password_refused, web_faults.login_page_instead),
    "way": (timing_faults.late, timing_faults.overtaken),
}  # fmt: skip

FAULT_KINDS: dict[str, FaultKind] = {
    kind.name: kind
    for place, functions in _FUNCTIONS.items()
    for kind in (_kind(place, function) for function in functions)
}


def make_fault(
    name: str,
    own: dict[str, Any],
    partner: str,
    operation: str | None,
    times: int | None,
    words: dict[str, Any],
) -> Fault:
    """A fault by its name: one of the partner's own (`faults.yaml`), or a general one."""
    definition = own.get(name, {})
    kind = FAULT_KINDS.get(definition.get("kind", name))
    if kind is None:
        raise FaultError(f"{partner}: {unknown_name_message('fault', name, {*own, *FAULT_KINDS})}")
    words = {**definition.get("with", {}), **words}
    for word in sorted(words.keys() - kind.takes.keys()):
        raise FaultError(f"fault '{name}': {unknown_name_message('word', word, kind.takes)}")
    if missing := kind.needs - words.keys():
        raise FaultError(f"fault '{name}' needs {sorted(missing)}")
    for word, value in words.items():
        if not str(value).startswith("$"):  # a name, whose value is not known yet
            _check(name, word, kind.takes[word], value)
    return Fault(name, kind, partner, operation or definition.get("operation"), times, words)


def _status(number: int) -> None:
    if not 200 <= number <= 999:
        raise ValueError(f"{number} is no status of an answer; it has three digits, the first from 2")


def _file_name(text: str) -> None:
    if not text or "/" in text:
        raise ValueError(f"'{text}' is no name of a file")


_TYPES = {"int": (int, "a whole number"), "str": (str, "text"), "bool": (bool, "true or false")}
_MEANING: dict[str, Callable[[Any], object]] = {
    "by": parse_duration,
    "per": parse_duration,
    "encoding": "".encode,
    "charset": "".encode,
    "as_name": _file_name,
    "status": _status,
}


def _check(name: str, word: str, kind: str, value: Any) -> None:
    """A word's value, before it is used in the middle of something."""
    wanted, told = _TYPES.get(kind, (object, ""))
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise FaultError(f"fault '{name}' takes {told} as '{word}', not {value!r}")
    try:
        _MEANING.get(word, str)(value)
    except (ValueError, LookupError) as bad:
        raise FaultError(f"fault '{name}': {bad}") from None
