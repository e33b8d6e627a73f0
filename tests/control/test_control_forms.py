"""What a partner can send, as a form to fill in, by the control."""

from __future__ import annotations

from typing import Any

from partnerlab.lab.lab import Lab
from partnerlab.lab.system_under_test import System
from tests.control.control_support import Remote
from tests.lab.lab_support import Listener, json_answer


def forms(remote: Remote, partner: str) -> dict[str, Any]:
    return {each["operation"]: each for each in remote.get(f"/__lab/partners/{partner}/forms")["forms"]}


def test_a_form_says_which_words_are_taken(remote: Remote) -> None:
    payment = forms(remote, "big_c_online")["payment"]
    words = {each["name"]: each for each in payment["words"]}
    assert words["transaction"] == {
        "name": "transaction", "takes": "text", "kinds": [], "needed": True, "usual": None,
    }  # fmt: skip
    assert (words["account"]["kinds"], words["account"]["needed"]) == (["account"], False)
    assert payment["to"] == "cis" and payment["title"]["th"] and payment["file"] is None
    assert "twice" in {each["name"] for each in payment["deliver"]}
    assert forms(remote, "truemoney_offline")["payment_file"]["file"]


def test_what_a_sample_says_can_be_sent(remote: Remote, lab: Lab) -> None:
    lab.system = System(Listener())
    samples = {(p, name): form["sample"] for p in lab.kit.partners for name, form in forms(remote, p).items()}
    lacking = [name for name, sample in samples.items() if sample is None]
    assert len(lacking) <= len(samples) // 10, lacking
    sample = samples["big_c_online", "payment"]
    remote.post("/__lab/send", {"partner": "big_c_online", "operation": "payment", "with": sample})
    bills = samples["truemoney_offline", "payment_file"]
    told = remote.post("/__lab/send", {"partner": "truemoney_offline", "operation": "payment_file", "with": bills})
    assert [each["channel"] for each in told["exchanges"]] == ["sftp"]


def test_a_sample_names_nobody_of_the_population(remote: Remote, lab: Lab) -> None:
    """Somebody's mobile number is a field of somebody; whom a scenario itself writes down, nobody is."""
    code = forms(remote, "e_services")["request_code"]["sample"]
    assert code["name"]["field"].endswith("mobile")
    listener = Listener(answer=lambda message: json_answer({"otpReference": "R"}))
    lab.system = System(listener)
    remote.post("/__lab/send", {"partner": "e_services", "operation": "request_code", "with": code})
    account = code["name"]["$account"]
    assert lab.world.account(account).holder.mobile in listener.heard[-1].raw.decode()
    told = {"partner": "e_services", "operation": "request_code", "with": {"name": {"$account": 1, "field": "no_such"}}}
    assert "has no 'no_such'" in remote.refused("POST", "/__lab/send", told)[1]["message"]


def test_a_sample_is_of_a_step_that_is_right(remote: Remote) -> None:
    """Steps that are wrong on purpose have a word more: a key that nobody knows, a version of long ago."""
    assert forms(remote, "big_c_online")["inquiry"]["sample"].keys() == {"account"}
    assert forms(remote, "big_c_online")["payment"]["sample"].keys() == {"account", "amount", "transaction"}
    assert forms(remote, "biz_portal")["new_connection"]["sample"].keys() == {"applicant"}
