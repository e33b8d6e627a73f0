"""Mailboxes, homes at the drop-off and web pages as the control lists and reads them."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from partnerlab.lab.exchange.message_sender import send
from partnerlab.lab.lab import Lab
from tests.control.control_support import Remote

PAYMENTS = [{"reference": "1612345678", "invoice": "691000000001", "amount": 10_000, "name": "สมหญิง แก้วใส"}]
AGENTS = {"mea_offline": "MEA", "mpay_offline": "MPY", "truemoney_offline": "TMN"}


@pytest.fixture
def left(lab: Lab) -> Lab:
    """A lab in which three agents have each left a file, and a mail came without its own."""
    for agent in AGENTS:
        send(lab, agent, "payment_file", {"payments": PAYMENTS}, [])
    forgotten = [lab.fault("mea_offline", "no_attachment")]
    send(lab, "mea_offline", "payment_file", {"payments": PAYMENTS}, forgotten)
    return lab


def listed(remote: Remote, query: str = "") -> list[dict[str, Any]]:
    files: list[dict[str, Any]] = remote.get(f"/__lab/files{query}")["files"]
    return files


def test_nothing_lies_anywhere_at_first(remote: Remote) -> None:
    assert listed(remote) == []


def test_every_channel_is_listed(remote: Remote, left: Lab) -> None:
    assert [(f["channel"], f["party"], f["folder"], f["name"], f["size"]) for f in listed(remote)] == [
        ("mail", "cis", "new", "MWA_MEA_20261123_01.txt", 3 * 258),
        ("mail", "cis", "new", "", 0),
        ("sftp", "truemoney_offline", "incoming", "MWA_TMN_20261123_01.txt", 3 * 258),
        ("web", "mpay_offline", "incoming", "MWA_MPY_20261123_01.txt", 3 * 257),
    ]
    mail, _, _, page = listed(remote)
    assert mail["about"] == {"from": "mea_offline@partners.example", "subject": "MWA_MEA_20261123_01.txt"}
    assert page["about"] == {"state": "new", "since": "2026-11-23 12:00"}
    assert len({each["file"] for each in listed(remote)}) == 4


def test_the_list_is_narrowed(remote: Remote, left: Lab) -> None:
    assert [each["channel"] for each in listed(remote, "?party=cis")] == ["mail", "mail"]
    assert [each["party"] for each in listed(remote, "?channel=web")] == ["mpay_offline"]
    assert listed(remote, "?channel=web&party=cis") == []
    assert remote.refused("GET", "/__lab/files?channel=pigeon")[0] == 400


@pytest.mark.parametrize("channel", ["mail", "sftp", "web"])
def test_a_file_is_read_covered_and_shown(remote: Remote, left: Lab, channel: str) -> None:
    file = next(each for each in listed(remote, f"?channel={channel}") if each["name"])
    covered = remote.get(f"/__lab/files/{file['file']}")
    shown = remote.get(f"/__lab/files/{file['file']}?personal=shown")
    assert file.items() <= covered.items() and file.items() <= shown.items()
    assert covered["base64"] is None
    assert "สมหญิง" not in covered["text"] and "1612345678" not in covered["text"]
    assert "สมหญิง แก้วใส" in shown["text"]
    data = base64.b64decode(shown["base64"])
    assert (len(data), data.decode("cp874")) == (file["size"], shown["text"])


def test_a_mail_without_a_file_and_a_file_that_is_gone(remote: Remote, left: Lab) -> None:
    empty = next(each for each in listed(remote) if not each["name"])
    assert remote.get(f"/__lab/files/{empty['file']}")["text"] == "(0 bytes of which no layout says what they are)"
    status, told = remote.refused("GET", f"/__lab/files/{'0' * 16}")
    assert (status, told["do"]) == (404, "GET /__lab/files lists them")
