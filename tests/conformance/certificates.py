"""Certificates of an authority of the test's own, and servers that show them and ask for them."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from werkzeug import Request, Response
from werkzeug.serving import make_server

Key = ec.EllipticCurvePrivateKey


@dataclass
class Authority:
    """Signs certificates; `file` is what those who trust it are given."""

    folder: Path

    def __post_init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "authority of a test")])
        self.file = self.folder / "authority.pem"
        self.file.write_bytes(_pem(self._signed(self._name, self._key, authority=True)))

    def locked_key(self) -> bytes:
        """A key that opens with a passphrase only."""
        locked = serialization.BestAvailableEncryption(b"open")
        return self._key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, locked)

    def certificate(self, name: str) -> tuple[Path, Path]:
        """Files of a certificate for this machine, and of its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate, secret = self.folder / f"{name}.pem", self.folder / f"{name}.key"
        certificate.write_bytes(_pem(self._signed(subject, key, authority=False)))
        secret.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        return certificate, secret

    def _signed(self, subject: x509.Name, key: Key, *, authority: bool) -> x509.Certificate:
        now = datetime.now(UTC)
        names = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
        builder = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self._name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=1))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
            .add_extension(names, critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(_use(authority), critical=True)
        )
        if not authority:
            issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
            builder = builder.add_extension(issuer, critical=False)
        return builder.sign(self._key, hashes.SHA256())


def _use(authority: bool) -> x509.KeyUsage:
    """What the key is for, without which a strict reader takes no authority."""
    signs = {"key_cert_sign": authority, "crl_sign": authority, "digital_signature": not authority}
    others = dict.fromkeys(
        (
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    return x509.KeyUsage(**signs, **others)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


@contextmanager
def secure(authority: Authority, *, wants_caller: bool = False) -> Iterator[str]:
    """The address of a server with a certificate, which perhaps lets in only who shows one of the same authority."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*authority.certificate("server"))
    if wants_caller:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(authority.file)

    @Request.application
    def says(request: Request) -> Response:
        return Response("said", content_type="text/plain")

    server = make_server("127.0.0.1", 0, says, threaded=True, ssl_context=context)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"https://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
