"""Bodies in parts (multipart/form-data, RFC 7578): read off the bytes, and written with a boundary of their own."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import Any

MULTIPART = "multipart/form-data"

_END = b"\r\n"


@dataclass(frozen=True, slots=True)
class FormPart:
    """One part of a form: a field, or a file with its name and kind."""

    content: bytes
    file_name: str | None = None
    media: str = "text/plain"


def parts_of(raw: bytes) -> dict[str, FormPart]:
    """The parts by their names, each once; ValueError says what is wrong."""
    found: dict[str, FormPart] = {}
    for name, part in all_parts_of(raw):
        if name in found:
            raise ValueError(f"a part stands more than once: {name}")
        found[name] = part
    return found


def all_parts_of(raw: bytes) -> list[tuple[str, FormPart]]:
    """The parts as they come, with their names; the first line is the boundary. ValueError says what is wrong."""
    line, _, rest = raw.removeprefix(_END).partition(_END)  # some clients begin with a line end (RFC 2046 allows it)
    if not line.startswith(b"--") or len(line) < 3:
        raise ValueError("the first line is no boundary")
    *pieces, end = (_END + rest).split(_END + line)
    if not pieces or end.strip() != b"--":
        raise ValueError("the last boundary is missing")
    return [_part(piece) for piece in pieces]


def texts_of(raw: bytes) -> dict[str, str]:
    """The parts as a schema sees them; a file as text of one character per byte."""
    return {name: part.content.decode("latin-1" if part.file_name else "utf-8") for name, part in parts_of(raw).items()}


def encode_parts(fields: Mapping[str, Any]) -> bytes:
    """The bytes of a form whose every field is a file; the boundary follows from what it holds."""
    contents = {name: str(value).encode("latin-1", "replace") for name, value in fields.items()}
    boundary = b"--" + hashlib.sha256(b"".join(contents.values())).hexdigest()[:32].encode()
    body = b""
    for name, content in contents.items():
        head = f'Content-Disposition: form-data; name="{name}"; filename="{name}.txt"\r\nContent-Type: text/plain'
        body += boundary + _END + head.encode() + _END + _END + content + _END
    return body + boundary + b"--" + _END


def _part(piece: bytes) -> tuple[str, FormPart]:
    head, _, content = piece.removeprefix(_END).partition(_END + _END)
    message = Message()
    for line in head.decode("utf-8").split("\r\n"):
        header, _, value = line.partition(":")
        message[header.strip()] = value.strip()
    name = message.get_param("name", header="content-disposition")
    if not isinstance(name, str):
        raise ValueError("a part has no name")
    file_name = message.get_param("filename", header="content-disposition")
    return name, FormPart(content, str(file_name) if file_name else None, message.get_content_type())
