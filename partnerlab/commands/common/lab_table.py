"""The table that `partnerlab up` prints: variables, addresses and log-ins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partnerlab.commands.common.agent_logins import agent_logins, delivery_lines

if TYPE_CHECKING:
    from partnerlab.lab.lab import Lab

_WIDE = 120


def exports(told: dict[str, str]) -> str:
    """Lines for a shell."""
    return "\n".join(f"export {name}='{value}'" for name, value in told.items())


def variables_of(lab: Lab, urls: dict[str, str], control: str) -> dict[str, str]:
    """What a system of ours must know of a lab at these addresses."""
    from partnerlab.lab.channels.channel import lab_variable
    from partnerlab.lab.environment import file_variables, variables
    from partnerlab.lab.our_side import SYSTEMS

    own = {"control": control, "page": control.removesuffix("/__lab") + "/__page/"} | {
        name: urls[name] for name in SYSTEMS if name in urls
    }
    addresses = {lab_variable(f"{name}_url"): url for name, url in own.items()}
    return variables(lab, urls) | file_variables(lab) | addresses


def lab_table(lab: Lab, told: dict[str, str], checks: str, files: int | None = None) -> str:
    """Variables, addresses and log-ins, for people; `checks` says what is looked at.

    The servers for files will listen from port `files` on, if that is given.
    """
    now = lab.clock.now.strftime("%a %d %b %Y %H:%M")
    move = """curl -X PUT -H 'Content-Type: application/json' -d '{"advance": "by 1 hour"}'"""
    head = [
        f"partnerlab is running. Lab time is {now}. It changes only when you change it:",
        f"  {move} {told['PARTNERLAB_CONTROL_URL']}/clock",
        f"Look at it and steer it in a browser: {told['PARTNERLAB_PAGE_URL']}",
        "Environment variables for your CIS and your raw-water system:",
    ]
    fronts = [
        "What partners' own clients call; the lab judges it and passes it on:",
        "",
        *_lines(_passed_on(lab, told)),
        "",
    ]
    logins = agent_logins(lab, files)
    passwords = {login["user"]: login.get("password", "(known by its address)") for login in logins.values()}
    agents = ["Logins with which the agents bring and fetch files:", "", *_lines(passwords), ""]
    agents += [*delivery_lines(logins), ""]
    return "\n".join([*head, "", *_lines(told), "", *fronts, *agents, checks, "Ctrl-C ends it."])


def _passed_on(lab: Lab, told: dict[str, str]) -> dict[str, str]:
    """The address that partners call for each of our systems, and the system's own, to which it forwards now."""
    from partnerlab.lab.channels.channel import lab_variable
    from partnerlab.lab.our_side import SYSTEMS

    urls = {name: told.get(lab_variable(f"{name}_url")) for name in SYSTEMS}
    there = {name: lab.systems[name].channel.where if name in lab.systems else "nowhere yet" for name in SYSTEMS}
    return {url: f"to the {name} at {there[name]}" for name, url in urls.items() if url}


def _lines(pairs: dict[str, str]) -> list[str]:
    width = max((len(name) for name in pairs), default=0)
    return [f"{name:<{width}}  {_short(value)}" for name, value in pairs.items()]


def _short(value: str) -> str:
    return value if len(value) <= _WIDE else f"{value[:40]}… (whole with --env)"
