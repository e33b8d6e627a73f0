"""Answer a person: `python -m reference.cis.personal_data --database sqlite:///cis.db access NUMBER`, or `erase`.

NUMBER is the 13 digits of a person or company, or an account, a request or a telephone of theirs. Prints JSON: all that
is held, or what was erased and what is kept by which rule. Exit code 1: nothing is held.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict

from sqlalchemy.exc import SQLAlchemyError

from reference.cis.command_output import end_with
from reference.cis.numbers import is_thirteen_digit_id
from reference.cis.personal_data.columns import person_of
from reference.cis.personal_data.erasure import erase
from reference.cis.personal_data.holdings import holdings
from reference.cis.tables import metadata
from reference.common.database import Database

_PERSON, _SHORTEST = 13, 8
"""Digits of a person's number, and of the shortest of the others."""


def main(arguments: list[str] | None = None) -> int:
    """0: answered; 1: nothing is held; 2: no such database, or no such number."""
    parser = argparse.ArgumentParser(prog="python -m reference.cis.personal_data", description=__doc__)
    parser.add_argument("--database", required=True, help="SQLAlchemy address of the system's store")
    parser.add_argument("request", choices=["access", "erase"])
    parser.add_argument("number", help="13 digits, or the number of an account, a request or a telephone")
    chosen = parser.parse_args(arguments)
    if not chosen.number.isascii() or not chosen.number.isdigit() or not _is_number(chosen.number):
        print("number: expected 13 digits of which the last checks the others, or 8 to 12 digits", file=sys.stderr)
        return 2
    try:
        database = Database(chosen.database, metadata)
    except SQLAlchemyError as wrong:
        print(f"{chosen.database}: cannot be opened: {wrong}", file=sys.stderr)
        return 2
    try:
        return _answer(database, chosen.request, chosen.number)
    finally:
        database.close()


def _is_number(text: str) -> bool:
    return is_thirteen_digit_id(text) if len(text) == _PERSON else _SHORTEST <= len(text) < _PERSON


def _answer(database: Database, asked: str, identifier: str) -> int:
    with database.write() as db:
        number = person_of(db, identifier)
        if number is None:
            print(f"{identifier}: is that of nobody, or of several people: ask by 13 digits", file=sys.stderr)
            return 1
        found = holdings(db, number) if asked == "access" else [asdict(answer) for answer in erase(db, number)]
    print(json.dumps(found, ensure_ascii=False, indent=2, default=str))
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(end_with(main))
