"""Adapters are found by folder, settings by the longest name that fits, and gateways open first."""

from __future__ import annotations

from pathlib import Path

import pytest
import requests

from reference.cis.adapter import Adapter
from reference.common.clock import Clock
from reference.common.discovery import folders, open_links, partner_settings
from reference.common.link import Link, MissingSetting


def test_each_folder_is_a_partner_but_those_with_an_underscore(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("some_bank", "_common"):
        (tmp_path / "found_partners" / name).mkdir(parents=True)
        (tmp_path / "found_partners" / name / "__init__.py").touch()
    (tmp_path / "found_partners" / "stray.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    assert folders("found_partners") == ("some_bank",)


def test_a_variable_belongs_to_the_longest_name_that_fits() -> None:
    told = {"BANK_URL": "a", "BANK_DEBIT_URL": "b", "OTHER_URL": "c", "BANK": "d"}
    assert partner_settings(told, ["bank", "bank_debit"]) == {"bank": {"url": "a"}, "bank_debit": {"url": "b"}}


def opened(**adapters: Adapter) -> dict[str, Link]:
    return open_links(adapters, {}, requests.Session(), Clock(), 1.0)


def test_calls_go_through_the_gateway_that_the_adapter_names() -> None:
    register = Adapter(through="exchange")
    links = opened(register=register, exchange=Adapter(gateway=lambda link: f"client of {link.partner}"))
    assert list(links) == ["register", "exchange"]
    assert links["register"].gateway == links["exchange"].client == "client of exchange"


def test_gateways_in_a_circle_are_an_error_at_start() -> None:
    with pytest.raises(ValueError, match="a -> b -> a"):
        opened(a=Adapter(through="b"), b=Adapter(through="a"))


def test_a_setting_that_is_missing_is_named_as_its_variable() -> None:
    link = opened(some_bank=Adapter())["some_bank"]
    with pytest.raises(MissingSetting, match="SOME_BANK_AGENT_KEY"):
        link["agent_key"]
    assert not link.opens("agent_key", "")
