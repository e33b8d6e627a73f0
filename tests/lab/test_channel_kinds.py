"""Which file channels there are: the modules; an agreement that names another is told so."""

from __future__ import annotations

from datetime import datetime

import pytest

from partnerlab import yamlio
from partnerlab.errors import InputError
from partnerlab.lab.channels.channel import FileParties
from partnerlab.lab.channels.file_channels import open_file_channel
from partnerlab.lab.partners.registry import default_root
from partnerlab.schemas.validation import mistakes


def test_a_kind_without_a_module_is_a_clear_error() -> None:
    parties = FileParties(
        {"shop": "cis"}, ("cis",), lambda user, name: "", lambda user, name: b"", lambda user, name: None, datetime.now
    )
    with pytest.raises(InputError) as told:
        open_file_channel("pigeon", parties)
    assert str(told.value) == (
        "no file channel of kind pigeon is built, which the agreement of shop names; there are: mail, sftp, web"
    )


def test_whose_page_it_is_is_said_of_a_web_channel_only() -> None:
    document = yamlio.load(default_root() / "contracts" / "mpay_offline" / "agreement.yaml")
    assert mistakes(document, "agreement") == []
    document.data["channels"][0]["kind"] = "mail"
    (mistake,) = mistakes(document, "agreement")
    assert "web" in str(mistake)
