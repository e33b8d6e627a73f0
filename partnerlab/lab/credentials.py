"""Keys and secrets between our side and each partner: made from the seed, so that no real one is ever needed.

Their names are also those of the variables that give them to a system under test: `DGA_GDX_CONSUMER_KEY`.
"""

from __future__ import annotations

import base64
import hashlib
import uuid

from partnerlab.lab import signed_token


class Credentials(dict[tuple[str, str], str]):
    """All credentials of one lab by partner and name. Each is made from the seed when it is first asked for.

    Names ending in `_pid` are officers' numbers, which no real person has; names ending in `_basic` are whole values of
    an Authorization header: one user name of the partner, another password for each name. `X_private_key` and
    `X_public_key` are the halves of an Ed25519 key; our side is told the public one alone.
    """

    def __init__(self, seed: int | str) -> None:
        super().__init__()
        self.seed = seed

    def of(self, partner: str, name: str) -> str:
        """One credential."""
        return self[partner, name]

    def __missing__(self, which: tuple[str, str]) -> str:
        self[which] = self._make(*which)
        return self[which]

    def _make(self, partner: str, name: str) -> str:
        if name.endswith(signed_token.PUBLIC_KEY):
            return signed_token.public_half(self[partner, signed_token.private_name(name)])
        digest = self.digest(partner, name)
        if name.endswith(signed_token.PRIVATE_KEY):
            return signed_token.as_text(digest)
        if name.endswith("_pid"):
            return "0" + f"{int.from_bytes(digest[:8], 'big') % 10**12:012d}"
        if name.endswith("_basic"):
            return "Basic " + base64.b64encode(f"{partner}:{digest.hex()[:40]}".encode()).decode()
        return str(uuid.UUID(bytes=digest[:16], version=4))

    def digest(self, partner: str, name: str) -> bytes:
        """32 bytes that only this seed, partner and name give."""
        return hashlib.sha256(f"{self.seed}/{partner}/{name}".encode()).digest()

    @staticmethod
    def variable(partner: str, name: str) -> str:
        """The environment variable in which a system under test finds it."""
        return f"{partner}_{name}".upper()
