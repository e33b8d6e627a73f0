"""Which signed tokens were used: each opens one call."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, insert, select

from reference.cis.tables import used_token
from reference.common.clock import Clock
from reference.common.database import Database

_FIND = select(used_token.c.ends).where(
    used_token.c.partner == bindparam("partner"), used_token.c.number == bindparam("number")
)
_ADD = insert(used_token)
_FORGET = delete(used_token).where(used_token.c.ends <= bindparam("now"))


class UsedTokens:
    """The numbers of tokens that were used and have not ended yet, by partner."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self._db, self._clock = db, clock

    def is_first_use(self, partner: str, number: str, ends: float) -> bool:
        """Whether this token is used for the first time; notes the use, and drops tokens that have ended."""
        row = {"partner": partner, "number": number}
        with self._db.write() as db:
            db.execute(_FORGET, {"now": self._clock.now().timestamp()})
            if db.execute(_FIND, row).first() is not None:
                return False
            db.execute(_ADD, row | {"ends": ends})
        return True
