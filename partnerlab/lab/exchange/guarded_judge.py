"""A judge that never stops an exchange: a message that it fails to judge is a finding."""

from __future__ import annotations

from partnerlab.contract.findings import Finding, Side
from partnerlab.contract.http.judge import MessageJudge
from partnerlab.contract.http.message import Answer, Request
from partnerlab.lab.failures import Failures


def judge_request(judge: MessageJudge, message: Request, failures: Failures) -> list[Finding]:
    """The findings of a request; if the judge itself fails, a finding of ours."""
    try:
        return judge.request(message)
    except Exception as bad:  # whatever it stumbled over came from outside
        return [could_not_judge("request", judge.operation.id, bad, failures)]


def judge_answer(judge: MessageJudge, message: Answer, asked: Request, failures: Failures) -> list[Finding]:
    """The findings of the answer to `asked`; if the judge itself fails, a finding of ours."""
    try:
        return judge.answer(message, asked)
    except Exception as bad:  # whatever it stumbled over came from outside
        return [could_not_judge("answer", judge.operation.id, bad, failures)]


def could_not_judge(side: Side, operation: str, bad: Exception, failures: Failures) -> Finding:
    """The finding that stands in place of a judgement, and the failure that says whose mistake it is."""
    failures.add(f"the judge of {operation}", bad)
    return Finding(side, "message", "could not be judged", "a message that can be judged", type(bad).__name__)
