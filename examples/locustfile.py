"""Load on a running lab from both sides: your CIS asks a register, and an agent's counters ask your CIS.

`docs/ci.md` shows how to start it. The run fails if a request failed, and also if a message broke its contract: the lab
has judged each of them.
"""

from __future__ import annotations

import itertools
import os
import sys
from typing import Any

import requests
from locust import HttpUser, between, events, task

COMPANIES = range(7, 57)
ACCOUNTS = range(1000, 1050)
"""Numbers of the population; `partnerlab lookup company:7` shows one."""

PROFILE = "/ws/dbd/juristic/v4/profile/information"
INQUIRY = "/payment-agents/v1/inquiry"
UNDERSTOOD = {"0000", "1001", "1005"}
"""What is owed; an account that your CIS does not know; nothing to pay."""


def variable(name: str) -> str:
    """One of the variables that `partnerlab up --env` prints."""
    if name not in os.environ:
        sys.exit(f'{name} is not set; run first: eval "$(partnerlab up --env --server granian)"')
    return os.environ[name]


def ask_lab(path: str) -> Any:
    """What the control API answers."""
    answer = requests.get(variable("PARTNERLAB_CONTROL_URL") + path, timeout=30)
    answer.raise_for_status()
    return answer.json()


class World:
    """Whom the requests are about, and where the journal and the clock stood at the start."""

    companies: list[str]
    accounts: list[str]
    now: str
    last: int


@events.test_start.add_listener
def read_world(**_: Any) -> None:
    """The population is asked once, so that the load is nothing but messages of the contract."""
    World.companies = [ask_lab(f"/world/company/{number}")["juristic_id"] for number in COMPANIES]
    World.accounts = [ask_lab(f"/world/account/{number}")["ref1"] for number in ACCOUNTS]
    World.now = ask_lab("/clock")["now"]
    World.last = max((exchange["number"] for exchange in ask_lab("/journal?newest=1")["exchanges"]), default=0)


@events.test_stop.add_listener
def fail_on_broken_contracts(environment: Any, **_: Any) -> None:
    """Name the first message that broke its contract, and let the run end with 1."""
    wrong = ask_lab(f"/journal?wrong=true&after={World.last}&limit=1")["exchanges"]
    if wrong:
        print(f"exchange {wrong[0]['number']}, {wrong[0]['operation']}, broke its contract: {wrong[0]['findings']}")
        environment.process_exit_code = 1


class Register(HttpUser):
    """Your CIS at DBD's register, behind the government's gateway."""

    wait_time = between(0.01, 0.1)
    host = variable("DGA_GDX_URL")

    def on_start(self) -> None:
        self.companies = itertools.cycle(World.companies)
        self.client.headers["Consumer-Key"] = variable("DGA_GDX_CONSUMER_KEY")
        query = {"ConsumerSecret": variable("DGA_GDX_CONSUMER_SECRET"), "AgentID": variable("DGA_GDX_AGENT_PID")}
        token = self.client.get("/ws/auth/validate", params=query, name="token").json()["Result"]
        self.client.headers["Token"] = token

    @task
    def profile(self) -> None:
        self.client.get(PROFILE, params={"JuristicID": next(self.companies)}, name="profile")


class Counter(HttpUser):
    """A till of Big C that asks your CIS what a customer owes."""

    wait_time = between(0.01, 0.1)
    host = variable("PARTNERLAB_CIS_URL")
    numbers = itertools.count(1)

    def on_start(self) -> None:
        self.accounts = itertools.cycle(World.accounts)
        self.client.headers["X-Agent-Key"] = variable("BIG_C_ONLINE_AGENT_KEY")

    @task
    def inquiry(self) -> None:
        question = {
            "agentCode": variable("BIG_C_ONLINE_AGENT_CODE"),
            "transactionId": f"L-{os.getpid()}-{next(self.numbers)}",
            "transactionDateTime": World.now,
            "channel": "TELL",
            "branchCode": "001",
            "terminalId": "01",
            "reference1": next(self.accounts),
        }
        with self.client.post(INQUIRY, json=question, name="inquiry", catch_response=True) as answer:
            code = answer.json()["responseCode"] if answer.ok else answer.status_code
            if code not in UNDERSTOOD:
                answer.failure(f"responseCode {code}")
