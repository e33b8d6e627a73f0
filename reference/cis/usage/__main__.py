"""Verify the record of look-ups: `python -m reference.cis.usage --database sqlite:///cis.db [--head HASH]`.

Prints how many entries stand as they were written, and the head to write down. Exit code 1: the record is broken.
"""

from __future__ import annotations

import argparse
import sys

from sqlalchemy.exc import SQLAlchemyError

from reference.cis.command_output import end_with
from reference.cis.tables import metadata
from reference.cis.usage.audit_log import AUDIT_LOG
from reference.common.database import Database
from reference.common.storage.hash_chain import ChainBroken


def main(arguments: list[str] | None = None) -> int:
    """0: the record is whole; 1: it is broken; 2: there is no such database."""
    parser = argparse.ArgumentParser(prog="python -m reference.cis.usage", description=__doc__)
    parser.add_argument("--database", required=True, help="SQLAlchemy address of the system's store")
    parser.add_argument("--head", help="a head that was written down before")
    chosen = parser.parse_args(arguments)
    try:
        database = Database(chosen.database, metadata)
    except SQLAlchemyError as wrong:
        print(f"{chosen.database}: cannot be opened: {wrong}", file=sys.stderr)
        return 2
    try:
        with database.read() as db:
            print(f"{AUDIT_LOG.verify(db, chosen.head)} entries, head {AUDIT_LOG.head(db)}")
            return 0
    except ChainBroken as broken:
        print(broken, file=sys.stderr)
        return 1
    finally:
        database.close()


if __name__ == "__main__":
    sys.exit(end_with(main))
