"""The system as a process of its own, without hooks, and with a store on disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from rwc_support import SETTINGS, Partners, Rwc

from reference.rwc import Settings, create_app

pytestmark = pytest.mark.slow

ROOT = str(Path(__file__).parents[3])


def test_a_real_installation_has_no_hooks() -> None:
    assert create_app({}).test_client().get("/_test/about").status_code == 404


def test_an_unknown_setting_is_named_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"unknown settings databse.*database"):
        Settings.of({"databse": "sqlite://"})


def test_settings_come_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "rwc.json"
    file.write_text('{"timeout": 3, "partners": {"rid_dams": {"url": "http://a"}}}', "utf-8")
    settings = Settings.from_env({"RWC_SETTINGS": str(file), "RWC_TIMEOUT": "5", "HII_THAIWATER_API_KEY": "k"})
    assert settings.timeout == 5
    assert settings.partners == {"rid_dams": {"url": "http://a"}, "hii_thaiwater": {"api_key": "k"}}


def test_a_store_on_disk_outlives_the_process(tmp_path: Path) -> None:
    where = SETTINGS | {"database": f"sqlite:///{tmp_path / 'rwc.db'}"}
    first = Rwc(create_app(where), Partners())
    first.clock("2026-11-10 08:00")
    first.job("measure", station="S1", values={"ph": 7.4})
    first.app.extensions["rwc"].db.close()
    second = Rwc(create_app(where), Partners())
    second.clock("2026-11-10 08:10")
    assert second.reading("S1.ph") == (7.4, "good")
    assert len(second.show("feed", "dams")["polls"]) == 1
    second.ok(second.web.post("/_test/reset"))
    assert second.web.get("/_test/show/reading?id=S1.ph").status_code == 404
    second.app.extensions["rwc"].db.close()


def test_it_runs_as_a_process() -> None:
    command = [sys.executable, "-m", "reference.rwc", "--port", "0", "--lab"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, cwd=ROOT, env={**os.environ}, text=True
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().split()[-1]
            about = requests.get(f"{address}/_test/about", timeout=5).json()
            assert about["name"] == "reference-rwc"
        finally:
            process.send_signal(signal.SIGINT)
            assert process.wait(10) == 0


def test_a_running_installation_works_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reference.common.worker._EVERY", 0.01)
    app = create_app({"partners": {"rid_dams": {"url": "http://rid.invalid", "api_key": "key"}}})
    worker = app.extensions["rwc"].worker()
    worker.start()
    ended = time.monotonic() + 5
    while app.extensions["rwc"].duties.next_due() is None and time.monotonic() < ended:
        time.sleep(0.01)
    worker.stop()
    assert app.extensions["rwc"].duties.next_due() is not None
