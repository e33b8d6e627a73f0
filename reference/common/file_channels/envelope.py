"""OpenPGP around a partner's files: what comes must be encrypted for us and signed by the partner, what goes is so."""

from __future__ import annotations

import base64
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from reference.common.file_channels.channel import Handle, Handled, OutgoingFile
from reference.common.file_channels.file_content import FileContent
from reference.common.link import Link

if TYPE_CHECKING:
    from pysequoia import Cert, Tsk

UNOPENED = "unopened"
"""The folder for files that cannot be opened. They are not answered: nobody knows who has sent them."""

_log = logging.getLogger(__name__)
_SESSION_KEY = (0xC1, 0x84, 0x85, 0x86)
"""First bytes of an encrypted message; one that is only signed begins otherwise."""


class CannotOpen(Exception):
    """A file is not encrypted for us, or not signed by the partner."""


class Envelope:
    """Our key and the partner's certificate, as the settings of the partner hold them in base64."""

    def __init__(self, link: Link) -> None:
        from pysequoia import Cert, Tsk

        self._ours: Tsk = Tsk.from_bytes(base64.b64decode(link["openpgp_key"]))
        self._partner: Cert = Cert.from_bytes(base64.b64decode(link["openpgp_certificate"]))

    def open(self, data: bytes) -> bytes:
        """The content; CannotOpen says why there is none."""
        import pysequoia

        if not data or data[0] not in _SESSION_KEY:
            raise CannotOpen("it is not encrypted")
        try:
            opened = pysequoia.decrypt(data, decryptor=self._ours.decryptor(), store=lambda *issuers: [self._partner])
        except RuntimeError as failure:
            raise CannotOpen(str(failure).partition("\n")[0]) from None
        return opened.bytes or b""

    def seal(self, file: OutgoingFile) -> OutgoingFile:
        """The file as the partner alone can read it, signed by us."""
        import pysequoia

        sealed = pysequoia.encrypt(file.data, recipients=[self._partner], signer=self._ours.signer(), armor=False)
        return OutgoingFile(file.name, sealed)

    def around(self, handle: Handle) -> Handle:
        """`handle` for files in envelopes, whose answers go into one as well."""

        def opened(partner: str, name: str, data: bytes | FileContent) -> Handled:
            try:
                content = self.open(FileContent.of(data).read())
            except CannotOpen as failure:
                _log.info("%s: %s is put aside unread: %s", partner, name, failure)
                return Handled(UNOPENED)
            handled = handle(partner, name, content)
            return replace(handled, answer=self.seal(handled.answer)) if handled.answer else handled

        return opened
