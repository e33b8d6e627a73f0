"""The addresses of systems and partners, as a command is given them."""

from __future__ import annotations

from urllib.parse import urlsplit

import click


def require_base_url(url: str) -> None:
    """`UsageError` for a URL that cannot be called, or that would show a secret in every report."""
    if "@" in url.partition("//")[2].partition("/")[0]:
        raise click.UsageError(
            "URL must not contain a user name or password: give credentials as environment variables"
        )
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as bad:
        raise click.UsageError(f"'{url}' is not a URL: {bad}") from None
    if not url.startswith(("http://", "https://")):
        raise click.UsageError(f"'{url}' is not a URL: it must begin with http:// or https://")
    if not host or any(char.isspace() for char in url):
        raise click.UsageError(f"'{url}' is not a URL: it has no host name")
    if "?" in url or "#" in url:
        raise click.UsageError("URL must be a base address without ? and #")
