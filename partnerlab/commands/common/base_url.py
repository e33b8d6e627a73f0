"""The addresses of systems and partners, as a command is given them."""

from __future__ import annotations

from urllib.parse import urlsplit

import click


def checked_base_url(_ctx: click.Context, _param: click.Parameter, url: str | None) -> str | None:
    """The callback of an option: `BadParameter` for a URL that cannot be called, or would show a secret in reports."""
    if url is None:
        return None
    if "@" in url.partition("//")[2].partition("/")[0]:
        raise click.BadParameter("it must not contain a user name or password: give them as environment variables")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as bad:
        raise click.BadParameter(f"'{url}' is not a URL: {bad}") from None
    if not url.startswith(("http://", "https://")):
        raise click.BadParameter(f"'{url}' is not a URL: it must begin with http:// or https://")
    if not host or any(char.isspace() for char in url):
        raise click.BadParameter(f"'{url}' is not a URL: it has no host name")
    if "?" in url or "#" in url:
        raise click.BadParameter("it must be a base address without ? and #")
    return url
