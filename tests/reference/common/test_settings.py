"""How a system is given its settings: plain data, a file, variables, a lab."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import ClassVar

import pytest

from reference.common.settings import Mail, Sftp, SystemSettings

SFTP = {"host": "h", "port": 22, "user": "u", "password": "hush"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(SystemSettings):
    SYSTEM: ClassVar[str] = "RWC"
    PARTNERS: ClassVar[str] = "reference.rwc.partners"

    holidays: frozenset[date] = frozenset()


def test_plain_data_becomes_the_types_of_the_settings() -> None:
    settings = Settings.of({"sftp": SFTP, "holidays": ["2026-12-07"], "timeout": 3})
    assert settings == Settings(sftp=Sftp(**SFTP), holidays=frozenset([date(2026, 12, 7)]), timeout=3)
    assert Settings.of(settings) is settings
    assert Settings.of(None) == Settings()


def test_an_unknown_setting_is_named_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=r"unknown settings SYSTEM, timeuot; there are: partners, .*timeout.*holidays"):
        Settings.of({"timeuot": 3, "SYSTEM": "CIS"})


def test_variables_go_before_the_file_and_partners_are_joined(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text(
        json.dumps({"database": "sqlite:///a", "timeout": 3, "partners": {"rid_dams": {"url": "http://a"}}})
    )
    variables = {
        "RWC_SETTINGS": str(file),
        "RWC_DATABASE": "sqlite:///b",
        "RWC_HOLIDAYS": '["2026-12-07"]',
        "RWC_TEST_HOOKS": "true",
        "RID_DAMS_KEY": "k",
        "HII_THAIWATER_URL": "http://b",
        "CIS_TIMEOUT": "9",
    }
    settings = Settings.from_env(variables)
    assert (settings.database, settings.timeout, settings.test_hooks) == ("sqlite:///b", 3, True)
    assert settings.holidays == {date(2026, 12, 7)}
    assert settings.partners == {"rid_dams": {"url": "http://a", "key": "k"}, "hii_thaiwater": {"url": "http://b"}}


@pytest.mark.parametrize(("login", "user"), [("", "ours"), ("RWC_", "theirs")])
def test_a_lab_gives_a_system_its_own_login(login: str, user: str) -> None:
    variables = {
        "PARTNERLAB_SFTP_HOST": "h", "PARTNERLAB_SFTP_PORT": "22",
        "PARTNERLAB_SFTP_USER": "ours", "PARTNERLAB_SFTP_PASSWORD": "p",
        "PARTNERLAB_RWC_SFTP_USER": "theirs", "PARTNERLAB_RWC_SFTP_PASSWORD": "q",
        "SFTP_USER": "of another program", "RWC_TIMEOUT": "1", "HYDROGRAPHIC_SFTP_HOME": "navy",
    }  # fmt: skip
    settings = Settings.of_lab(variables, login, holidays=["2026-12-07"])
    assert settings.sftp == Sftp("h", 22, user, {"ours": "p", "theirs": "q"}[user])
    assert (settings.timeout, settings.test_hooks, len(settings.holidays)) == (1, True, 1)
    assert settings.partners == {"hydrographic": {"sftp_home": "navy"}}
    assert Settings.of_lab({}).sftp is None


def test_credentials_do_not_show() -> None:
    assert "hush" not in repr(Settings.of({"sftp": SFTP, "partners": {"rid_dams": {"key": "hush"}}}))


@pytest.mark.parametrize(("login", "address"), [("", "cis@mwa.example"), ("RWC_", "rwc@mwa.example")])
def test_a_lab_gives_a_system_its_own_mailbox(login: str, address: str) -> None:
    variables = {
        "PARTNERLAB_MAIL_SMTP_HOST": "h", "PARTNERLAB_MAIL_SMTP_PORT": "25",
        "PARTNERLAB_MAIL_ADDRESS": "cis@mwa.example", "PARTNERLAB_MAIL_DROP": "/c",
        "PARTNERLAB_RWC_MAIL_ADDRESS": "rwc@mwa.example", "PARTNERLAB_RWC_MAIL_DROP": "/r",
        "HYDROGRAPHIC_MAIL_ADDRESS": "navy@x.example",
    }  # fmt: skip
    settings = Settings.of_lab(variables, login)
    drop = {"": "/c", "RWC_": "/r"}[login]
    assert settings.mail == Mail(smtp_host="h", smtp_port=25, address=address, drop=drop)
    assert settings.partners == {"hydrographic": {"mail_address": "navy@x.example"}}
    given = {"smtp_host": "h", "smtp_port": 25, "address": address, "imap_host": "i", "imap_password": "hush"}
    assert "hush" not in repr(Settings.of({"mail": given}))
