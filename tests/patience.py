"""How long a test waits for what surely comes: a guard against a hang, never a limit that a busy machine may reach."""

from __future__ import annotations

PATIENCE = 600
"""Seconds."""
