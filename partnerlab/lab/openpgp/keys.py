"""OpenPGP keys as functions of 64 bytes, so that a lab's keys are the same in each run and nothing is kept.

Version 4 with Ed25519 to sign and Curve25519 to encrypt (RFC 4880 and the curves of RFC 9580, appendix A).
"""

from __future__ import annotations

import hashlib
import struct

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

_CREATED = struct.pack(">I", 1_735_664_400)
"""1 January 2025 in Bangkok: before anything that a lab plays."""

_SECRET_KEY, _SECRET_SUBKEY, _USER, _SIGNATURE = 5, 7, 13, 2
_ED25519 = b"\x16\x09\x2b\x06\x01\x04\x01\xda\x47\x0f\x01"
_CURVE25519 = b"\x12\x0a\x2b\x06\x01\x04\x01\x97\x55\x01\x05\x01"
_WRAPPING = b"\x03\x01\x08\x07"
"""How the session key is wrapped: SHA-256 and AES-128."""

_CERTIFY_AND_SIGN, _ENCRYPT = b"\x03", b"\x0c"
_SHA512 = 10
_UNCOMPRESSED = b"\x00"
"""What gpg would otherwise compress before it encrypts, and the library of ours could not check the signature of."""


def make_key(user: str, seed: bytes) -> bytes:
    """A secret key with one user; `seed` is 64 bytes, half of them for each of its two parts."""
    signing = Ed25519PrivateKey.from_private_bytes(seed[:32])
    primary = b"\x04" + _CREATED + _ED25519 + _number(b"\x40" + _public(signing))
    subkey = b"\x04" + _CREATED + _CURVE25519 + _number(b"\x40" + _public(_exchange(seed))) + _WRAPPING
    name = user.encode()
    named = _prefixed(primary) + b"\xb4" + struct.pack(">I", len(name)) + name
    bound = _prefixed(primary) + _prefixed(subkey)
    return b"".join(
        (
            _packet(_SECRET_KEY, primary + _secret(seed[:32])),
            _packet(_USER, name),
            _packet(_SIGNATURE, _signature(signing, primary, 0x13, named, _CERTIFY_AND_SIGN)),
            _packet(_SECRET_SUBKEY, subkey + _secret(_clamped(seed[32:])[::-1])),
            _packet(_SIGNATURE, _signature(signing, primary, 0x18, bound, _ENCRYPT)),
        )
    )


def _exchange(seed: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(_clamped(seed[32:]))


def _clamped(scalar: bytes) -> bytes:
    """The secret number as the curve uses it, little-endian."""
    return bytes([scalar[0] & 248, *scalar[1:31], scalar[31] & 127 | 64])


def _public(key: Ed25519PrivateKey | X25519PrivateKey) -> bytes:
    return key.public_key().public_bytes_raw()


def _signature(key: Ed25519PrivateKey, primary: bytes, kind: int, about: bytes, usage: bytes) -> bytes:
    """A signature of the key on itself: that it has this user, or this subkey."""
    fingerprint = hashlib.sha1(_prefixed(primary), usedforsecurity=False).digest()
    subpackets = (
        _subpacket(2, _CREATED) + _subpacket(27, usage) + _subpacket(11, b"\x09\x07") + _subpacket(21, b"\x0a\x08")
        + _subpacket(22, _UNCOMPRESSED) + _subpacket(30, b"\x01") + _subpacket(33, b"\x04" + fingerprint)
    )  # fmt: skip
    head = bytes([4, kind, 22, _SHA512]) + struct.pack(">H", len(subpackets)) + subpackets
    digest = hashlib.sha512(about + head + b"\x04\xff" + struct.pack(">I", len(head))).digest()
    signed, issuer = key.sign(digest), _subpacket(16, fingerprint[-8:])
    return head + struct.pack(">H", len(issuer)) + issuer + digest[:2] + _number(signed[:32]) + _number(signed[32:])


def _secret(number: bytes) -> bytes:
    """A secret number that no password protects, with its checksum."""
    written = _number(number)
    return b"\x00" + written + struct.pack(">H", sum(written) % 65536)


def _number(data: bytes) -> bytes:
    """A whole number with its length in bits."""
    value = int.from_bytes(data, "big")
    return struct.pack(">H", value.bit_length()) + data.lstrip(b"\x00")


def _prefixed(key: bytes) -> bytes:
    """A public key as it goes into a hash."""
    return b"\x99" + struct.pack(">H", len(key)) + key


def _subpacket(kind: int, data: bytes) -> bytes:
    return bytes([len(data) + 1, kind]) + data


def _packet(tag: int, body: bytes) -> bytes:
    length = bytes([len(body)]) if len(body) < 192 else b"\xff" + struct.pack(">I", len(body))
    return bytes([0xC0 | tag]) + length + body
