"""Text in another code page than the agreed one, read as far as it can be; Thai systems send cp874 (TIS-620)."""

from __future__ import annotations

from urllib.parse import unquote_to_bytes


def escaped_pairs(raw: bytes) -> list[tuple[bytes, bytes]]:
    """The names and values of a query or a form, as the bytes that they are."""
    pairs = (part.replace(b"+", b" ").partition(b"=") for part in raw.split(b"&") if part)
    return [(unquote_to_bytes(name), unquote_to_bytes(value)) for name, _, value in pairs]


def is_utf_8(raw: bytes) -> bool:
    """Whether bytes are UTF-8, in which all messages travel."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def text_of(raw: bytes) -> str:
    """Bytes as people read them: UTF-8, else Thai in cp874, else with what is neither escaped."""
    for code_page in ("utf-8", "cp874"):
        try:
            return raw.decode(code_page)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "backslashreplace")
