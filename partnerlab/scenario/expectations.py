"""An exchange as an expectation sees it: plain mappings by the words of the scenario language."""

from __future__ import annotations

from typing import Any

from partnerlab.contract.http.message import Answer
from partnerlab.lab.journal import Exchange


def exchange_view(exchange: Exchange) -> dict[str, Any]:
    """`request` and `answer`; of a file, `request` has its name and its records by field."""
    return {"request": _request_view(exchange), "answer": answer_view(exchange.answer)}


def answer_view(answer: Answer | None) -> dict[str, Any]:
    """An answer that never came has nothing to match."""
    if answer is None:
        return {}
    return {"status": answer.status, "headers": answer.headers, "body": answer.body}


def _request_view(exchange: Exchange) -> dict[str, Any]:
    message = exchange.request
    if exchange.channel != "http":
        records = exchange.fields
        name = {"name": message.path.rpartition("/")[2]}
        if records is None:
            return name
        return name | {"header": records.header, "details": records.details, "trailer": records.trailer}
    return {
        "method": message.method,
        "path": message.path,
        "query": message.query,
        "headers": message.headers,
        "body": message.body,
    }
