"""A channel through which citizens log in (`contracts/_common/citizen_channel.openapi.yaml`): what each does there.

A simulator of such a channel imports these functions, and names them in `__all__` as its own. `name` is what a citizen
logs in by, a telephone or a number. A citizen's phone shows the codes that reach it.
"""

from __future__ import annotations

from typing import Any

from partnerlab.families.payment_agent import as_first_sent
from partnerlab.lab.partners.partner_world import House, OutgoingMessage, PartnerWorld, Person, Sending

_SENT, _HELD = "references", "sessions"


def request_code(world: PartnerWorld, *, name: str, key: str | None = None) -> Sending:
    """Ask for a code to log in with."""
    answer = yield OutgoingMessage({"logInName": name}, headers=_key(world, key))
    if answer is not None and answer.status == 200:
        world.table(_SENT)[name] = answer.body["otpReference"]


def log_in(world: PartnerWorld, *, name: str, code: str | None = None, reference: str | None = None) -> Sending:
    """Log in with the code that the phone shows, or with another one."""
    reference = reference or world.table(_SENT).get(name)
    code = code or world.table("codes").get(reference)
    if reference is None or code is None:
        raise ValueError(f"no code has reached {name}; let it ask for one, or give 'code' and 'reference'")
    answer = yield OutgoingMessage({"otpReference": reference, "otp": code}, headers=_key(world))
    if answer is not None and answer.status == 200:
        world.table(_HELD)[name] = answer.body["session"]


def accounts(world: PartnerWorld, *, name: str, session: str | None = None) -> Sending:
    """All accounts of the log-in."""
    yield OutgoingMessage(headers=_session(world, name, session))


def outstanding_bills(world: PartnerWorld, *, name: str, account: str, session: str | None = None) -> Sending:
    """Ask what is to be paid on an account, by its registration number."""
    yield _about(world, name, account, session)


def usage_statistics(world: PartnerWorld, *, name: str, account: str, session: str | None = None) -> Sending:
    """The usage of an account by month."""
    yield _about(world, name, account, session)


def payments(world: PartnerWorld, *, name: str, account: str, session: str | None = None) -> Sending:
    """What was paid on an account."""
    yield _about(world, name, account, session)


def payment(
    world: PartnerWorld,
    *,
    name: str,
    account: str,
    transaction: str,
    amount: str,
    invoice: str | None = None,
    bank: str = "KTB",
    session: str | None = None,
    key: str | None = None,
) -> Sending:
    """A citizen has paid. The same again is the same message, to the second."""
    body = {
        "transactionId": transaction,
        "transactionDateTime": world.now.isoformat(timespec="seconds"),
        "accountCode": account,
        "amount": amount,
        "bankCode": bank,
    }
    body |= {"invoiceNumber": invoice} if invoice else {}
    body = as_first_sent(world, transaction, body, moment="transactionDateTime")
    yield OutgoingMessage(body, headers=_session(world, name, session, key))


def payment_status(world: PartnerWorld, *, name: str, transaction: str, session: str | None = None) -> Sending:
    """Ask what became of a payment."""
    yield OutgoingMessage(params={"transactionId": transaction}, headers=_session(world, name, session))


def service_request(
    world: PartnerWorld,
    *,
    name: str,
    reference: str,
    code: str,
    account: str | None = None,
    applicant: Person | None = None,
    house: House | None = None,
    fields: dict[str, Any] | None = None,
    session: str | None = None,
) -> Sending:
    """Hand in a request of any kind; `fields` are the words of its kind. `house` is where an applicant wants water."""
    body = {"requestReference": reference, "requestCode": code} | ({"accountCode": account} if account else {})
    if applicant is not None:
        body |= _applicant(applicant, house or applicant.house)
    world.table("requests").setdefault(reference, [])
    yield OutgoingMessage(body | (fields or {}), headers=_session(world, name, session))


def requests(world: PartnerWorld, *, name: str, session: str | None = None) -> Sending:
    """All requests of the log-in."""
    yield OutgoingMessage(headers=_session(world, name, session))


def request_status(world: PartnerWorld, *, name: str, request: str, session: str | None = None) -> Sending:
    """How far a request has come, by our side's number."""
    yield OutgoingMessage(params={"requestId": request}, headers=_session(world, name, session))


def no_water_running_area(world: PartnerWorld, *, latitude: str, longitude: str) -> Sending:
    """Areas without water near a point; no log-in is needed."""
    yield OutgoingMessage(params={"latitude": latitude, "longitude": longitude})


def one_time_password(world: PartnerWorld, message: Any) -> Any:
    """Pass a code on to the telephone."""
    return _take(world, message, "codes", message.body["otpReference"], message.body["otp"])


def bill_issued(world: PartnerWorld, message: Any) -> Any:
    """Show a new bill to those who log in for its account; a repeated notice changes nothing."""
    return _take(world, message, "bills", message.body["invoiceNumber"], message.body["amount"])


def request_status_changed(world: PartnerWorld, message: Any) -> Any:
    """Show how far a request of ours has come; one that is not ours is refused."""
    if _is_stranger(world, message):
        return _refused("X-Notice-Key is missing or not known"), 401
    steps = world.table("requests").get(message.body["requestReference"])
    if steps is None:
        return _refused("ไม่พบคำร้องนี้"), 404
    step = [message.body["status"], message.body["statusAt"]]
    repeated = step in steps
    if not repeated:
        steps.append(step)
    return _taken(repeated)


def refuse(world: PartnerWorld, finding: Any) -> Any:
    """A notice that is not as agreed."""
    return _refused(f"{finding}"), 401 if finding.where.lower().startswith("header") else 400


def _take(world: PartnerWorld, message: Any, table: str, key: str, value: Any) -> Any:
    if _is_stranger(world, message):
        return _refused("X-Notice-Key is missing or not known"), 401
    repeated = key in world.table(table)
    world.table(table).setdefault(key, value)
    return _taken(repeated)


def _is_stranger(world: PartnerWorld, message: Any) -> bool:
    return bool(message.headers.get("x-notice-key") != world.credential("notice_key"))


def _taken(repeated: bool) -> dict[str, str]:
    return {"received": "Y", "repeated": "Y" if repeated else "N"}


def _refused(text: str) -> dict[str, str]:
    return {"received": "N", "message": text}


def _about(world: PartnerWorld, name: str, account: str, session: str | None) -> OutgoingMessage:
    return OutgoingMessage(params={"accountCode": account}, headers=_session(world, name, session))


def _session(world: PartnerWorld, name: str, session: str | None, key: str | None = None) -> dict[str, str]:
    """The session of the log-in, also where it has ended; `session` is another one."""
    held = session or world.table(_HELD).get(name)
    if held is None:
        raise ValueError(f"{name} has not logged in; send log_in before, or give 'session'")
    return _key(world, key) | {"X-Session": held}


def _key(world: PartnerWorld, key: str | None = None) -> dict[str, str]:
    return {"X-App-Key": key or world.credential("app_key")}


def _applicant(person: Person, house: House) -> dict[str, str]:
    fields = {
        "citizenId": person.pid,
        "firstName": person.first_name,
        "lastName": person.last_name,
        "houseId": house.code,
        "houseNo": house.house_no,
        "soi": house.soi,
        "road": house.road,
        "districtCode": house.subdistrict_code[4:],
        "amphurCode": house.district_code[2:],
        "provinceCode": house.province_code,
        "zipCode": house.postcode,
        "latitude": f"{house.latitude:.6f}",
        "longitude": f"{house.longitude:.6f}",
        "meterSize": "0",
    }
    return {name: value for name, value in fields.items() if value}
