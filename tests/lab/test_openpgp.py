"""OpenPGP envelopes: keys from a seed that other software takes, and what each side says of a wrong one."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
from pathlib import Path

import pysequoia
import pytest
import requests

from partnerlab.lab.channels.channel import FileInTransit
from partnerlab.lab.lab import Lab
from partnerlab.lab.openpgp.envelope import Envelope
from partnerlab.lab.openpgp.keys import make_key
from partnerlab.lab.partners.fault_check import misdeliveries
from reference.common.clock import Clock
from reference.common.file_channels.channel import Handled, OutgoingFile
from reference.common.file_channels.envelope import UNOPENED, CannotOpen
from reference.common.file_channels.envelope import Envelope as OurEnvelope
from reference.common.file_channels.file_content import FileContent
from reference.common.link import Link

FILE = FileInTransit("a.txt", "น้ำ\r\n".encode("cp874") * 100)


def digest(party: str, name: str) -> bytes:
    return hashlib.sha256(f"{party}/{name}".encode()).digest()


def both(partner: str = "bank") -> tuple[Envelope, OurEnvelope]:
    """The partner's envelope, and that of our side with what it is told."""
    theirs = Envelope(partner, digest)
    told = {name.removeprefix(f"{partner.upper()}_").lower(): value for name, value in theirs.variables().items()}
    return theirs, OurEnvelope(Link(partner, told, requests.Session(), Clock()))


def sealed(wrong: str) -> bytes:
    return both()[0].seal(FileInTransit(FILE.name, FILE.data, delivery={"sealed": wrong})).data


def test_a_file_goes_there_and_back() -> None:
    theirs, ours = both()
    sent = theirs.seal(FILE)
    assert (sent.name, FILE.data in sent.data) == (FILE.name, False)
    assert ours.open(sent.data) == FILE.data
    assert theirs.open(sent.data, incoming=True) == (FILE.data, ())
    answer = ours.seal(OutgoingFile("r.txt", b"done")).data
    assert theirs.open(answer, incoming=False) == (b"done", ())


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ("plain", "it is not encrypted"),
        ("for_another", "No key to decrypt message"),
        ("by_another", "Signature verification failed"),
    ],
)
def test_a_wrong_envelope_is_not_opened(wrong: str, reason: str) -> None:
    with pytest.raises(CannotOpen, match=reason):
        both()[1].open(sealed(wrong))
    data, findings = both()[0].open(sealed(wrong), incoming=True)
    assert (data != FILE.data or wrong == "plain", [finding.rule for finding in findings]) == (
        True,
        ["agreed envelope"],
    )


def test_what_is_signed_alone_or_changed_on_the_way_is_not_opened() -> None:
    theirs, ours = both()
    signed = pysequoia.sign(theirs._theirs.signer(), FILE.data, armor=False)
    changed = bytearray(theirs.seal(FILE).data)
    changed[-30] ^= 1
    for data in (signed, bytes(changed), b"", b"\xc1", theirs.seal(FILE).data[:200]):
        with pytest.raises(CannotOpen):
            ours.open(data)


def test_another_partners_file_is_not_taken_for_ours() -> None:
    with pytest.raises(CannotOpen):
        both()[1].open(both("shop")[0].seal(FILE).data)


def test_what_cannot_be_opened_is_put_aside_and_never_handled() -> None:
    taken: list[bytes] = []

    def handle(partner: str, name: str, data: bytes | FileContent) -> Handled:
        taken.append(FileContent.of(data).read())
        return Handled(answer=OutgoingFile("r.txt", b"done"))

    theirs, ours = both()
    assert ours.around(handle)("bank", "a.txt", FILE.data) == Handled(UNOPENED)
    assert taken == []
    handled = ours.around(handle)("bank", "a.txt", theirs.seal(FILE).data)
    assert taken == [FILE.data]
    assert handled.answer is not None and theirs.open(handled.answer.data, incoming=False) == (b"done", ())


def test_keys_are_the_same_for_the_same_seed_and_good_for_every_seed() -> None:
    for number in range(40):
        seed = hashlib.sha512(bytes([number])).digest()
        key = pysequoia.Tsk.from_bytes(make_key("a <a@b.example>", seed))
        assert make_key("a <a@b.example>", seed) == make_key("a <a@b.example>", seed)
        certificate = key.extract_certificate()
        message = pysequoia.encrypt(b"x", recipients=[certificate], signer=key.signer(), armor=False)
        opened = pysequoia.decrypt(message, decryptor=key.decryptor(), store=lambda *ids, c=certificate: [c])
        assert opened.bytes == b"x"


@pytest.mark.skipif(shutil.which("gpg") is None, reason="gpg is not installed")
def test_gpg_opens_what_our_keys_are_for(tmp_path: Path) -> None:
    home = tmp_path / "gnupg"
    home.mkdir(mode=0o700)
    key = pysequoia.Tsk.from_bytes(make_key("a <a@b.example>", bytes(range(64))))
    message = pysequoia.encrypt(FILE.data, recipients=[key.extract_certificate()], signer=key.signer(), armor=False)
    gpg = ["gpg", "--homedir", str(home), "--batch", "--quiet"]
    subprocess.run([*gpg, "--import"], input=bytes(key), check=True, capture_output=True)
    opened = subprocess.run([*gpg, "--decrypt"], input=message, check=True, capture_output=True)
    subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=False)
    assert opened.stdout == FILE.data
    assert b"Good signature" in opened.stderr


@pytest.mark.skipif(shutil.which("gpg") is None, reason="gpg is not installed")
def test_what_gpg_seals_for_our_certificate_is_opened(tmp_path: Path) -> None:
    theirs, ours = both()
    home = tmp_path / "gnupg"
    home.mkdir(mode=0o700)
    gpg = ["gpg", "--homedir", str(home), "--batch", "--quiet", "--trust-model", "always"]
    for key in theirs.login().values():
        subprocess.run([*gpg, "--import"], input=base64.b64decode(key), check=True, capture_output=True)
    seal = [*gpg, "--sign", "--encrypt", "--recipient", "files@mwa.example"]
    plain, armoured, compressed = (
        subprocess.run([*seal, *more], input=FILE.data, check=True, capture_output=True).stdout
        for more in ([], ["--armor"], ["--compress-algo", "zip"])
    )
    subprocess.run(["gpgconf", "--homedir", str(home), "--kill", "all"], check=False)
    assert ours.open(plain) == FILE.data
    assert theirs.open(plain, incoming=True) == (FILE.data, ())
    seen = [theirs.open(message, incoming=True)[1][0].seen for message in (armoured, compressed)]
    assert seen == [
        "an envelope in ASCII armour: write it in binary",
        "one compressed before it was encrypted: leave it uncompressed",
    ]


def test_a_fault_of_envelopes_fits_nobody_who_agreed_on_none(lab: Lab) -> None:
    bank, agent = lab.kit.partner("scb_debit"), lab.kit.partner("truemoney_offline")
    assert list(misdeliveries(bank, "result", "signed_by_another", {})) == []
    told = [text for _, text in misdeliveries(agent, "payment_file", "signed_by_another", {})]
    expected = "'signed_by_another' would never strike: it is a fault of openpgp, and truemoney_offline uses sftp"
    assert told == [expected]
