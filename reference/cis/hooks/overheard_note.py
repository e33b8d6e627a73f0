"""One header too many at whatever our side says, so that a rehearsal sees it noticed: only test hooks ask for it."""

from __future__ import annotations

from flask import Blueprint, Response, request

from reference.cis.system import System

HEADER = "X-Note"


def note(system: System, text: str) -> None:
    """Let every message of ours to a partner, and every answer, carry a text in a header; an empty text ends it."""
    for session in {link.session for link in system.links.values()}:
        session.headers.update({HEADER: text})
        if not text:
            session.headers.pop(HEADER)


def add_note_to_answers(blueprint: Blueprint, system: System) -> None:
    """Answers carry what messages carry, but for those of the hooks; the reset ends it."""

    @blueprint.after_app_request
    def carry(answer: Response) -> Response:
        if request.endpoint == f"{blueprint.name}.reset":
            note(system, "")
        noted = next((link.session.headers.get(HEADER) for link in system.links.values()), None)
        if noted and request.blueprint != blueprint.name:
            answer.headers[HEADER] = str(noted)
        return answer
