"""Faults of a web page with files: how its files are listed, and how our visit is received."""

from __future__ import annotations

from dataclasses import replace

from partnerlab.contract.files import Layout
from partnerlab.lab.channels.channel import FileInTransit, Reception
from partnerlab.lab.faults.fault import FaultContext


def still_growing(layout: Layout, file: FileInTransit, *, visits: int = 1) -> list[FileInTransit]:
    """The file is in the list before it is whole: so many visits find only a part of it."""
    if visits < 1:
        raise ValueError(f"a file that grows is met by at least one visit, not by {visits}")
    return [replace(file, delivery={**file.delivery, "growing": visits})]


def wrong_password(layout: Layout, file: FileInTransit) -> list[FileInTransit]:
    """The agent logs in on our page with a wrong password: the log-in form is shown again, and no file is uploaded."""
    return [replace(file, whole=False, delivery={**file.delivery, "refused": "wrong_password"})]


def too_large(layout: Layout, file: FileInTransit) -> list[FileInTransit]:
    """The agent uploads a file that is larger than our page takes: it is refused, and nothing of it is kept."""
    return [replace(file, whole=False, delivery={**file.delivery, "refused": "too_large"})]


def session_ended() -> None:
    """The page has ended our session: it sends us to its log-in form."""


def password_refused() -> None:
    """The page does not take our password, though it is the agreed one."""


def login_page_instead() -> None:
    """The log-in page comes in place of the file, with status 200."""


def over_limit(fault: str) -> Reception:
    """The page takes no file as large as ours."""
    return Reception(fault, "413 ไฟล์ใหญ่เกินกำหนด / the file is larger than this page takes")


def at_any_page(context: FaultContext) -> bool:
    return context.step == "page"


def at_log_in(context: FaultContext) -> bool:
    return context.step == "log_in"


def at_download(context: FaultContext) -> bool:
    return context.step == "download"
