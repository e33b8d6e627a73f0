"""The drop-off: the way there, its host key, a log-in, the folders, and what may be done in them."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Coroutine, Iterator
from datetime import UTC, datetime
from typing import Any, TypeVar

import asyncssh

from partnerlab.conformance.doctor.diagnosis import Ailment, Check
from partnerlab.conformance.doctor.given_variables import require, require_port
from partnerlab.conformance.doctor.line_reasons import thai_reason
from partnerlab.conformance.doctor.network_address import PATIENCE, address_checks, clock_check
from partnerlab.conformance.doctor.sample_checks import telling_sample
from partnerlab.lab.channels.channel import INCOMING, OUTGOING, lab_variable
from partnerlab.lab.credentials import Credentials
from partnerlab.lab.dropoff.agent_clients import log_in
from partnerlab.lab.partners.partner import Partner
from partnerlab.scenario.verdicts import Text

_Result = TypeVar("_Result")

PROBE = "partnerlab-doctor.part"
"""What is written, and removed: by its ending nobody takes it for a file that has arrived."""


class SftpDropOff:
    """The log-in of a partner where it has one of its own, else that of our side."""

    def __init__(self, partner: Partner) -> None:
        self._partner = partner
        self._login: dict[str, str] = {}
        self._runner: asyncio.Runner | None = None
        self._connection: asyncssh.SSHClientConnection | None = None
        self._client: asyncssh.SFTPClient | None = None
        self._written_at: datetime | None = None
        self._own = bool(os.environ.get(Credentials.variable(partner.name, "sftp_user")))
        home = "" if self._own else os.environ.get(Credentials.variable(partner.name, "sftp_home"), partner.name)
        self._home = home.rstrip("/") + "/" if home else ""

    def checks(self) -> Iterator[Check]:
        """From the variables to a rename."""
        yield {"en": "variables are set", "th": "กำหนดตัวแปรครบ"}, self._given
        host, port = self._login.get("host", ""), int(self._login.get("port", "0"))
        yield from address_checks(host, port)
        yield {"en": "the host key is the agreed one", "th": "กุญแจของเครื่องปลายทางตรงตามที่ตกลง"}, self._host_key
        yield {"en": "log-in", "th": "เข้าสู่ระบบ"}, self._log_in
        yield {"en": "both folders are there", "th": "มีโฟลเดอร์ครบสองโฟลเดอร์"}, self._folders
        yield (
            {"en": "write, read back byte for byte, rename, remove", "th": "เขียน อ่านกลับตรงทุกไบต์ เปลี่ยนชื่อ และลบได้"},
            self._rights,
        )
        yield clock_check(lambda: self._written_at)

    def close(self) -> None:
        if self._connection:
            self._connection.abort()
            self._run(self._connection.wait_closed())
        if self._runner:
            self._runner.close()

    def _given(self) -> Text:
        system = "" if self._partner.system == "cis" else f"{self._partner.system}_"
        shared = {name: lab_variable(f"sftp_{name}") for name in ("host", "port", "host_key")}
        own = {name: Credentials.variable(self._partner.name, f"sftp_{name}") for name in ("user", "password")}
        ours = {name: lab_variable(f"{system}sftp_{name}") for name in ("user", "password")}
        given = require(shared | (own if self._own else ours), () if self._own else own.values())
        require_port(shared["port"])
        self._login = given
        text = f"{self._login['user']} @ {self._login['host']}:{self._login['port']}/{self._home}"
        return {"en": text, "th": text}

    def _host_key(self) -> Text:
        agreed = _public_key(self._login["host_key"])
        seen = self._run(_seen_key(self._login["host"], int(self._login["port"])))
        if seen.public_data != agreed.public_data:
            raise Ailment(
                {
                    "en": f"seen {seen.get_fingerprint()}, agreed {agreed.get_fingerprint()}",
                    "th": f"พบ {seen.get_fingerprint()} แต่ที่ตกลงคือ {agreed.get_fingerprint()}",
                },
                {
                    "en": "ask the other side, by telephone, which is theirs; log in nowhere before",
                    "th": "สอบถามอีกฝ่ายทางโทรศัพท์ว่าเป็นกุญแจของฝ่ายนั้นจริงหรือไม่ อย่าเข้าสู่ระบบก่อนได้คำตอบ",
                },
            )
        return {"en": seen.get_fingerprint(), "th": seen.get_fingerprint()}

    def _log_in(self) -> Text:
        login = self._login
        try:
            self._connection, self._client = self._run(
                log_in(login["host"], int(login["port"]), login["host_key"], login["user"], login["password"])
            )
        except asyncssh.PermissionDenied:
            raise Ailment(
                {"en": f"{login['user']} is refused", "th": f"ปฏิเสธผู้ใช้ {login['user']}"},
                {
                    "en": "correct user and password; several wrong tries may have locked it",
                    "th": "แก้ชื่อผู้ใช้และรหัสผ่าน หากผิดหลายครั้งบัญชีอาจถูกระงับ",
                },
            ) from None
        return {"en": login["user"], "th": login["user"]}

    def _folders(self) -> Text:
        counts = {folder: len(self._listed(self._home + folder)) for folder in (INCOMING, OUTGOING)}
        text = ", ".join(f"{self._home}{folder}: {count}" for folder, count in counts.items())
        return {"en": f"files in {text}", "th": f"จำนวนไฟล์ {text}"}

    def _listed(self, folder: str) -> list[str]:
        assert self._client
        try:
            found = self._run(self._client.listdir(folder))
        except asyncssh.SFTPError as bad:
            raise Ailment(
                {"en": f"{folder}: {bad.reason}", "th": f"{folder}: {bad.reason}"},
                {"en": "have the folder made, and the right to read it given", "th": "ขอให้สร้างโฟลเดอร์และให้สิทธิ์อ่าน"},
            ) from None
        return [str(name) for name in found if name not in (".", "..")]

    def _rights(self) -> Text:
        """A sample goes there and back in the folder into which this log-in delivers."""
        assert self._client
        folder = self._home + (INCOMING if self._own else OUTGOING)
        data = telling_sample(self._partner)
        try:
            came, seconds = self._run(_there_and_back(self._client, f"{folder}/{PROBE}", data))
        except asyncssh.SFTPError as bad:
            raise Ailment(
                {"en": f"{folder}: {bad.reason}", "th": f"{folder}: {bad.reason}"},
                {
                    "en": "have the rights to write, rename and remove given in this folder",
                    "th": "ขอสิทธิ์เขียน เปลี่ยนชื่อ และลบในโฟลเดอร์นี้",
                },
            ) from None
        self._written_at = datetime.fromtimestamp(seconds, UTC) if seconds else None
        if came != data:
            raise Ailment(
                {
                    "en": f"{len(data)} bytes went, {len(came)} others came back",
                    "th": f"ส่งไป {len(data)} ไบต์ ได้กลับ {len(came)} ไบต์ไม่ตรงกัน",
                },
                {
                    "en": "the server changes line ends or the code page: have it keep bytes as they are (binary)",
                    "th": "เซิร์ฟเวอร์เปลี่ยนตัวขึ้นบรรทัดหรือรหัสอักขระ ให้ตั้งเป็นแบบ binary",
                },
            )
        return {"en": f"{folder}: {len(data)} bytes of the sample", "th": f"{folder}: ไฟล์ตัวอย่าง {len(data)} ไบต์"}

    def _run(self, work: Coroutine[Any, Any, _Result]) -> _Result:
        self._runner = self._runner or asyncio.Runner()
        try:
            return self._runner.run(asyncio.wait_for(work, PATIENCE))
        except asyncssh.PermissionDenied:
            raise
        except (TimeoutError, OSError, asyncssh.DisconnectError) as bad:
            reason = getattr(bad, "reason", "") or getattr(bad, "strerror", "") or "no answer"
            raise Ailment(
                {"en": f"the line broke: {reason}", "th": f"สายขาด: {thai_reason(str(reason))}"},
                {"en": "is it an SFTP server at this port?", "th": "ตรวจว่าพอร์ตนี้เป็นเซิร์ฟเวอร์ SFTP"},
            ) from None


def _public_key(text: str) -> asyncssh.SSHKey:
    try:
        return asyncssh.import_public_key(text)
    except asyncssh.KeyImportError:
        variable = lab_variable("sftp_host_key")
        raise Ailment(
            {"en": f"{variable} is no public key", "th": f"{variable} ไม่ใช่กุญแจสาธารณะ"},
            {
                "en": "give the whole line, `ssh-ed25519 AAAA…`, as the other side told it, and no fingerprint of it",
                "th": "ระบุทั้งบรรทัดตามที่อีกฝ่ายแจ้ง เช่น `ssh-ed25519 AAAA…` ไม่ใช่ลายนิ้วมือของกุญแจ",
            },
        ) from None


async def _seen_key(host: str, port: int) -> asyncssh.SSHKey:
    found = await asyncssh.get_server_host_key(host, port, config=None)
    if found is None:
        raise asyncssh.ProtocolError("it shows no key")
    return found


async def _there_and_back(client: asyncssh.SFTPClient, place: str, data: bytes) -> tuple[bytes, float]:
    """What is read back under another name, and when the other end says that it was written."""
    renamed = place.replace(".part", ".2.part")
    async with client.open(place, "wb") as remote:
        await remote.write(data)
    try:
        await client.rename(place, renamed)
    except asyncssh.SFTPError:
        await client.remove(place)
        raise
    try:
        async with client.open(renamed, "rb") as remote:
            came = await remote.read()
        return bytes(came, "utf-8") if isinstance(came, str) else came, float((await client.stat(renamed)).mtime or 0)
    finally:
        await client.remove(renamed)
