"""The fixture `partnerlab`, as the test of another project uses it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import requests
from werkzeug import Request, Response

from partnerlab.control.control_errors import ControlError
from partnerlab.lab.channels.socket_http import HttpServer
from partnerlab.lab.partners.partner import RegistryError
from partnerlab.testing import ServedLab
from tests.patience import PATIENCE

pytestmark = pytest.mark.slow

_TOKEN_PATH = "/ws/auth/validate"


def ask_for_a_token(lab: ServedLab, **query: str) -> requests.Response:
    told = {"ConsumerSecret": lab.credential("dga_gdx", "consumer_secret")}
    told |= {"AgentID": lab.credential("dga_gdx", "agent_pid")} | query
    with requests.Session() as http:
        http.trust_env = False
        key = lab.credential("dga_gdx", "consumer_key")
        return http.get(lab.url("dga_gdx") + _TOKEN_PATH, params=told, headers={"Consumer-Key": key}, timeout=PATIENCE)


def test_variables_urls_and_credentials_agree(partnerlab: ServedLab) -> None:
    told = partnerlab.variables
    assert told["DGA_GDX_URL"] == partnerlab.url("dga_gdx") == partnerlab.url("dopa_linkage")
    assert told["DGA_GDX_CONSUMER_KEY"] == partnerlab.credential("dga_gdx", "consumer_key")
    assert int(told["PARTNERLAB_SFTP_PORT"]) > 0


def test_what_passes_is_remembered_until_the_lab_is_renewed(partnerlab: ServedLab) -> None:
    assert ask_for_a_token(partnerlab).status_code == 200
    assert [e.operation for e in partnerlab.exchanges(receiver="dga_gdx")] == ["validate"]
    partnerlab.reset()
    assert partnerlab.exchanges() == []


def test_a_fault_strikes_as_often_as_it_was_told_and_ends_when_told(partnerlab: ServedLab) -> None:
    partnerlab.set_fault("dga_gdx", "token_service_down", times=1)
    assert [ask_for_a_token(partnerlab).status_code for _ in range(2)] == [500, 200]
    partnerlab.set_fault("dga_gdx", "token_service_down")
    assert ask_for_a_token(partnerlab).status_code == 500
    partnerlab.clear_faults("dga_gdx")
    assert ask_for_a_token(partnerlab).status_code == 200


def test_a_message_that_breaks_its_contract_is_told_even_if_it_was_answered(partnerlab: ServedLab) -> None:
    partnerlab.strict = False
    ask_for_a_token(partnerlab, Extra="1")
    assert partnerlab.contract_violations() == [
        "#1 cis → dga_gdx validate: request query/Extra: undocumented parameter: "
        "expected one of ['AgentID', 'ConsumerSecret'], seen Extra"
    ]


def test_a_partner_sends_to_the_system_that_listens(partnerlab: ServedLab) -> None:
    seen: list[Any] = []

    @Request.application
    def theirs(request: Request) -> Response:
        seen.append((request.path, request.headers.get("X-Agent-Key"), request.get_json(silent=True)))
        return Response('{"responseCode": "1000", "responseMessage": "x"}', 400, content_type="application/json")

    listening = HttpServer(theirs)
    try:
        partnerlab.system(listening.url)
        account = partnerlab.account(1001)
        exchange = partnerlab.send("big_c_online", "inquiry", account=account)[-1]
    finally:
        listening.close()
    asked = next(body for path, _, body in seen if path == "/payment-agents/v1/inquiry")
    assert (asked["reference1"], exchange.answer and exchange.answer.status) == (account.ref1, 400)


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda lab: lab.url("nobody"), "there is no partner 'nobody'; there are: "),
        (lambda lab: lab.url("truemoney_offline"), "truemoney_offline is not called over HTTP; these are: "),
        (lambda lab: lab.credential("dga_gdx", "key"), "dga_gdx has no credential 'key'; there are: consumer_key"),
        (lambda lab: lab.set_state("dga_gdx", "asleep"), "there is no state of dga_gdx 'asleep'; there are:"),
        (lambda lab: lab.set_fault("dga_gdx", "sulks"), "dga_gdx: there is no fault 'sulks'; there are:"),
        (
            lambda lab: lab.send("big_c_online", "pay"),
            "there is no operation that big_c_online sends 'pay' (did you",
        ),
    ],
)
def test_a_wrong_word_is_told_with_what_exists(
    partnerlab: ServedLab, ask: Callable[[ServedLab], Any], told: str
) -> None:
    with pytest.raises((RegistryError, ControlError)) as wrong:
        ask(partnerlab)
    assert told in str(wrong.value)


def test_a_breach_fails_the_test_that_overlooked_it(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    pytester.makepyfile(
        test_theirs=f"""
        import requests

        PATIENCE = {PATIENCE}

        def test_overlooked(partnerlab):
            requests.get(partnerlab.url("dga_gdx") + "/nowhere", timeout=PATIENCE)

        def test_meant(partnerlab):
            partnerlab.strict = False
            requests.get(partnerlab.url("dga_gdx") + "/nowhere", timeout=PATIENCE)
        """
    )
    result = pytester.runpytest_subprocess("-q", "-p", "no:cacheprovider")
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*messages broke their contract:*", "*request path: undocumented operation*"])
