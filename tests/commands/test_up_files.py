"""`partnerlab up` as an agent's own client meets it: it says where and how to deliver, and judges what comes."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import asyncssh
import pytest

from partnerlab.__main__ import main
from tests.commands.test_up import await_port, control, table_of, up
from tests.ports import in_a_row

pytestmark = pytest.mark.slow

FILE = "MWA_TMN_20261123_01.txt"


def upload(login: dict[str, Any], key: Path, names: list[str]) -> None:
    """Write a file under the first name, and rename it to the next ones."""

    async def session() -> None:
        known = asyncssh.import_known_hosts(f"[{login['host']}]:{login['port']} {login['host_key']}\n")
        async with (
            asyncssh.connect(
                login["host"], login["port"], username=login["user"], client_keys=[str(key)], password=None,
                known_hosts=known, config=None,
            ) as connection,
            connection.start_sftp_client() as client,
        ):  # fmt: skip
            async with client.open(f"incoming/{names[0]}", "wb") as file:
                await file.write(b"nonsense\r\n")
            for old, new in pairwise(names):
                await client.posix_rename(f"incoming/{old}", f"incoming/{new}")

    asyncio.run(session())


@pytest.mark.parametrize("server", ["threads", "granian"])
def test_a_file_of_an_agents_own_client_stands_judged_in_the_journal_at_once(tmp_path: Path, server: str) -> None:
    key = asyncssh.generate_private_key("ssh-ed25519")
    (tmp_path / "id").write_bytes(key.export_private_key())
    (tmp_path / "id.pub").write_bytes(key.export_public_key("rfc4716"))
    given = ["--authorized-key", f"truemoney_offline={tmp_path / 'id.pub'}", "--server", server]
    lines: list[str] = []
    with up(tmp_path, "--port", str(in_a_row()), *given) as process:
        told = table_of(process, lines)
        await_port(int(urlsplit(told["PARTNERLAB_CONTROL_URL"]).port or 0))
        (agent,) = [p for p in control(told, "GET", "/partners").json()["partners"] if p["name"] == "truemoney_offline"]
        login = agent["files"]
        assert login["deliver"] == "write incoming/NAME.tmp, and rename it to incoming/NAME once it is whole"
        (place,) = [line for line in lines if login["deliver"] in line]
        assert place.startswith(f"  sftp://{login['host']}:{login['port']}: ")
        for names in ([FILE], [f"{FILE}.part", FILE], [f"{FILE}.tmp", FILE]):
            upload(login, tmp_path / "id", names)
        found = control(told, "GET", "/journal?sender=truemoney_offline").json()["exchanges"]
    said = [[finding["seen"] for finding in exchange["findings"]][:1] for exchange in found]
    assert [exchange["operation"] for exchange in found] == ["payment_file"] * 3
    assert said[:2] == [["written straight to NAME"], ["renamed from NAME.part"]]
    assert found[2]["findings"][0]["rule"] != "agreed delivery", "what is in it is told, and nothing of its delivery"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("nobody={}", "there is no login of the drop-off 'nobody'"),
        ("cis=/nowhere.pub", "expected LOGIN=FILE, where FILE holds the public half of a key"),
        ("cis", "expected LOGIN=FILE"),
        ("cis={private}", "expected the public half of a key"),
    ],
)
def test_a_key_that_cannot_be_used_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], given: str, told: str
) -> None:
    key = asyncssh.generate_private_key("ssh-ed25519")
    (tmp_path / "id.pub").write_bytes(key.export_public_key())
    (tmp_path / "id").write_bytes(key.export_private_key())
    text = given.format(tmp_path / "id.pub", private=tmp_path / "id")
    with pytest.raises(SystemExit) as ended:
        main(["up", "--authorized-key", text])
    assert ended.value.code == 2
    assert told in capsys.readouterr().err
