"""What e-Services sends to our side, and what it is told."""

from __future__ import annotations

from tests.pacts.citizen_channels import ChannelPacts

PACTS = ChannelPacts("e_services")
client = PACTS.client
ASKED, SENT = PACTS.asked(), PACTS.sent()
