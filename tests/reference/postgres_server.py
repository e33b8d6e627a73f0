"""A PostgreSQL server for tests, and an empty schema in it for each test, removed afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from tests.patience import PATIENCE

VARIABLE = "PARTNERLAB_TEST_DATABASE_URL"
"""Names a server that is there already: postgresql+psycopg://user@host/database."""

_USER = "postgres"


class NoServer(Exception):
    """There is no PostgreSQL here; the text says what is missing."""


@contextmanager
def running() -> Iterator[str]:
    """The address of a server: the one that the variable names, or one that runs as long as it is needed."""
    if given := os.environ.get(VARIABLE):
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="pg-"))  # short, for the socket's path has little room
    try:
        as_user = _as_user(folder)
        yield from _run(folder, as_user, _programs())
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(folder: Path, as_user: list[str], programs: Path) -> Iterator[str]:
    """Make a cluster that listens at a socket in `folder` only, and stop it at the end."""
    data = folder / "data"
    quick = "-c fsync=off -c full_page_writes=off -c synchronous_commit=off"
    options = f"-c listen_addresses= -c unix_socket_directories={folder} -c max_connections=50 {quick}"
    control = [*as_user, str(programs / "pg_ctl"), "-D", str(data), "-w", "-t", str(PATIENCE), "-s"]
    _call([*as_user, str(programs / "initdb"), "-D", str(data), "-A", "trust", "-U", _USER, "--no-sync", "-E", "UTF8"])
    _call([*control, "-l", str(folder / "log"), "-o", options, "start"])
    try:
        yield f"postgresql+psycopg://{_USER}@/postgres?host={folder}"
    finally:
        _call([*control, "-m", "immediate", "stop"])


def _call(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, cwd="/")
    if done.returncode:
        raise NoServer(f"{command[-1]}: {done.stderr.strip()[-500:]}")


def _programs() -> Path:
    """The folder of the newest server programs."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        raise NoServer(f"no initdb; install postgresql, or name a server in {VARIABLE}")
    return found[-1].parent if found else Path(str(on_path)).parent


def _as_user(folder: Path) -> list[str]:
    """What starts a command as somebody who may run the server: it refuses to run as root."""
    if os.geteuid() != 0:
        return []
    name = next((user.pw_name for user in pwd.getpwall() if user.pw_name in (_USER, "nobody")), None)
    if name is None or not shutil.which("setpriv"):
        raise NoServer("root may not run PostgreSQL, and there is no other user, or no setpriv")
    name = _USER if any(user.pw_name == _USER for user in pwd.getpwall()) else name
    user = pwd.getpwnam(name)
    os.chown(folder, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


@contextmanager
def schema(server: str) -> Iterator[str]:
    """An address by which one finds an empty schema of one's own."""
    name = f"test_{os.getpid()}_{os.urandom(4).hex()}"
    _do(server, f"CREATE SCHEMA {name}")
    try:
        yield f"{server}{'&' if '?' in server else '?'}options={quote(f'-csearch_path={name}')}"
    finally:
        _do(server, f"DROP SCHEMA {name} CASCADE")


def _do(server: str, statement: str) -> None:
    engine = create_engine(server, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
