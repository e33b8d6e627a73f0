"""Sensitive personal data (PDPA s. 26): no agreement can allow it, so it is found by category and by name."""

from __future__ import annotations

import re

SENSITIVE = "sensitive"
"""The category of religion, blood, health, disability and criminal record in a contract."""

RULE = "sensitive data"
"""What a finding of it is called."""

_NAMES = re.compile(r"religion|blood|health|disability|criminal", re.IGNORECASE)


def is_sensitive_name(name: str) -> bool:
    """Whether a field is sensitive by its name."""
    return _NAMES.search(name) is not None
