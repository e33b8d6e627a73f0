"""Typed questions of the core to registers and the map, and their answers.

An adapter answers any of the questions; a new question needs a class here and nothing else in the core.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar, Generic, Protocol, TypeVar

import requests

from reference.cis.messages.materials import Material

Answer = TypeVar("Answer")


class Gateway(Protocol):
    """Holds the credentials of a link that others use too, and the token that it was given."""

    def credential(self, name: str) -> str:
        """A credential of the gateway that a register behind it wants to see too."""
        ...

    def drop_token(self) -> None:
        """Ask for a new token with the next call."""
        ...


class RegisterGateway(Gateway, Protocol):
    """Carries the calls of the registers behind it, with its own token and headers."""

    def get(self, path: str, query: Mapping[str, str]) -> requests.Response:
        """The register's answer, whatever it says; raises SourceUnavailable when there is none."""
        ...

    def post(self, path: str, question: Mapping[str, str]) -> requests.Response:
        """The same of a register that is asked in JSON."""
        ...


class Question(Generic[Answer]):
    """Something to ask; the answer is None when there is nothing on record.

    `register` names it in the record of look-ups, and `subject` is the number of the person or company that is
    looked up; a question about no one has None and leaves no record.
    """

    register: ClassVar[str]

    @property
    def subject(self) -> str | None:
        return None


Ask = Callable[[Any], Any]
"""Answers one class of questions; raises SourceUnavailable when there is no answer to go by."""


class Life(StrEnum):
    """A person's state in the population register; `not_registered`: struck off, moved, or never entered."""

    ALIVE = "alive"
    DEAD = "dead"
    NOT_REGISTERED = "not_registered"


@dataclass(frozen=True, slots=True)
class Person:
    """A person as registered today; `name` is first and last name, None when it cannot be read."""

    life: Life
    name: str | None


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """The latest identity card; `last_day` is None when it cannot be read, `cancelled_because` when it is good."""

    last_day: date | None
    cancelled_because: str | None


@dataclass(frozen=True, slots=True)
class House:
    """The house in which a person is registered, by its code of 11 digits."""

    code: str


@dataclass(frozen=True, slots=True)
class Marriage:
    """The marriage that was registered last, which may have ended since; foreigners have no citizen id."""

    number: str
    citizen_ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Divorce:
    """The divorce that was registered last, with the number of the marriage that it ended."""

    marriage: str


@dataclass(frozen=True, slots=True)
class Company:
    """A juristic person; `status` is the register's own word for it, in Thai."""

    status: str
    in_business: bool


@dataclass(frozen=True, slots=True)
class WelfareCard:
    """That a person holds a welfare card; no more of it is needed."""


class Relation(StrEnum):
    """The ground of a veteran's right: own service, or a relative's."""

    SELF = "self"
    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    WIDOW = "widow"


@dataclass(frozen=True, slots=True)
class VeteranRight:
    """A veteran's right; `decorated` by a medal of the list, `last_day` is None for life."""

    relation: Relation
    card_class: int
    decorated: bool
    last_day: date | None


@dataclass(frozen=True, slots=True)
class LandTitle:
    """A title deed of land, or of a condominium unit."""

    deed: str
    is_unit: bool


@dataclass(frozen=True, slots=True)
class VatRegistration:
    """The branches under which a company is registered for VAT, five digits each; 00000 is the head office."""

    branches: frozenset[str]


@dataclass(frozen=True, slots=True)
class MapFeature:
    """One thing on the map, in WGS 84 degrees: a district with the branch that serves it, a parcel with its deed, or a
    pipe (where it begins) with its diameter and material.
    """

    layer: str
    latitude: float
    longitude: float
    branch: str | None
    deed: str | None
    pipe: str | None = None


@dataclass(frozen=True, slots=True)
class _AboutCitizen:
    citizen_id: str

    @property
    def subject(self) -> str | None:
        return self.citizen_id


@dataclass(frozen=True, slots=True)
class PersonOf(_AboutCitizen, Question[Person]):
    register = "person"


@dataclass(frozen=True, slots=True)
class CardOf(_AboutCitizen, Question[IdentityCard]):
    register = "card"


@dataclass(frozen=True, slots=True)
class HouseOf(_AboutCitizen, Question[House]):
    register = "house"


@dataclass(frozen=True, slots=True)
class FormerNamesOf(_AboutCitizen, Question[tuple[str, ...]]):
    """First and last name together, as borne before each change."""

    register = "former_names"


@dataclass(frozen=True, slots=True)
class MarriageOf(_AboutCitizen, Question[Marriage]):
    register = "marriage"


@dataclass(frozen=True, slots=True)
class DivorceOf(_AboutCitizen, Question[Divorce]):
    register = "divorce"


@dataclass(frozen=True, slots=True)
class WelfareOf(_AboutCitizen, Question[WelfareCard]):
    register = "welfare"


@dataclass(frozen=True, slots=True)
class VeteranOf(_AboutCitizen, Question[VeteranRight]):
    register = "veteran"


@dataclass(frozen=True, slots=True)
class LandOf(Question[tuple[LandTitle, ...]]):
    """What a person or a company owns, by the number of 13 digits."""

    register = "land"
    owner_id: str

    @property
    def subject(self) -> str | None:
        return self.owner_id


@dataclass(frozen=True, slots=True)
class VatOf(Question[VatRegistration]):
    register = "vat"
    juristic_id: str

    @property
    def subject(self) -> str | None:
        return self.juristic_id


@dataclass(frozen=True, slots=True)
class CompanyOf(Question[Company]):
    register = "juristic"
    juristic_id: str

    @property
    def subject(self) -> str | None:
        return self.juristic_id


@dataclass(frozen=True, slots=True)
class FeaturesAtPoint(Question[tuple[MapFeature, ...]]):
    """The question in which district and land parcel a point lies; its degrees are those of the applicant's map."""

    latitude: str
    longitude: str


@dataclass(frozen=True, slots=True)
class FeaturesAtAddress(Question[tuple[MapFeature, ...]]):
    """District and parcel of an address, by its codes of two digits and, if there is one, the house's."""

    province: str
    district: str
    subdistrict: str
    house_code: str | None


@dataclass(frozen=True, slots=True)
class ParcelsAround(Question[tuple[MapFeature, ...]]):
    """The parcels not farther from a point than so many degrees along each axis."""

    latitude: float
    longitude: float
    degrees: float


@dataclass(frozen=True, slots=True)
class PipesAround(Question[tuple[MapFeature, ...]]):
    """The pipes not farther from a point than so many degrees along each axis."""

    latitude: float
    longitude: float
    degrees: float


@dataclass(frozen=True, slots=True)
class AllMaterials(Question[tuple[Material, ...]]):
    """The whole list of materials that can be drawn from the store."""
