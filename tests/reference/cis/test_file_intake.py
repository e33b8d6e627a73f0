"""Files fetched from a real SFTP server, and what happens when a round breaks off."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from cis_support import ADAPTERS, Cis, Partners, bill, settings
from dropoff_server import DropOffServer
from payment_files import detail, file

from reference.cis import create_app
from reference.common.file_channels.channel import ChannelUnavailable
from reference.common.file_channels.sftp import SftpSession

NAME = "MWA_TMN_20261115_01.txt"
RESULT = "MWA_TMN_20261115_01_RESULT.txt"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DropOffServer]:
    running = DropOffServer(tmp_path_factory.mktemp("dropoff"))
    yield running
    running.close()


@pytest.fixture
def home(server: DropOffServer, tmp_path: Path) -> Path:
    """A fresh home of the agent on the server."""
    folder = server.root / tmp_path.name
    for part in ("incoming", "outgoing"):
        (folder / part).mkdir(parents=True)
    return folder


def agent(code: str, home: str) -> dict[str, str]:
    return {"agent_code": code, "sftp_home": home}


def system(server: DropOffServer, home: Path, **login: Any) -> Cis:
    told = settings({"truemoney_offline": agent("TMN", home.name)}, sftp=server.settings(**login))
    session = requests.Session()
    session.mount("http://", Partners())
    cis = Cis(create_app(told, session), Partners())
    cis.clock("2026-11-16 07:00")
    cis.seed(bill())
    return cis


@pytest.fixture
def cis(server: DropOffServer, home: Path) -> Cis:
    return system(server, home)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_is_taken_answered_and_put_away(cis: Cis, home: Path) -> None:
    (home / "incoming" / NAME).write_bytes(file(detail()))
    assert cis.job("take_up_files") == 1
    assert names(home / "incoming") == []
    assert names(home / "taken") == [NAME]
    assert names(home / "outgoing") == [RESULT]
    assert cis.books()["applied"] == 10079
    assert cis.job("take_up_files") == 0


def test_what_is_still_being_uploaded_is_left_alone(cis: Cis, home: Path) -> None:
    (home / "incoming" / f"{NAME}.tmp").write_bytes(file(detail()))
    assert cis.job("take_up_files") == 0
    assert names(home / "incoming") == [f"{NAME}.tmp"]


@pytest.mark.parametrize("broken", ["put", "put_away"])
def test_a_round_that_broke_off_is_finished_by_the_next(
    cis: Cis, home: Path, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise ChannelUnavailable("the line went dead")

    (home / "incoming" / NAME).write_bytes(file(detail()))
    with monkeypatch.context() as patch:
        patch.setattr(SftpSession, broken, fail)
        answer: Any = cis.web.post("/_test/jobs/take_up_files", json={})
        assert answer.status_code == 502
    assert names(home / "incoming") == [NAME]
    assert cis.job("take_up_files") == 1
    assert (names(home / "incoming"), names(home / "outgoing")) == ([], [RESULT])
    assert cis.books()["received"] == 10079


def test_a_wrong_password_is_told_with_its_place(server: DropOffServer, home: Path) -> None:
    cis = system(server, home, password="wrong")
    answer: Any = cis.web.post("/_test/jobs/take_up_files", json={})
    assert answer.status_code == 502
    assert f"mwa@127.0.0.1:{server.port}" in answer.json["message"]
    assert "PermissionDenied" in answer.json["message"]


def test_a_server_with_another_key_is_not_trusted(server: DropOffServer, home: Path) -> None:
    import asyncssh

    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key().decode().strip()
    cis = system(server, home, host_key=other)
    answer: Any = cis.web.post("/_test/jobs/take_up_files", json={})
    assert (answer.status_code, "HostKeyNotVerifiable" in answer.json["message"]) == (502, True)


def test_a_home_that_is_not_there_is_told_and_keeps_nobody_elses_files_waiting(
    server: DropOffServer, home: Path
) -> None:
    partners = {"aaa_offline": agent("AAA", "nobody_made_this"), "truemoney_offline": agent("TMN", home.name)}
    told = settings(partners, sftp=server.settings())
    session = requests.Session()
    session.mount("http://", Partners())
    adapters = {"aaa_offline": ADAPTERS["truemoney_offline"]} | ADAPTERS
    cis = Cis(create_app(told, session, adapters), Partners())
    cis.clock("2026-11-16 07:00")
    cis.seed(bill())
    (home / "incoming" / NAME).write_bytes(file(detail()))
    answer = cis.web.post("/_test/jobs/take_up_files", json={})
    assert answer.status_code == 502
    assert "nobody_made_this: SFTPNoSuchFile" in answer.get_data(as_text=True)
    assert names(home / "taken") == [NAME]
