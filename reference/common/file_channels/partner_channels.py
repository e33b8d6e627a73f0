"""Each partner's file channel: the one of which this installation has the partner's place."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from reference.common.clock import Clock
from reference.common.file_channels.channel import (
    ChannelUnavailable,
    FileChannel,
    Handle,
    Handled,
    OutgoingFile,
    Place,
    put,
    visit,
)
from reference.common.file_channels.envelope import Envelope
from reference.common.file_channels.file_content import FileContent
from reference.common.file_channels.mail import MailChannel
from reference.common.file_channels.sftp import SftpChannel
from reference.common.file_channels.website import WebLogin, WebsiteChannel
from reference.common.link import Link
from reference.common.settings import SystemSettings


class PartnerChannels:
    """All channels of an installation, by the setting of a partner that says where its files come and go.

    `sftp_home` is its folder at the drop-off, `mail_address` where its mails come from, `web_page` the page on which
    it leaves them, with `web_user` and `web_password`. With an `openpgp_key` of ours and its `openpgp_certificate` its
    files travel in envelopes, over whichever channel.
    """

    def __init__(self, settings: SystemSettings, links: Mapping[str, Link], clock: Clock) -> None:
        self._links = links
        timeout, addresses = settings.timeout, [link.settings.get("mail_address", "") for link in links.values()]
        senders = [address for address in addresses if address]
        self._channels: dict[str, FileChannel | None] = {
            "sftp_home": SftpChannel(settings.sftp, timeout) if settings.sftp else None,
            "mail_address": MailChannel(settings.mail, senders, clock, timeout) if settings.mail else None,
            "web_page": _website(links, timeout),
        }
        sealed = [link for link in links.values() if link.settings.get("openpgp_key")]
        self._envelopes = {link.partner: Envelope(link) for link in sealed}

    def reaches(self, partner: str) -> bool:
        """Whether it is known where the partner's files come and go."""
        return bool(self._settings(partner))

    def visit(self, suffixes: Mapping[str, str], handle: Handle) -> int:
        """Hand every file of these partners to `handle`, given how its name ends; how many there were.

        A channel that cannot be used is reported after the others were visited.
        """
        done, failures = 0, list[str]()
        for setting, channel in self._channels.items():
            places = [
                Place(partner, self._links[partner][setting], suffix)
                for partner, suffix in suffixes.items()
                if setting in self._settings(partner)
            ]
            try:
                done += visit(channel, places, partial(self._handle, handle)) if channel and places else 0
            except ChannelUnavailable as failure:
                failures.append(str(failure))
        if failures:
            raise ChannelUnavailable("; ".join(failures))
        return done

    def put(self, partner: str, file: OutgoingFile) -> None:
        """Leave one file for a partner."""
        setting = next(iter(self._settings(partner)), None)
        channel = self._channels[setting] if setting else None
        if channel is None or setting is None:
            raise ChannelUnavailable(f"no file channel to {partner} is set up")
        envelope = self._envelopes.get(partner)
        put(channel, self._links[partner][setting], envelope.seal(file) if envelope else file)

    def _handle(self, handle: Handle, partner: str, name: str, data: bytes | FileContent) -> Handled:
        envelope = self._envelopes.get(partner)
        return (envelope.around(handle) if envelope else handle)(partner, name, data)

    def _settings(self, partner: str) -> list[str]:
        """The settings that hold the partner's places; what we leave for it goes to the first."""
        return [setting for setting in self._channels if self._links[partner].settings.get(setting)]


def _website(links: Mapping[str, Link], timeout: float) -> WebsiteChannel | None:
    """The pages of all partners that have one."""
    paged = [link for link in links.values() if link.settings.get("web_page")]
    logins = {link["web_page"]: WebLogin(link["web_user"], link["web_password"]) for link in paged}
    return WebsiteChannel(logins, paged[0].session, timeout) if paged else None
