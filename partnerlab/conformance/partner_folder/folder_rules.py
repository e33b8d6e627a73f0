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
from partnerlab.conformance.partner_folder.partner_elements import documents_of, elements_of, operations_of
from partnerlab.contract.http.element import Element, elements
from partnerlab.contract.http.operation import Operation
from partnerlab.contract.http.operation_source import OperationSource
from partnerlab.contract.personal_data import SECRET
from partnerlab.contract.schema_walker import keyword_mistakes
from partnerlab.lab.environment import credentials_of
from partnerlab.lab.partners.address_check import clashes
from partnerlab.lab.partners.folder_check import mistakes_of
from partnerlab.lab.partners.partner import CONSUMER, PROVIDER, Partner
from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario.verdicts import Text
from partnerlab.schemas.validation import mistakes

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
    if ("http" in kinds) != bool(documents_of(partner)):
        found.append(f"{where}: a channel of kind http and an OpenAPI document go together; one of them is missing")
    if ("sftp" in kinds) != bool(partner.agreement.get("files")):
        found.append(f"{where}: a channel of kind sftp and `files` go together; one of them is missing")
    if partner.behind and partner.behind not in kit.partners:
        gateways = [each.name for each in kit.partners.values() if each.agreement["role"] == "gateway"]
        found.append(f"{where}: there is no gateway '{partner.behind}'; there are: {', '.join(gateways)}")
    if partner.through and "admit" not in _functions_of(kit, partner.through):
        gates = [name for name in kit.partners if "admit" in _functions_of(kit, name)]
        found.append(f"{where}: no call goes through '{partner.through}'; who has `admit`: {', '.join(gates)}")
    return found


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
    offered = partner.answers | partner.sends
    found = [f"{where}: data: says nothing of operation '{name}'" for name in sorted(offered - set(data))]
    found += [
        f"{where}: data: '{name}' is no operation; there are: {', '.join(sorted(offered))}"
        for name in sorted(set(data) - offered)
    ]
    return found + [
        mistake for file, source in operations_of(partner) for mistake in _carried(partner, data, file, source)
    ]


def _carried(partner: Partner, data: dict[str, dict[str, Any]], file: Path, source: OperationSource) -> Iterator[str]:
    """What is allowed beyond what the document has a place for is a mistake, or a permission that nobody needs."""
    where = partner.contracts / "agreement.yaml"
    name, scope = source.id, data.get(source.id, {})
    found = list(elements(partner.documents, source))
    for side in ("request", "answer"):
        marked = {element.data.get("x-personal-data") for element in found if element.side == side}
        for category in sorted(set(scope.get(side, [])) - marked):
            yield f"{where}: data: {name} {side}: allows {category}, for which {file.name} has no place"


def _keywords(kit: Registry, partner: Partner) -> list[str]:
    """What the walker of schemas does not walk could hide personal data; a misspelt keyword says nothing at all."""
    found = [
        f"{partner.documents.root / element.document}: {element.path}: {mistake}"
        for _, element in elements_of(partner)
        if not element.is_parameter
        for mistake in keyword_mistakes(element.data)
    ]
    return list(dict.fromkeys([*found, *_marked_headers(partner)]))


def _marked_headers(partner: Partner) -> Iterator[str]:
    for file, source in operations_of(partner):
        for status, answer in source.data["responses"].items():
            answer, name, _ = partner.documents.resolve(answer, f"{partner.name}/{file.name}")
            for header, data in answer.get("headers", {}).items():
                data, _, _ = partner.documents.resolve(data, name)
                if "x-personal-data" in data or "x-personal-data" in data.get("schema", {}):
                    yield f"{file}: {source.id}/{status}/header/{header}: is personal data; only a body may answer it"


def _provenance(kit: Registry, partner: Partner) -> list[str]:
    """Who reads a contract must see what is known of each field, and what is somebody's guess."""
    mark = f"x-provenance: {{grade: {' | '.join(_GRADES)}, source: …}}"
    return [
        f"{file}: {element.path}: says nothing of how it is known; {mark}"
        for file, element in elements_of(partner)
        if element.leaf and not element.mark
    ]


def _personal(kit: Registry, partner: Partner) -> list[str]:
    """What is not marked as personal data is neither held to the agreement nor covered in reports."""
    return [
        f"{file}: {element.path}: is personal data by its name, and is not marked: x-personal-data"
        for file, element in elements_of(partner)
        if unmarked(element)
    ]


def _strangers(kit: Registry, partner: Partner) -> list[str]:
    """A field of which a contract knows nothing cannot be held to the agreement, whatever it carries."""
    found = dict.fromkeys((file, element.path) for file, element in elements_of(partner) if element.open)
    return [
        f"{file}: {path}: may have fields that are not told; additionalProperties: false (unevaluatedProperties "
        "beside an allOf)"
        for file, path in found
    ]


def unmarked(element: Element) -> bool:
    """Whether a field is personal by its name and no mark says so; a switch or one of a few words tells nothing."""
    data = element.data
    types = {data["type"]} if isinstance(data.get("type"), str) else set(data.get("type", ()))
    told = not {"enum", "const"} & data.keys() and types != {"boolean"} and types != {"boolean", "null"}
    marked = {"x-personal-data", "x-credential"} & data.keys()
    return element.leaf and told and bool(_OBVIOUS.search(element.name)) and not marked


def _credentials(kit: Registry, partner: Partner) -> list[str]:
    """Who calls an operation by its contract alone must know which key to send, and the agreement lists it."""
    before = [holder for holder in kit.partners.values() if holder.name in (partner.behind, partner.through)]
    holders = [partner, *before]
    known = {name for holder in holders for name in credentials_of(holder.agreement)}
    known |= {name for holder in holders for operation in _provided(holder) for name in operation.gives}
    offered = ", ".join(sorted(known)) or "none"
    nameless = [
        f"{file}: {element.path}: carries a key, and does not say which: x-credential"
        for file, element in elements_of(partner)
        if is_nameless_key(element)
    ]
    unlisted = [
        f"{file}: {element.path}: x-credential: {element.data['x-credential']}: is not among the credentials of the "
        f"agreement; there are: {offered}"
        for file, element in elements_of(partner)
        if element.data.get("x-credential", "") not in ("", *known)
    ]
    return [*nameless, *dict.fromkeys(unlisted)]


def _provided(partner: Partner) -> Collection[Operation]:
    return partner.provider.operations.values() if partner.provider else ()


def is_nameless_key(element: Element) -> bool:
    """Whether a parameter, or a field of a request, must carry a credential and does not say which one."""
    data = element.data
    sent = data.get("required") if element.is_parameter else element.side == "request" and element.leaf
    return bool(sent) and data.get("x-personal-data") == SECRET and not data.get("x-credential")


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


RULES: tuple[tuple[Rule, Text], ...] = (
    (_shape, {"en": "Contract and functions agree", "th": "สัญญากับฟังก์ชันของตัวจำลองตรงกัน"}),
    (_contents, {"en": "Nothing lies where it has no place", "th": "ไม่มีไฟล์ที่ไม่ควรอยู่ในโฟลเดอร์"}),
    (_channels, {"en": "Channels are those of the contracts", "th": "ช่องทางตรงกับเอกสารสัญญา"}),
    (_codes, {"en": "An agent has a code of its own", "th": "ตัวแทนมีรหัสของตนเองไม่ซ้ำกับผู้อื่น"}),
    (_addresses, {"en": "Nobody else is meant at its addresses", "th": "ที่อยู่ไม่ซ้ำกับผู้อื่นจนแยกไม่ออก"}),
    (_scope, {"en": "No more personal data is agreed than is carried", "th": "ข้อตกลงไม่ให้ข้อมูลส่วนบุคคลเกินที่รับส่งจริง"}),
    (_keywords, {"en": "No schema keyword hides a mark", "th": "ไม่มีคำใน schema ที่ทำให้มองไม่เห็นเครื่องหมาย"}),
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
