"""An OpenAPI document as a routing table: which operations there are, and which of them a request means.

Contracts keep to what is simple: scalar parameters in path, query and header, bodies by media type. A document is
compiled once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from partnerlab.contract.document_store import ContractError, DocumentStore
from partnerlab.contract.http.body import Body, body_at
from partnerlab.contract.http.message import Request
from partnerlab.contract.http.money_marks import MoneyMarks, money_marks
from partnerlab.contract.http.operation import Operation, Parameter

_IN_PATH, _NAME = re.compile(r"\{([^{}]*)\}"), re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_VERBS = ("get", "put", "post", "delete", "patch")


class Document:
    """One OpenAPI document: its operations by name, and which of them a request means."""

    def __init__(self, library: DocumentStore, name: str) -> None:
        self.name = name
        data = library.document(name)
        self.title = {
            "en": data["info"]["title"],
            "th": data["info"].get("x-title-th", data["info"]["title"]),
        }
        compiled = (_operation(library, name, path, verb) for path, verb in _listed(data))
        self.operations = {operation.id: operation for operation in compiled}
        for told in (told for operation in self.operations.values() for told in _mistakes(operation)):
            raise ContractError(f"{library.root / name}: {told}")
        self._static = {(o.method, o.path): o for o in self.operations.values() if o.static}
        self._templates = [o for o in self.operations.values() if not o.static]

    def route(self, message: Request) -> Operation | None:
        """The operation that a request means; fills the request's path parameters."""
        operation = self._static.get((message.method, message.path))
        if operation:
            return operation
        for template in self._templates:
            if template.method == message.method and (params := template.params_in(message.path)) is not None:
                message.params = params
                return template
        return None


def _listed(data: Any) -> Iterator[tuple[str, str]]:
    for path, item in data.get("paths", {}).items():
        yield from ((path, verb) for verb in _VERBS if verb in item)


def _operation(library: DocumentStore, document: str, path: str, verb: str) -> Operation:
    item = library.document(document)["paths"][path]
    data = item[verb]
    base = f"/paths/{_escaped(path)}"
    shared = [_parameter(library, document, f"{base}/parameters/{n}") for n in range(len(item.get("parameters", [])))]
    own = f"{base}/{verb}"
    summary = data.get("summary", data["operationId"])
    return Operation(
        id=data["operationId"],
        method=verb.upper(),
        path=path,
        title={"en": summary, "th": data.get("x-summary-th", summary)},
        provenance=data.get("x-provenance", {}).get("grade", "published"),
        parameters=shared
        + [_parameter(library, document, f"{own}/parameters/{n}") for n in range(len(data.get("parameters", [])))],
        request=_bodies(library, document, f"{own}/requestBody") if "requestBody" in data else {},
        body_required=bool(data.get("requestBody", {}).get("required")),
        answers={
            _status(status, f"{library.root / document}: {data['operationId']}"): _bodies(
                library, document, f"{own}/responses/{status}"
            )
            for status in data["responses"]
        },
        pattern=re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path))),
        gives=data.get("x-gives", {}),
        read_only=bool(data.get("x-read-only", verb == "get")),
        identifies=tuple(data.get("x-identifies", ())),
        money=_money(data, f"{library.root / document}: {data['operationId']}"),
    )


def _money(data: Any, where: str) -> MoneyMarks | None:
    try:
        return money_marks(data.get("x-money"))
    except ValueError as bad:
        raise ContractError(f"{where}: {bad}") from None


def _mistakes(operation: Operation) -> Iterator[str]:
    """What would silently never fit: a name of the path that no pattern can have, a question that is not asked."""
    for name in _IN_PATH.findall(operation.path):
        if not _NAME.fullmatch(name):
            yield (
                f"{operation.path}: a parameter of a path is named with letters, digits and _, a letter first; "
                f"seen '{name}', which never travels and so may be called otherwise"
            )
    for body in (body for kinds in operation.answers.values() for body in kinds.values()):
        if body.by and body.by not in operation.in_query:
            known = ", ".join(sorted(operation.in_query)) or "none"
            yield f"{operation.id}: x-by: parameter '{body.by}' is not in the operation's query; there are: {known}"


def _parameter(library: DocumentStore, document: str, pointer: str) -> Parameter:
    data, document, pointer = _target(library, document, pointer)
    schema, _, _ = library.resolve(data["schema"], document)
    return Parameter(
        name=data["name"],
        key=data["name"].lower() if data["in"] == "header" else data["name"],
        place=data["in"],
        required=bool(data.get("required")),
        validator=library.validator(document, f"{pointer}/schema"),
        number=schema.get("type") == "integer",
        category=data.get("x-personal-data") or schema.get("x-personal-data"),
        choices=[schema["const"]] if "const" in schema else schema.get("enum", []),
        identifies=data.get("x-identifies"),
        credential=data.get("x-credential"),
    )


def _status(told: Any, where: str) -> int:
    if not re.fullmatch("[1-5][0-9]{2}", str(told)):
        raise ContractError(f"{where}: an answer is documented by its status, such as '404'; seen '{told}'")
    return int(told)


def _bodies(library: DocumentStore, document: str, pointer: str) -> dict[str, Body]:
    data, document, pointer = _target(library, document, pointer)
    return {
        media.lower(): body_at(library, document, f"{pointer}/content/{_escaped(media)}", media)
        for media in data.get("content", {})
    }


def _target(library: DocumentStore, document: str, pointer: str) -> tuple[Any, str, str]:
    """A node and where it really stands, references followed."""
    data, where, at = library.resolve(library.pointer(document, pointer), document)
    return data, where, at or pointer


def _escaped(token: str) -> str:
    return token.replace("~", "~0").replace("/", "~1")
