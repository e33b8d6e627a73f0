"""A name and a home folder for a user who has none: asyncssh looks for both, though it needs neither."""

from __future__ import annotations

import getpass
import os
from pathlib import Path


def ensure_local_user() -> None:
    """Let the user have a home and a name without a passwd entry, as in many containers."""
    try:
        Path.home()
    except RuntimeError:
        os.environ["HOME"] = "/"
    try:
        getpass.getuser()
    except (KeyError, ImportError, OSError):
        os.environ["USER"] = "partnerlab"
