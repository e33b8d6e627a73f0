"""What MWA onMobile sends to our side, and what it is told."""

from __future__ import annotations

from tests.pacts.citizen_channels import ChannelPacts

PACTS = ChannelPacts("mwa_onmobile")
client = PACTS.client
ASKED, SENT = PACTS.asked(), PACTS.sent()
