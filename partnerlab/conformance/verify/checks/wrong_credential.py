"""Wrong credentials, made from the right one, and requests that carry them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass

from partnerlab.conformance.verify.prepared_request import set_field
from partnerlab.contract.http.message import Request
from partnerlab.contract.http.message_place import remove_value
from partnerlab.contract.http.operation import Operation
from partnerlab.contract.personal_data import SECRET
from partnerlab.scenario.verdicts import Text

MISSING, EMPTY, CUT_SHORT, ALTERED, ANOTHER, EXPIRED = (
    "missing", "empty", "cut short", "altered", "another's", "expired",
)  # fmt: skip
MADE = (ALTERED, CUT_SHORT, EMPTY)
"""Made from the right one. Three, since an account is often locked at the fourth wrong password."""
MOST_TRIES = len(MADE)

_THAI = {
    MISSING: "ไม่ได้ส่ง", EMPTY: "เป็นค่าว่าง", CUT_SHORT: "ถูกตัดให้สั้นลง", ALTERED: "ถูกแก้ไข",
    ANOTHER: "เป็นของผู้อื่น", EXPIRED: "หมดอายุแล้ว",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CredentialPlace:
    """Where one operation carries one credential: `header/Token`."""

    operation: Operation
    place: str
    credential: str


@dataclass(frozen=True, slots=True)
class WrongCredential:
    """One credential that must be refused; `value` is None where it is left out."""

    where: CredentialPlace
    kind: str
    value: str | None

    @property
    def title(self) -> Text:
        place = self.where.place
        return {"en": f"{place} {self.kind}: refused", "th": f"{place} {_THAI[self.kind]}: ต้องปฏิเสธ"}

    def put_into(self, request: Request) -> Request:
        """The same request with this credential."""
        changed, where = deepcopy(request), self.where
        if self.value is None:
            remove_value(changed, where.place)
        else:
            set_field(where.operation, changed, where.place, self.value)
        return changed


def credential_places(operations: Iterable[Operation]) -> list[CredentialPlace]:
    """Every place of a secret. An officer's number names the caller and is no secret, so it is left as it is."""
    return [
        CredentialPlace(operation, place, name)
        for operation in operations
        for place, name in operation.credentials.items()
        if _is_secret(operation, place)
    ]


def made_credentials(places: list[CredentialPlace], values: Mapping[str, str]) -> list[WrongCredential]:
    """Left out at every place, which tries no credential; each wrong value once, over the places in turn."""
    made = [WrongCredential(where, MISSING, None) for where in places if not where.place.startswith("path/")]
    for name in dict.fromkeys(where.credential for where in places):
        having = [where for where in places if where.credential == name]
        wrong = _wrong_values(values[name]) if name in values else {}
        for number, (kind, value) in enumerate(wrong.items()):
            where = having[number % len(having)]
            if value or not where.place.startswith("path/"):  # a path without it is the path of something else
                made.append(WrongCredential(where, kind, value))
    return made


def other_credentials(places: list[CredentialPlace], name: str, kind: str, value: str) -> list[WrongCredential]:
    """Somebody else's, or an expired one, at the first places that carry a credential of this name."""
    having = [where for where in places if where.credential == name]
    return [WrongCredential(where, kind, value) for where in having[:MOST_TRIES]]


def _wrong_values(value: str) -> dict[str, str]:
    last = "0" if value[-1:] != "0" else "1"
    made = {ALTERED: value[:-1] + last, CUT_SHORT: value[:-1], EMPTY: ""}
    return {kind: wrong for kind, wrong in made.items() if wrong or kind == EMPTY}


def _is_secret(operation: Operation, place: str) -> bool:
    parameter = next((each for each in operation.parameters if each.where == place), None)
    return parameter is None or parameter.category in (SECRET, None)
