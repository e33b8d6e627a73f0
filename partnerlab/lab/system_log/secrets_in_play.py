"""The keys, passwords and tokens that a system was given, in every form in which its log may hold them."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

from partnerlab.contract.findings import Finding, Side
from partnerlab.contract.personal_data import SECRET
from partnerlab.lab.credentials import Credentials
from partnerlab.lab.journal import Journal

_SHORTEST = 8
"""Characters: shorter secrets are parts of other words."""

_SHORTEST_WORD = 6
"""Characters of the shortest secret that is looked for as a word of its own, such as a code that opens once."""

_LATEST = 10
"""Exchanges of a system whose tokens a line of its log may hold."""

_BASIC = "Basic "


def secret_findings(
    system: str, side: Side, where: str, line: str, credentials: Credentials, journal: Journal
) -> list[Finding]:
    """A finding if the line holds a secret; it never quotes it."""
    secrets = (*_agreed(credentials), *_passed(system, journal))
    if not any(holds(line, secret) for secret in secrets):
        return []
    return [Finding(side, where, "credential", "no key, password or token", "one of them (not shown)")]


def holds(line: str, secret: str) -> bool:
    """Whether a line holds a secret; a short one only as a word of its own."""
    if len(secret) < _SHORTEST_WORD or secret not in line:
        return False
    return len(secret) >= _SHORTEST or bool(re.search(rf"(?<!\w){re.escape(secret)}(?!\w)", line))


def _agreed(credentials: Credentials) -> Iterator[str]:
    for secret in list(credentials.values()):
        yield from _forms(secret)


def _passed(system: str, journal: Journal) -> Iterator[str]:
    """Tokens and session numbers, which only the exchanges know."""
    latest = [exchange for exchange in journal if system in exchange.parties()][-_LATEST:]
    for exchange in latest:
        for field in exchange.personal:
            if field.category == SECRET:
                yield from _forms(str(field.value))


def _forms(secret: str) -> Iterator[str]:
    """The secret, and of user and password in base64 the password alone."""
    yield secret
    if secret.startswith(_BASIC):
        encoded = secret.removeprefix(_BASIC)
        yield encoded
        try:
            yield base64.b64decode(encoded, validate=True).decode().partition(":")[2]
        except (binascii.Error, UnicodeDecodeError):
            return
