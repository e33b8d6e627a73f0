"""Log-ins of citizens: a one-time code by telephone, and the session that follows.

No code and no session is stored: a code follows from its reference, and a session names its holder and its end, both
under a seal that only the channel's secret makes.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from reference.cis import accounts
from reference.cis.citizens.channels import CitizenChannel
from reference.cis.messages import NotLoggedIn, OneTimePassword, Session
from reference.cis.numbers import next_number
from reference.cis.tables import log_in, one_time_password
from reference.common.clock import Clock, moment_of, stamp
from reference.common.database import Database

_CODE_LIVES, _SESSION_LIVES = timedelta(minutes=5), timedelta(minutes=30)
_TRIES = 3
_MOBILE = re.compile(r"0[0-9]{9}")
_TOKEN = re.compile(r"([0-9a-f]{1,8})[.]([0-9a-f]{8})[.]([0-9a-f]{64})")

_ADD_CODE = insert(one_time_password)
_CODE = select(one_time_password).where(one_time_password.c.reference == bindparam("which"))
_SET_TRIES = (
    update(one_time_password)
    .where(one_time_password.c.reference == bindparam("which"))
    .values(tries_left=bindparam("tries"))
)
_LOG_IN = select(log_in).where(log_in.c.channel == bindparam("where"), log_in.c.name == bindparam("who"))
_BY_ID = select(log_in).where(log_in.c.id == bindparam("which"), log_in.c.channel == bindparam("where"))
_ADD_LOG_IN = insert(log_in)


class LogIns:
    """Codes and sessions of every channel; each call is one transaction."""

    def __init__(self, db: Database, clock: Clock, channels: Mapping[str, CitizenChannel]) -> None:
        self._db = db
        self._clock = clock
        self._channels = channels

    def ask_code(self, channel: str, name: str) -> str:
        """Send a code to the telephone of this name; its reference, whether there is such a telephone or not.

        A telephone is its own name. The number of a citizen or company leads to the one that the branch has on record.
        """
        with self._db.write() as db:
            number = next_number(db, "one_time_password")
            reference = self._seal(channel, f"reference {number}")[:16]
            ends = stamp(self._clock.now() + _CODE_LIVES)
            row = {"reference": reference, "channel": channel, "name": name, "ends": ends, "tries_left": _TRIES}
            db.execute(_ADD_CODE, row)
            mobile = name if _MOBILE.fullmatch(name) else accounts.mobile_of(db, name)
        if mobile is not None:
            self._channels[channel].send_code(OneTimePassword(reference, mobile, self._code(channel, reference), ends))
        return reference

    def log_in(self, channel: str, reference: str, code: str) -> Session:
        """The session for a right code; a code works once, and is spent after three wrong tries."""
        now = self._clock.now()
        with self._db.write() as db:
            asked = db.execute(_CODE, {"which": reference}).first()
            if asked is None or asked.channel != channel or not asked.tries_left or moment_of(asked.ends) <= now:
                raise NotLoggedIn("the code is not known, was used, or has ended")
            right = hmac.compare_digest(code.encode(), self._code(channel, reference).encode())
            db.execute(_SET_TRIES, {"which": reference, "tries": 0 if right else asked.tries_left - 1})
            number = self._enter(db, channel, asked.name) if right else None
        if number is None:
            raise NotLoggedIn("the code is wrong")
        ends = now + _SESSION_LIVES
        body = f"{number:x}.{int(ends.timestamp()):08x}"
        return Session(f"{body}.{self._seal(channel, body)}", stamp(ends))

    def who(self, db: Connection, channel: str, token: str) -> Any:
        """The row of the log-in (`id`, `name`)."""
        parts = _TOKEN.fullmatch(token)
        if parts is None or not hmac.compare_digest(parts[3], self._seal(channel, f"{parts[1]}.{parts[2]}")):
            raise NotLoggedIn("the session is missing or not known")
        if self._clock.now().timestamp() >= int(parts[2], 16):
            raise NotLoggedIn("the session has ended; log in again")
        row = db.execute(_BY_ID, {"which": int(parts[1], 16), "where": channel}).first()
        if row is None:
            raise NotLoggedIn("the session is missing or not known")
        return row

    def _enter(self, db: Connection, channel: str, name: str) -> int:
        known = db.execute(_LOG_IN, {"where": channel, "who": name}).first()
        if known is not None:
            return int(known.id)
        row = {"channel": channel, "name": name, "first_at": stamp(self._clock.now())}
        added = db.execute(_ADD_LOG_IN, row).inserted_primary_key
        assert added is not None
        return int(added[0])

    def _code(self, channel: str, reference: str) -> str:
        return f"{int(self._seal(channel, f'code {reference}'), 16) % 10**6:06d}"

    def _seal(self, channel: str, text: str) -> str:
        secret = self._channels[channel].secret
        return hmac.new(secret.encode(), f"{channel} {text}".encode(), hashlib.sha256).hexdigest()
