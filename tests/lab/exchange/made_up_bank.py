"""A made-up bank with one address for several operations, both when it is asked (JSON) and when it sends (a form)."""

from __future__ import annotations

from pathlib import Path

from partnerlab.lab.partners.registry import default_root

NAME = "made_up_bank"

_AGREEMENT = """\
data:
  hold: {request: [identity], answer: [name]}
  capture: {request: [identity], answer: []}
  release: {request: [], answer: []}
  verify: {request: [identity], answer: [name]}
  confirm: {request: [identity, finance], answer: []}
  cancel: {request: [], answer: []}
"""

PROVIDER = """\
openapi: 3.1.0
info: {title: A bank, version: 1.0.0}
paths:
  /charges:
    post:
      operationId: charge
      summary: Hold, capture or release a charge
      x-provenance: {grade: invented, source: a test}
      security: []
      x-operations:
        by: body/request
        hold:
          summary: Hold money on an account
          x-summary-th: กันวงเงิน
          x-read-only: true
          x-identifies: [body/account]
          answers: {"200": {application/json: {$ref: "#/components/schemas/Held"}}}
        capture:
          summary: Capture what is held
          x-summary-th: ตัดเงิน
          answers: {"200": {application/json: {$ref: "#/components/schemas/Done"}}}
        release:
          value: "9"
          summary: Release what is held
          x-summary-th: คืนวงเงิน
          answers: {"200": {application/json: {$ref: "#/components/schemas/Done"}}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              oneOf:
                - {$ref: "#/components/schemas/Hold"}
                - {$ref: "#/components/schemas/Capture"}
                - {$ref: "#/components/schemas/Release"}
              discriminator:
                propertyName: request
                mapping:
                  hold: "#/components/schemas/Hold"
                  capture: "#/components/schemas/Capture"
                  "9": "#/components/schemas/Release"
      responses:
        "200":
          description: What became of it.
          content:
            application/json:
              schema:
                oneOf:
                  - {$ref: "#/components/schemas/Held"}
                  - {$ref: "#/components/schemas/Done"}
        "400": {description: Wrong., content: {application/json: {schema: {$ref: "#/components/schemas/Refused"}}}}
        "401": {description: Closed., content: {application/json: {schema: {$ref: "#/components/schemas/Refused"}}}}
components:
  schemas:
    Hold:
      type: object
      additionalProperties: false
      required: [request, user, password, account]
      properties:
        request: {type: string, const: hold}
        user: {type: string, x-credential: user, description: The caller by name.}
        password: {type: string, x-credential: password, description: The password of the user.}
        account: {type: string, pattern: "^[0-9]{10}$", x-personal-data: identity}
    Capture:
      type: object
      additionalProperties: false
      required: [request, user, password, account]
      properties:
        request: {type: string, const: capture}
        user: {type: string, x-credential: user, description: The caller by name.}
        password: {type: string, x-credential: password, description: The password of the user.}
        account: {type: string, pattern: "^[0-9]{10}$", x-personal-data: identity}
    Release:
      type: object
      additionalProperties: false
      required: [request, user, password]
      properties:
        request: {type: string, const: "9"}
        user: {type: string, x-credential: user, description: The caller by name.}
        password: {type: string, x-credential: password, description: The password of the user.}
    Held:
      type: object
      additionalProperties: false
      required: [name]
      properties: {name: {type: string, x-personal-data: name}}
    Done:
      type: object
      additionalProperties: false
      required: [done]
      properties: {done: {type: boolean}}
    Refused:
      type: object
      additionalProperties: false
      required: [code]
      properties: {code: {type: string}}
"""

CONSUMER = """\
openapi: 3.1.0
info: {title: A bank asks us, version: 1.0.0}
paths:
  /bills:
    post:
      operationId: bill
      summary: Verify, confirm or cancel a payment
      x-provenance: {grade: invented, source: a test}
      security: []
      x-operations:
        by: body/command
        verify:
          summary: What is owed?
          x-summary-th: สอบถามยอด
          answers: {"200": {application/json: {$ref: "#/components/schemas/Owed"}}}
        confirm:
          summary: It is paid
          x-summary-th: ยืนยันการชำระ
          answers: {"200": {application/json: {$ref: "#/components/schemas/Taken"}}}
        cancel:
          summary: It is not paid after all
          x-summary-th: ยกเลิกการชำระ
          answers: {"200": {application/json: {$ref: "#/components/schemas/Taken"}}}
      requestBody:
        required: true
        content:
          application/x-www-form-urlencoded:
            schema:
              oneOf:
                - {$ref: "#/components/schemas/Verify"}
                - {$ref: "#/components/schemas/Confirm"}
                - {$ref: "#/components/schemas/Cancel"}
              discriminator:
                propertyName: command
                mapping:
                  verify: "#/components/schemas/Verify"
                  confirm: "#/components/schemas/Confirm"
                  cancel: "#/components/schemas/Cancel"
      responses:
        "200":
          description: Ours.
          content:
            application/json:
              schema:
                oneOf:
                  - {$ref: "#/components/schemas/Owed"}
                  - {$ref: "#/components/schemas/Taken"}
components:
  schemas:
    Verify:
      type: object
      additionalProperties: false
      required: [command, pin, account]
      properties:
        command: {type: string, const: verify}
        pin: {type: string, x-credential: pin, description: The PIN that the bank is given.}
        account: {type: string, x-personal-data: identity}
    Confirm:
      type: object
      additionalProperties: false
      required: [command, pin, account, amount]
      properties:
        command: {type: string, const: confirm}
        pin: {type: string, x-credential: pin, description: The PIN that the bank is given.}
        account: {type: string, x-personal-data: identity}
        amount: {type: string, pattern: "^[0-9]+[.][0-9]{2}$", x-personal-data: finance}
    Cancel:
      type: object
      additionalProperties: false
      required: [command, pin]
      properties:
        command: {type: string, const: cancel}
        pin: {type: string, x-credential: pin, description: The PIN that the bank is given.}
    Owed:
      type: object
      additionalProperties: false
      required: [name]
      properties: {name: {type: string, x-personal-data: name}}
    Taken:
      type: object
      additionalProperties: false
      required: [taken]
      properties: {taken: {type: boolean}}
"""

SIMULATOR = '''\
"""A made-up bank."""


def hold(world, message):
    return _closed(world, message) or {"name": "Somchai"}


def capture(world, message):
    return _closed(world, message) or {"done": True}


def release(world, message):
    return _closed(world, message) or {"done": True}


def refuse(world, finding):
    return {"code": f"{finding.where} {finding.rule}"}, 400


def _closed(world, message):
    right = all(message.body[name] == world.credential(name) for name in ("user", "password"))
    return None if right else ({"code": "closed"}, 401)


def verify(world, *, account):
    yield {"pin": "7", "account": account}


def confirm(world, *, account, amount):
    yield {"pin": "7", "account": account, "amount": amount}


def cancel(world):
    yield {"pin": "7"}
'''


def write_bank(root: Path) -> None:
    """A kit with this bank alone."""
    contracts, simulator = root / "contracts" / NAME, root / "simulators" / NAME
    contracts.mkdir(parents=True)
    simulator.mkdir(parents=True)
    like = (default_root() / "contracts" / "rid_dams" / "agreement.yaml").read_text(encoding="utf-8")
    head, tail = like.split("data:\n")[0], like[like.index("retention:\n") :]
    head = head.replace("system: rwc\n", "").replace("credentials: [api_key]", "credentials: [user, password, pin]")
    head = head.replace("procedure:\n", _PDPA + "procedure:\n")
    (contracts / "agreement.yaml").write_text(head + _AGREEMENT + tail, encoding="utf-8")
    (contracts / "as_provider.openapi.yaml").write_text(PROVIDER, encoding="utf-8")
    (contracts / "as_consumer.openapi.yaml").write_text(CONSUMER, encoding="utf-8")
    (simulator / "simulator.py").write_text(SIMULATOR, encoding="utf-8")
    (simulator / "states.yaml").write_text("states: {}\n", encoding="utf-8")
    (simulator / "faults.yaml").write_text("faults: {}\n", encoding="utf-8")


_PDPA = """\
  - law: pdpa_2562
    sections: ["24(3)"]
    why: {en: The contract with the customer., th: ตามสัญญา}
"""
