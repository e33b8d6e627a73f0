"""Settings from the outside, a store on disk, and the system as a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import requests
from cis_support import Cis, Partners, bill, new_connection_form, settings

from reference.cis import Settings, create_app
from reference.common.settings import Sftp
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow


def test_settings_come_from_a_file_and_variables(tmp_path: Path) -> None:
    file = tmp_path / "cis.json"
    file.write_text(
        json.dumps(
            {
                "partners": {"gis": {"url": "http://a", "map_key": "k"}},
                "sftp": {"host": "h", "port": 22, "user": "u", "password": "p"},
            }
        )
    )
    told = Settings.from_env(
        {
            "CIS_SETTINGS": str(file),
            "GIS_URL": "http://b",
            "BIG_C_ONLINE_AGENT_KEY": "k",
            "HII_THAIWATER_API_KEY": "of another system",
            "CIS_HOLIDAYS": '["2026-12-07"]',
            "CIS_TEST_HOOKS": "true",
        }
    )
    assert told.partners == {"gis": {"url": "http://b", "map_key": "k"}, "big_c_online": {"agent_key": "k"}}
    assert told.test_hooks is True
    assert told.sftp == Sftp("h", 22, "u", "p")
    assert told.holidays == {date(2026, 12, 7)}


def test_an_unknown_setting_is_named_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"unknown settings tiemout.*timeout"):
        Settings.of({"tiemout": 5})


def test_an_unknown_partner_is_named_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"unknown partners gsi; there are: .*gis"):
        create_app({"partners": {"gsi": {"url": "http://a"}}})


def test_keys_do_not_show() -> None:
    drop_off = {"host": "h", "port": 22, "user": "u", "password": "hush"}
    told = Settings.of({"partners": {"big_c_online": {"agent_key": "hush"}}, "sftp": drop_off})
    assert "hush" not in repr(told)
    links = create_app(told).extensions["cis"].links
    assert "hush" not in repr(links["big_c_online"])


def test_a_key_that_was_never_set_opens_nothing() -> None:
    app = create_app(settings({"biz_portal": {"inbound_key": ""}, "big_c_online": {"agent_code": "BIGC"}}))
    web = app.test_client()
    assert web.get("/mwa/biz/v1/branch", headers={"Consumer-Key": ""}).status_code == 401
    assert web.get("/payment-agents/v1/payments/T").status_code == 401


def test_a_store_on_disk_outlives_the_process(tmp_path: Path) -> None:
    where = settings(database=f"sqlite:///{tmp_path / 'cis.db'}")
    first = Cis(create_app(where), Partners())
    first.clock("2026-11-23 09:00")
    first.seed(bill())
    first.app.extensions["cis"].db.close()
    second = Cis(create_app(where), Partners())
    second.clock("2026-11-23 09:00")
    asked = second.agent("inquiry", transactionId="Q", reference1="1612345678")
    assert asked["totalAmount"] == "115.79"
    second.ok(second.web.post("/_test/reset"))
    assert second.web.get("/_test/show/account?id=12345678").status_code == 404
    second.app.extensions["cis"].db.close()


def test_it_runs_as_a_process(tmp_path: Path) -> None:
    file = tmp_path / "cis.json"
    file.write_text(json.dumps(settings()), "utf-8")
    command = [sys.executable, "-m", "reference.cis", "--port", "0", "--settings", str(file)]
    root = str(Path(__file__).parents[3])
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=root, env={**os.environ}, text=True
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().split()[-1]
            about: dict[str, Any] = requests.get(f"{address}/_test/about", timeout=PATIENCE).json()
            assert about["name"] == "reference-cis"
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(PATIENCE) == 0


def test_a_running_installation_works_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reference.common.worker._EVERY", 0.01)
    partners = Partners()
    session = requests.Session()
    session.mount("http://", partners)
    app = create_app(settings(test_hooks=False, work_in_call=False), session)
    headers = {"Consumer-Key": "from-portal"}
    app.test_client().post("/mwa/biz/v1/sendrequest", json=new_connection_form(), headers=headers)
    assert partners.told() == []
    worker = app.extensions["cis"].worker()
    worker.start()
    ended = time.monotonic() + PATIENCE
    while partners.told() != ["CHECK", "PENDING"] and time.monotonic() < ended:
        time.sleep(0.01)
    worker.stop()
    assert partners.told() == ["CHECK", "PENDING"]
