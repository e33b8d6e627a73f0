"""The store's tables. Moments are ISO text with +07:00, which sorts as time does."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Float, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

from reference.common.outbox import outbox

metadata = MetaData()

# A value of one parameter at one point and moment, its source, and how far it can be relied on.
reading = Table(
    "reading",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source", String(40), nullable=False),
    Column("point", String(20), nullable=False),
    Column("parameter", String(20), nullable=False),
    Column("at", String(25), nullable=False),
    Column("value", Float),
    Column("unit", String(10), nullable=False),
    Column("quality", String(10), nullable=False),
    Column("taken_at", String(25), nullable=False),
    Column("revision", Integer, nullable=False),
    CheckConstraint("quality IN ('good', 'missing', 'dead', 'impossible', 'doubtful')", name="reading_quality"),
    CheckConstraint("(value IS NULL) = (quality = 'missing')", name="reading_missing_is_null"),
    UniqueConstraint("point", "parameter", "at", "source", name="reading_once"),
    Index("reading_by_source", "source", "at"),
)

# Work of the calendar: a feed's poll for a day (or the hourly report), and when it is tried next.
poll = Table(
    "poll",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("feed", String(40), nullable=False),
    Column("day", String(10), nullable=False),
    Column("due", String(25), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("state", String(10), nullable=False),
    Column("last_failure", Text),
    CheckConstraint("state IN ('waiting', 'done', 'given_up')", name="poll_state"),
    Index("poll_by_state", "state", "due"),
    Index("poll_by_feed", "feed", "day"),
)

# What the loggers of our stations will send in a rehearsal, until its moment comes.
logged = Table(
    "logged",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("station", String(20), nullable=False),
    Column("due", String(25), nullable=False),
    Column("told", Text, nullable=False),
    Index("logged_by_due", "due"),
)

# Salinity above a threshold, from the first measurement to the one that was under it again.
alert = Table(
    "alert",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("station", String(20), nullable=False),
    Column("level", String(10), nullable=False),
    Column("began_at", String(25), nullable=False),
    Column("highest", Float, nullable=False),
    Column("ended_at", String(25)),
    CheckConstraint("level IN ('watch', 'stop')", name="alert_level"),
    Index("alert_by_station", "station", "ended_at"),
)

outbox.to_metadata(metadata)

# Files as they came, and what became of each.
file = Table(
    "file",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("partner", String(40), nullable=False),
    Column("name", String(80), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("state", String(10), nullable=False),
    Column("reason", Text),
    Column("records", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("taken_at", String(25), nullable=False),
    CheckConstraint("state IN ('taken', 'refused')", name="file_state"),
    CheckConstraint("(reason IS NULL) = (state = 'taken')", name="file_refused_with_reason"),
    Index("file_by_name", "name"),
)
