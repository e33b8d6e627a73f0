"""The log-ins of agents for files, and the places where each delivers, as `up` prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from partnerlab.lab.lab import Lab

_HEAD = (
    "Where and how agents deliver files (GET /__lab/partners says it for each). What is put there by any client is "
    "judged, and stands in the journal, when it arrives:"
)


def agent_logins(lab: Lab, port: int | None = None) -> dict[str, dict[str, Any]]:
    """The agents' own logins at their file channels, by agent; as if the servers for files listened from `port` on."""
    from partnerlab.lab.environment import file_login
    from partnerlab.lab.exchange.file_exchange import file_exchange

    kinds = file_exchange(lab).kinds
    agents = [partner for partner in lab.kit.partners.values() if partner.agreement.get("files")]
    logins = {agent.name: file_login(lab, agent) for agent in agents}
    if port:
        at = {agent.name: port + kinds.index(str(agent.file_channel(None))) for agent in agents}
        logins = {name: _moved(login, at[name]) for name, login in logins.items()}
    return logins


def _moved(login: dict[str, Any], port: int) -> dict[str, Any]:
    """A login at a server that will listen at this port."""
    if "url" not in login:
        return login | {"port": port}
    url = urlsplit(login["url"])
    return login | {"url": url._replace(netloc=f"{url.hostname}:{port}").geturl()}


def delivery_lines(logins: dict[str, dict[str, Any]]) -> list[str]:
    """Each place with what is done there, and who does so."""
    agents: dict[tuple[str, str], list[str]] = {}
    for agent, login in logins.items():
        agents.setdefault((_place(login), f"{login['deliver']}; {login['fetch']}"), []).append(agent)
    lines = [f"  {place}: {how}  ({', '.join(names)})" for (place, how), names in agents.items()]
    return [_HEAD, "", *lines]


def _place(login: dict[str, Any]) -> str:
    if "url" in login:
        return str(login["url"])
    protocol = "sftp" if "host_key" in login else "smtp"
    return f"{protocol}://{login['host']}:{login['port']}"
