"""The feeds, one entry each: nothing else of the system names them."""

from __future__ import annotations

from datetime import time, timedelta

import requests

from reference.rwc.adapter import Client, Feed
from reference.rwc.partners.rid_dams.client import Rid
from reference.rwc.settings import Settings

FEEDS: tuple[Feed, ...] = (
    Feed("dams", time(9, 0), Rid, "dam", read_again=3),
    Feed("reservoirs", time(9, 30), Rid, "reservoir"),
)


def opened(settings: Settings, session: requests.Session) -> dict[Feed, Client]:
    """Every feed with the client that asks it."""
    return {feed: feed.client(settings, session) for feed in FEEDS}


def fresh(source: str) -> timedelta | None:
    """How old readings of a feed may be; None where they do not age, and for what is no feed."""
    return next((feed.client.fresh for feed in FEEDS if feed.client.source == source), None)
