"""One partner's OpenPGP envelope: files are encrypted for the receiver and signed by the sender."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from partnerlab.contract.findings import Finding
from partnerlab.lab.channels.channel import FileInTransit
from partnerlab.lab.openpgp.keys import make_key

if TYPE_CHECKING:
    from pysequoia import Cert, Tsk

PLAIN, FOR_ANOTHER, BY_ANOTHER = "plain", "for_another", "by_another"
"""What may be wrong with the envelope of a file: there is none, or a key of it is a stranger's."""

RULE = "agreed envelope"
"""What a file breaks that cannot be opened; our side does not answer it, for nobody knows who has sent it."""

_ENCRYPTED = (0xC1, 0x84, 0x85, 0x86)
"""How a message begins whose session key is encrypted: a signed one alone begins otherwise."""

_ARMOUR = b"-----BEGIN PGP"

_REASONS = {
    "No key to decrypt": "one encrypted for another key",
    "Signature verification failed": "no signature by the sender's key",
    "Message has been manipulated": "one that was changed after it was sealed",
    "Unexpected message structure": "one compressed before it was encrypted: leave it uncompressed",
    "Malformed": "one that is broken, or ends too early",
}
"""How the library begins to say what is wrong, and the same in plain words."""


class EnvelopeBroken(Exception):
    """A file is no message that its receiver can open and its sender has signed."""


class Envelope:
    """What one partner and our side agreed: each has a key, and the other knows its certificate.

    `digest` makes 32 bytes of the names of a party and of a secret.
    """

    def __init__(self, partner: str, digest: Callable[[str, str], bytes]) -> None:
        self._partner, self._digest = partner, digest

    def seal(self, file: FileInTransit) -> FileInTransit:
        """The file as the partner sends it, with what is wrong about its envelope."""
        wrong = file.delivery.get("sealed")
        delivery = {word: value for word, value in file.delivery.items() if word != "sealed"}
        data = file.data
        if wrong != PLAIN:
            recipient = self._strange if wrong == FOR_ANOTHER else self._ours
            signer = self._strange if wrong == BY_ANOTHER else self._theirs
            data = _seal(file.data, recipient.extract_certificate(), signer)
        return FileInTransit(file.name, data, file.whole, delivery)

    def open(self, data: bytes, incoming: bool) -> tuple[bytes, tuple[Finding, ...]]:
        """What is in a file to our side (`incoming`) or from it; if it cannot be opened, the file, and why not."""
        receiver, sender = (self._ours, self._theirs) if incoming else (self._theirs, self._ours)
        try:
            return _open(data, receiver, sender.extract_certificate()), ()
        except EnvelopeBroken as bad:
            expected = "a message encrypted for its receiver and signed by its sender"
            return data, (Finding("request", "openpgp", RULE, expected, str(bad)),)

    def variables(self) -> dict[str, str]:
        """Our side's key and the partner's certificate, both in base64."""
        name = self._partner.upper()
        told = _keys(self._ours, self._theirs)
        return {f"{name}_{word.upper()}": value for word, value in told.items()}

    def login(self) -> dict[str, str]:
        """The partner's own key and our side's certificate, both in base64: for who plays the partner."""
        return _keys(self._theirs, self._ours)

    @cached_property
    def _ours(self) -> Tsk:
        return self._key("our key", "files@mwa.example")

    @cached_property
    def _theirs(self) -> Tsk:
        return self._key("key", f"{self._partner}@partners.example")

    @cached_property
    def _strange(self) -> Tsk:
        return self._key("another key", "somebody@else.example")

    def _key(self, name: str, user: str) -> Tsk:
        from pysequoia import Tsk  # heavy, and few partners need it

        seed = hashlib.sha512(self._digest(self._partner, f"openpgp {name}")).digest()
        return Tsk.from_bytes(make_key(user, seed))


def _keys(own: Tsk, other: Tsk) -> dict[str, str]:
    found = {"openpgp_key": bytes(own), "openpgp_certificate": bytes(other.extract_certificate())}
    return {word: base64.b64encode(value).decode() for word, value in found.items()}


def _seal(data: bytes, recipient: Cert, sender: Tsk) -> bytes:
    import pysequoia

    return pysequoia.encrypt(data, recipients=[recipient], signer=sender.signer(), armor=False)


def _open(data: bytes, receiver: Tsk, sender: Cert) -> bytes:
    import pysequoia

    if data.lstrip().startswith(_ARMOUR):
        raise EnvelopeBroken("an envelope in ASCII armour: write it in binary")
    if data[:1] and data[0] not in _ENCRYPTED:
        raise EnvelopeBroken("a file that is not encrypted")
    try:
        opened = pysequoia.decrypt(data, decryptor=receiver.decryptor(), store=lambda *issuers: [sender])
    except RuntimeError as bad:
        reason = str(bad).partition("\n")[0]
        known = (words for beginning, words in _REASONS.items() if reason.startswith(beginning))
        raise EnvelopeBroken(next(known, reason)) from None
    return opened.bytes or b""
