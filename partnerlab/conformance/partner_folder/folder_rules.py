"""What holds for every partner's folder, one function a rule; each tells what breaks it, with the file."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any

from partnerlab import yamlio
from partnerlab.conformance.pacts import pact_file
from partnerlab.conformance.partner_folder.legal_rules import categories, legal_basis
from partnerlab.conformance.partner_folder.money_rules import money_mistakes
from partnerlab.conformance.walking import Place, operations, places
from partnerlab.lab.partners.address_check import clashes
from partnerlab.lab.partners.folder_check import mistakes_of
from partnerlab.lab.partners.partner import CONSUMER, PROVIDER, Ask, Partner
from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario.verdicts import Text
from partnerlab.schemas.validation import mistakes
from partnerlab.suggestions import unknown

Rule = Callable[[Registry, Partner], list[str]]

_KNOWN = {"agreement.yaml", PROVIDER, CONSUMER, "files", "pacts"}
_GRADES = ("published", "observed", "inferred", "invented")
_OBVIOUS = re.compile(
    r"citizen|personal_?id|taxid$|tax_id|^cardid$|identityid|juristicperson|first_?name|last_?name|surname|customername"
    r"|mobile|phone|email|^fax$|(?<!ip)address(?!name|informations)|house(?:no|id)$|^soi$|^road$|latitude|longitude|birth"
    r"|consumer-key|^token$|secret|x-agent-key|reference1|invoice|religion|blood|disability|criminal",
    re.IGNORECASE,
)
"""Names of fields that nobody doubts to hold personal data, or a key."""


def _shape(kit: Registry, partner: Partner) -> list[str]:
    """Its files are there, its functions are its operations, its states and faults mean something."""
    agreement = partner.contracts / "agreement.yaml"
    wrong = mistakes(yamlio.load(agreement), "agreement") if agreement.is_file() else []
    return wrong or mistakes_of(partner)


def _contents(kit: Registry, partner: Partner) -> list[str]:
    """A newcomer reads one sibling and knows all."""
    surplus = sorted(path.name for path in partner.contracts.iterdir() if path.name not in _KNOWN)
    return [
        f"{partner.contracts / name}: has no place here; there may be {', '.join(sorted(_KNOWN))}" for name in surplus
    ]


def _channels(kit: Registry, partner: Partner) -> list[str]:
    """Its channels are those of its contracts, and the gateway before it is one."""
    where = partner.contracts / "agreement.yaml"
    kinds = {channel["kind"] for channel in partner.agreement["channels"]}
    found = []
    if ("http" in kinds) != bool(_documents(partner)):
        found.append(f"{where}: a channel of kind http and an OpenAPI document go together; one of them is missing")
    if ("sftp" in kinds) != bool(partner.agreement.get("files")):
        found.append(f"{where}: a channel of kind sftp and `files` go together; one of them is missing")
    if partner.behind and partner.behind not in kit.partners:
        gateways = [each.name for each in kit.partners.values() if each.agreement["role"] == "gateway"]
        found.append(f"{where}: there is no gateway '{partner.behind}'; there are: {', '.join(gateways)}")
    for gateway in partner.gateways[1:]:
        if "admit" not in _functions_of(kit, gateway):
            gates = [name for name in kit.partners if "admit" in _functions_of(kit, name)]
            found.append(f"{where}: no call goes through '{gateway}'; who has `admit`: {', '.join(gates)}")
    if partner.sends_through and "forward" not in _functions_of(kit, partner.sends_through):
        gates = [name for name in kit.partners if "forward" in _functions_of(kit, name)] or ["none"]
        found.append(
            f"{where}: through: '{partner.sends_through}' has no `forward`; those that have: {', '.join(gates)}"
        )
    return found


def _asks(kit: Registry, partner: Partner) -> list[str]:
    """What it asks of another partner exists, and so do the credentials with which it asks."""
    where = partner.contracts / "agreement.yaml"
    return [f"{where}: asks: {act}: {wrong}" for act, ask in partner.asks.items() for wrong in _wrong_ask(kit, ask)]


def _wrong_ask(kit: Registry, ask: Ask) -> Iterator[str]:
    if wrong := unknown("partner", ask.receiver, kit.partners):
        yield wrong
        return
    receiver = kit.partners[ask.receiver]
    operations = receiver.provider.operations if receiver.provider else {}
    if wrong := unknown(f"operation that {ask.receiver} answers", ask.operation, operations):
        yield wrong
    doors = [receiver, *(kit.partners[name] for name in receiver.gateways if name in kit.partners)]
    offered = [name for door in doors for channel in door.agreement["channels"] for name in channel["credentials"]]
    for name in ask.credentials:
        if wrong := unknown(f"credential of {ask.receiver}", name, offered):
            yield wrong


def _functions_of(kit: Registry, name: str) -> Collection[str]:
    """What a partner can do; nothing, where there is no such partner."""
    return kit.partners[name].functions.keys() if name in kit.partners else ()


def _codes(kit: Registry, partner: Partner) -> list[str]:
    """Our side books an agent's money under a code, which is told it with the addresses and is nobody else's."""
    where, code = partner.contracts / "agreement.yaml", partner.booked_as
    if partner.pays and code is None:
        role = partner.agreement["role"].replace("_", " ")
        return [f"{where}: codes: an {role} has an agent_code, by which our side knows it"]
    others = [each.name for each in kit.partners.values() if each is not partner and code and each.booked_as == code]
    return [f"{where}: codes: agent_code {code} is that of {name}" for name in others]


def _addresses(kit: Registry, partner: Partner) -> list[str]:
    """Who shares an address with others behind the same gateway is told apart from them."""
    return list(clashes(kit, partner))


def _scope(kit: Registry, partner: Partner) -> list[str]:
    """The agreement says of each operation which personal data may travel, and of nothing else."""
    where, data = partner.contracts / "agreement.yaml", partner.agreement["data"]
    offered = (partner.answers | partner.sends) - partner.asks.keys()
    found = [f"{where}: data: says nothing of operation '{name}'" for name in sorted(offered - set(data))]
    found += [
        f"{where}: data: '{name}' is no operation; there are: {', '.join(sorted(offered))}"
        for name in sorted(set(data) - offered)
    ]
    return found + [mistake for file in _documents(partner) for mistake in _carried(where, data, file)]


def _carried(where: Path, data: dict[str, dict[str, Any]], file: Path) -> Iterator[str]:
    """What is allowed beyond what the document has a place for is a mistake, or a permission that nobody needs."""
    for _, _, operation in operations(file):
        name, scope = operation["operationId"], data.get(operation["operationId"], {})
        for side in ("request", "answer"):
            marked = {p.data.get("x-personal-data") for p in places(file, operation) if p.side == side}
            cases = [category for case in scope.get("where", []) for category in case.get(side, [])]
            for category in sorted({*scope.get(side, []), *cases} - marked):
                yield f"{where}: data: {name} {side}: allows {category}, for which {file.name} has no place"
        asked = {place.name for place in places(file, operation) if place.data.get("in") == "query"}
        for word in sorted({word for case in scope.get("where", []) for word in case["when"]} - asked):
            yield f"{where}: data: {name} where: '{word}' is not in the operation's query; there are: {_listed(asked)}"


def _listed(names: Collection[str]) -> str:
    return ", ".join(sorted(names)) or "none"


def _provenance(kit: Registry, partner: Partner) -> list[str]:
    """Who reads a contract must see what is known of each field, and what is somebody's guess."""
    mark = f"x-provenance: {{grade: {' | '.join(_GRADES)}, source: …}}"
    return [
        f"{file}: {place.path}: says nothing of how it is known; {mark}"
        for file, place in _leaves(partner)
        if not place.mark
    ]


def _personal(kit: Registry, partner: Partner) -> list[str]:
    """What is not marked as personal data is neither held to the agreement nor covered in reports."""
    return [
        f"{file}: {place.path}: is personal data by its name, and is not marked: x-personal-data"
        for file, place in _leaves(partner)
        if unmarked(place)
    ]


def _strangers(kit: Registry, partner: Partner) -> list[str]:
    """A field of which a contract knows nothing cannot be held to the agreement, whatever it carries."""
    return [
        f"{file}: {path}: may have fields that are not told; additionalProperties: false (unevaluatedProperties "
        "beside an allOf)"
        for file in _documents(partner)
        for path in dict.fromkeys(p.path for _, _, each in operations(file) for p in places(file, each) if p.open)
    ]


def unmarked(place: Place) -> bool:
    """Whether a field is personal by its name and no mark says so; a switch or one of a few words tells nothing."""
    data = place.data
    types = {data["type"]} if isinstance(data.get("type"), str) else set(data.get("type", ()))
    told = not {"enum", "const"} & data.keys() and types != {"boolean"} and types != {"boolean", "null"}
    return told and bool(_OBVIOUS.search(place.name)) and "x-personal-data" not in data


def _credentials(kit: Registry, partner: Partner) -> list[str]:
    """Who calls an operation by its contract alone must know which key to send."""
    return [
        f"{file}: {place.path}: carries a key, and does not say which: x-credential"
        for file, place in _leaves(partner)
        if place.data.get("in") and place.data.get("required") and place.data.get("x-personal-data") == "credentials"
        if not place.data.get("x-credential")
    ]


def _samples(kit: Registry, partner: Partner) -> list[str]:
    """Beside each layout stands a file that keeps it."""
    found = []
    for name, layout in partner.layouts.items():
        samples = sorted(partner.contracts.glob(f"files/{name}.sample.*"))
        if not samples:
            found.append(
                f"{partner.contracts / 'files' / name}.sample.txt: is missing; a layout has a sample beside it"
            )
        for sample in samples:
            found += [f"{sample}: {finding}" for finding in layout.judge(sample, limit=10).findings]
    return found


def _pacts(kit: Registry, partner: Partner) -> list[str]:
    """A pact may not drift from its contract."""
    read = [pact_file.read(file) for file in pact_file.files_of(partner)]
    return [
        f"{pact.file}: '{interaction.description}': {finding}"
        for pact in read
        for interaction in pact.interactions
        for finding in pact_file.judge(kit, pact, interaction)
    ]


def _documents(partner: Partner) -> list[Path]:
    return [partner.contracts / name for name in (PROVIDER, CONSUMER) if (partner.contracts / name).is_file()]


def _leaves(partner: Partner) -> Iterator[tuple[Path, Place]]:
    for file in _documents(partner):
        for _, _, operation in operations(file):
            yield from ((file, place) for place in places(file, operation) if place.leaf)


RULES: tuple[tuple[Rule, Text], ...] = (
    (_shape, {"en": "Contract and functions agree", "th": "สัญญากับฟังก์ชันของตัวจำลองตรงกัน"}),
    (_contents, {"en": "Nothing lies where it has no place", "th": "ไม่มีไฟล์ที่ไม่ควรอยู่ในโฟลเดอร์"}),
    (_channels, {"en": "Channels are those of the contracts", "th": "ช่องทางตรงกับเอกสารสัญญา"}),
    (_asks, {"en": "What it asks of other partners exists", "th": "สิ่งที่ขอจากคู่เชื่อมโยงอื่นมีอยู่จริง"}),
    (_codes, {"en": "An agent has a code of its own", "th": "ตัวแทนมีรหัสของตนเองไม่ซ้ำกับผู้อื่น"}),
    (_addresses, {"en": "Nobody else is meant at its addresses", "th": "ที่อยู่ไม่ซ้ำกับผู้อื่นจนแยกไม่ออก"}),
    (_scope, {"en": "No more personal data is agreed than is carried", "th": "ข้อตกลงไม่ให้ข้อมูลส่วนบุคคลเกินที่รับส่งจริง"}),
    (_provenance, {"en": "Every field says how it is known", "th": "ทุกช่องข้อมูลบอกที่มา"}),
    (_personal, {"en": "Personal data says that it is", "th": "ช่องข้อมูลส่วนบุคคลมีเครื่องหมายบอก"}),
    (categories, {"en": "Every category of personal data is known", "th": "ทุกประเภทข้อมูลส่วนบุคคลเป็นที่รู้จัก"}),
    (legal_basis, {"en": "Personal data passes on a legal basis", "th": "รับส่งข้อมูลส่วนบุคคลตามฐานกฎหมาย"}),
    (_strangers, {"en": "No field may come of which nothing is told", "th": "ไม่รับช่องข้อมูลที่ไม่ได้ระบุไว้"}),
    (_credentials, {"en": "Every key says which it is", "th": "กุญแจทุกดอกบอกว่าเป็นดอกใด"}),
    (money_mistakes, {"en": "What moves money says so", "th": "รายการที่ทำให้เงินเคลื่อนไหวมีเครื่องหมายบอก"}),
    (_samples, {"en": "Samples keep their layouts", "th": "ไฟล์ตัวอย่างเป็นไปตามโครงสร้าง"}),
    (_pacts, {"en": "Pacts keep their contracts", "th": "บันทึกการรับส่ง (pact) เป็นไปตามสัญญา"}),
)
"""The first decides whether the others have anything to look at."""
