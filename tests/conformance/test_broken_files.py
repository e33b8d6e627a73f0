"""A small agent and a small bank whose files are wrong in one thing, by `check-file` and as the drop-off gets them."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from partnerlab.contract.findings import failures
from partnerlab.lab.exchange.file_exchange import file_exchange
from partnerlab.lab.lab import Lab
from partnerlab.lab.partners.registry import Registry
from tests.conformance.file_breaches import AGENT, BANK, FOUND_BY, Breach, Role, breaches

BREACHES = list(breaches())
FEWEST = 3


def test_there_are_enough_of_each_kind() -> None:
    counts = Counter((breach.kind, breach.role.partner) for breach in BREACHES)
    kinds = {breach.kind for breach in BREACHES}
    assert len(kinds) >= 9
    assert all(counts[kind, role.partner] >= FEWEST for kind in kinds for role in (AGENT, BANK)), counts


@pytest.mark.parametrize("role", [AGENT, BANK], ids=lambda role: role.partner)
def test_what_is_broken_is_good_before(lab: Any, role: Role, tmp_path: Path) -> None:
    file = tmp_path / role.name
    file.write_bytes(role.sample)
    assert lab("check-file", f"{role.partner}/{role.layout}", file).code == 0


@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: breach.id)
def test_a_broken_file_fails_the_check_and_is_the_partners_fault(lab: Any, breach: Breach, tmp_path: Path) -> None:
    name, content = breach.sent
    file = tmp_path / name
    file.write_bytes(content)
    left = lab("check-file", f"{breach.role.partner}/{breach.role.layout}", file)
    assert (left.code, left.err) == (1, "")
    assert "[Whose fault: partner]" in left.out, left.out
    assert "4111111111111111" not in left.out


@pytest.fixture(scope="module")
def judged() -> dict[str, tuple[str, list[str]]]:
    """Every broken file, left by a client of its own over SFTP: who is to blame, and the rules that were broken."""
    found = Lab(Registry())
    try:
        for role in (AGENT, BANK):
            asyncio.run(_leave(found, role, [breach for breach in BREACHES if breach.role is role]))
        found.run_due_work()
        exchanges = [exchange for exchange in found.journal if exchange.channel == "sftp"]
        assert len(exchanges) == len(BREACHES)
        return {
            breach.id: (
                exchange.culprit(wrong[0]) if (wrong := failures(exchange.findings)) else "",
                [finding.rule for finding in wrong],
            )
            for breach, exchange in zip(BREACHES_AS_LEFT, exchanges, strict=True)
        }
    finally:
        found.close()


BREACHES_AS_LEFT = [breach for role in (AGENT, BANK) for breach in BREACHES if breach.role is role]


async def _leave(lab: Lab, role: Role, wrong: list[Breach]) -> None:
    """Log in as the partner and leave each file as agreed: whole, and then under its name."""
    drop_off = file_exchange(lab).channel("sftp")
    host = f"[{drop_off.host}]:{drop_off.port} {drop_off.host_key}\n"
    async with (
        asyncssh.connect(
            drop_off.host, drop_off.port, username=role.partner, password=drop_off.passwords[role.partner],
            known_hosts=asyncssh.import_known_hosts(host), config=None, client_keys=None,
        ) as connection,
        connection.start_sftp_client() as client,
    ):  # fmt: skip
        for breach in wrong:
            name, content = breach.sent
            async with client.open(f"/incoming/{name}.tmp", "wb") as file:
                await file.write(content)
            await client.posix_rename(f"/incoming/{name}.tmp", f"/incoming/{name}")
            lab.run_due_work()


@pytest.mark.slow
@pytest.mark.parametrize("breach", BREACHES, ids=lambda breach: breach.id)
def test_a_broken_file_that_is_left_at_the_drop_off_is_judged(
    judged: dict[str, tuple[str, list[str]]], breach: Breach
) -> None:
    culprit, rules = judged[breach.id]
    assert rules[0] in FOUND_BY[breach.kind] and culprit == breach.role.partner
