"""Rules about a partner's folder: files, functions, channels, codes, addresses, samples; and the list of all rules."""

from __future__ import annotations

from collections.abc import Callable

from partnerlab import yamlio
from partnerlab.conformance import not_met
from partnerlab.conformance.partner_folder.contract_rules import (
    credentials,
    data_scope,
    pacts,
    personal_data,
    provenance,
    schema_keywords,
    undeclared_fields,
)
from partnerlab.conformance.partner_folder.legal_rules import categories, legal_basis, own_text, procedure
from partnerlab.conformance.partner_folder.link_rules import asks, gateways
from partnerlab.conformance.partner_folder.list_rules import code_lists
from partnerlab.conformance.partner_folder.mark_rules import dates, identities
from partnerlab.conformance.partner_folder.money_rules import money_mistakes
from partnerlab.conformance.partner_folder.new_partner import undecided
from partnerlab.conformance.partner_folder.partner_elements import documents_of
from partnerlab.conformance.partner_folder.security_rules import security
from partnerlab.conformance.partner_folder.time_rules import message_times
from partnerlab.conformance.partner_folder.yaml_rules import plain_yaml
from partnerlab.lab.partners import interface_form
from partnerlab.lab.partners.address_check import clashes
from partnerlab.lab.partners.folder_check import mistakes_of
from partnerlab.lab.partners.partner import CONSUMER, PROVIDER, Partner
from partnerlab.lab.partners.registry import Registry
from partnerlab.scenario.verdicts import Text
from partnerlab.schemas.validation import mistakes

Rule = Callable[[Registry, Partner], list[str]]

_KNOWN = {"agreement.yaml", PROVIDER, CONSUMER, "files", "pacts", not_met.FILE}


def _shape(kit: Registry, partner: Partner) -> list[str]:
    """Its files are there, its functions are its operations, its states and faults mean something."""
    agreement = partner.contracts / "agreement.yaml"
    wrong = mistakes(yamlio.load(agreement), "agreement") if agreement.is_file() else []
    reasons = partner.contracts / interface_form.file_name(partner.contracts, not_met.FILE, partner.form)
    wrong += mistakes(yamlio.load(reasons), "not_met") if reasons.is_file() else []
    return wrong or mistakes_of(partner)


def _contents(kit: Registry, partner: Partner) -> list[str]:
    """A newcomer reads one sibling and knows all."""
    known = _KNOWN | {
        name for form in partner.forms for name in (f"as_provider.{form}.openapi.yaml", f"not_met.{form}.yaml")
    }
    surplus = sorted(path.name for path in partner.contracts.iterdir() if path.name not in known)
    return [
        f"{partner.contracts / name}: has no place here; there may be {', '.join(sorted(known))}" for name in surplus
    ]


def _channels(kit: Registry, partner: Partner) -> list[str]:
    """Its channels are those of its contracts, and the gateway before it is one."""
    where = partner.contracts / "agreement.yaml"
    kinds = {channel["kind"] for channel in partner.agreement["channels"]}
    found = []
    if ("http" in kinds) != bool(documents_of(partner)):
        found.append(f"{where}: a channel of kind http and an OpenAPI document go together; one of them is missing")
    if bool(kinds - {"http"}) != bool(partner.agreement.get("files")):
        found.append(f"{where}: a channel for files (sftp, mail, web) and `files` go together; one of them is missing")
    for name, file in (partner.agreement.get("files") or {}).items():
        if (agreed := file.get("channel")) and agreed not in kinds - {"http"}:
            known = ", ".join(sorted(kinds - {"http"}))
            found.append(
                f"{where}: files: {name}: channel {agreed} is none of its channels for files: {known or 'none'}"
            )
    return found + gateways(kit, partner)


def _capabilities(kit: Registry, partner: Partner) -> list[str]:
    """Its capabilities are those of its contracts."""
    where, found = partner.contracts / "agreement.yaml", []
    shown = {"answers": partner.provider is not None, "exchanges_files": bool(partner.agreement.get("files"))}
    for capability, has in shown.items():
        if partner.can(capability) != has:
            found.append(f"{where}: capabilities: {capability} is {'missing' if has else 'in no contract of its own'}")
    return found


def _codes(kit: Registry, partner: Partner) -> list[str]:
    """An agent has an agent_code that no other partner uses: our side books its money under it. So has an office."""
    where, code = partner.contracts / "agreement.yaml", partner.booked_as
    if partner.can("asks_usage"):
        return _office_code(kit, partner)
    if partner.pays and code is None:
        return [f"{where}: codes: a partner that pays has an agent_code, by which our side knows it"]
    others = [each.name for each in kit.partners.values() if each is not partner and code and each.booked_as == code]
    return [f"{where}: codes: agent_code {code} is that of {name}" for name in others]


def _office_code(kit: Registry, partner: Partner) -> list[str]:
    """Offices that ask for usage share one address and one credential: only their numbers tell them apart."""
    where, code = partner.contracts / "agreement.yaml", partner.office_code
    if code is None:
        return [f"{where}: codes: a partner that asks for usage has an office_code, by which our side knows it"]
    others = [each.name for each in kit.partners.values() if each is not partner and each.office_code == code]
    return [f"{where}: codes: office_code {code} is that of {name}" for name in others]


def _addresses(kit: Registry, partner: Partner) -> list[str]:
    """Partners behind one gateway that share an address must be distinguishable."""
    return list(clashes(kit, partner))


def _samples(kit: Registry, partner: Partner) -> list[str]:
    """Each layout has a sample file that keeps it."""
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


def _decided(kit: Registry, partner: Partner) -> list[str]:
    """Nothing that `partnerlab new` left open is still open."""
    return undecided(kit.root, partner.name)


RULES: tuple[tuple[Rule, Text], ...] = (
    (_shape, {"en": "Contract and functions agree", "th": "สัญญากับฟังก์ชันของตัวจำลองตรงกัน"}),
    (_contents, {"en": "Nothing lies where it has no place", "th": "ไม่มีไฟล์ที่ไม่ควรอยู่ในโฟลเดอร์"}),
    (_channels, {"en": "Channels are those of the contracts", "th": "ช่องทางตรงกับเอกสารสัญญา"}),
    (_capabilities, {"en": "Capabilities are those of the contracts", "th": "ความสามารถตรงกับเอกสารสัญญา"}),
    (asks, {"en": "What it asks of other partners exists", "th": "สิ่งที่ขอจากคู่เชื่อมโยงอื่นมีอยู่จริง"}),
    (_codes, {"en": "An agent has a code of its own", "th": "ตัวแทนมีรหัสของตนเองไม่ซ้ำกับผู้อื่น"}),
    (_addresses, {"en": "Partners that share an address can be told apart", "th": "ที่อยู่ไม่ซ้ำกับผู้อื่นจนแยกไม่ออก"}),
    (data_scope, {"en": "No more personal data is agreed than is carried", "th": "ข้อตกลงไม่ให้ข้อมูลส่วนบุคคลเกินที่รับส่งจริง"}),
    (schema_keywords, {"en": "No schema keyword hides a mark", "th": "ไม่มีคำใน schema ที่ทำให้มองไม่เห็นเครื่องหมาย"}),
    (provenance, {"en": "Every field says how it is known", "th": "ทุกช่องข้อมูลบอกที่มา"}),
    (personal_data, {"en": "Personal data says that it is", "th": "ช่องข้อมูลส่วนบุคคลมีเครื่องหมายบอก"}),
    (categories, {"en": "Every category of personal data is known", "th": "ทุกประเภทข้อมูลส่วนบุคคลเป็นที่รู้จัก"}),
    (legal_basis, {"en": "Personal data passes on a legal basis", "th": "รับส่งข้อมูลส่วนบุคคลตามฐานกฎหมาย"}),
    (procedure, {"en": "Its record is that of the procedure", "th": "บันทึกขั้นตอนและเงื่อนไขครบถ้วน"}),
    (own_text, {"en": "Another purpose has other words", "th": "ข้อความของวัตถุประสงค์อื่นไม่ซ้ำกัน"}),
    (undeclared_fields, {"en": "No undeclared fields", "th": "ไม่รับช่องข้อมูลที่ไม่ได้ระบุไว้"}),
    (credentials, {"en": "Every key says which it is", "th": "กุญแจทุกดอกบอกว่าเป็นดอกใด"}),
    (identities, {"en": "An answer says of whom it is", "th": "คำตอบบอกว่าเป็นของผู้ใด"}),
    (dates, {"en": "Every date says its era", "th": "ทุกวันที่บอกรูปแบบและศักราช"}),
    (code_lists, {"en": "Lists of codes say whether they are closed", "th": "รายการรหัสบอกว่ามีครบแล้วหรือไม่"}),
    (message_times, {"en": "A message's own time is held against a clock", "th": "เวลาที่ข้อความระบุเทียบกับนาฬิกาของผู้ส่ง"}),
    (security, {"en": "Every operation says how its caller is known", "th": "ทุกรายการบอกวิธียืนยันตัวผู้เรียก"}),
    (money_mistakes, {"en": "What moves money says so", "th": "รายการที่ทำให้เงินเคลื่อนไหวมีเครื่องหมายบอก"}),
    (_samples, {"en": "Samples keep their layouts", "th": "ไฟล์ตัวอย่างเป็นไปตามโครงสร้าง"}),
    (_decided, {"en": "Nothing is left to decide", "th": "ไม่มีสิ่งที่ยังไม่ได้ตัดสินใจ"}),
    (pacts, {"en": "Pacts keep their contracts", "th": "บันทึกการรับส่ง (pact) เป็นไปตามสัญญา"}),
    (plain_yaml, {"en": "YAML says the same to every reader", "th": "ไฟล์ YAML อ่านได้ความหมายเดียวกันทุกโปรแกรม"}),
)
"""The first decides whether the others have anything to look at."""
