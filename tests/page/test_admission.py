"""Who may use the page: what the control refuses, and what a page of another site tries, does not happen."""

from __future__ import annotations

from werkzeug.test import Client

from partnerlab.lab.lab import Lab

HOME = "/__page/"


def test_only_this_machine_by_a_name_of_its_own_sees_the_page(browser: Client) -> None:
    assert browser.get(HOME).status_code == 200
    foreign = browser.get(HOME, headers={"Host": "lab.example"})
    assert foreign.status_code == 403 and "the control is for this machine alone" in foreign.text
    assert browser.get(HOME, environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 403


def test_a_form_on_another_site_does_nothing(browser: Client, lab: Lab) -> None:
    before = lab.clock.now
    for headers in ({"Origin": "http://evil.example"}, {"Origin": "null"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = browser.post("/__page/clock", data={"advance": "by 1 hour"}, headers=headers)
        assert answer.status_code == 403 and "a page of another site" in answer.text
    assert lab.clock.now == before
    assert browser.post("/__page/clock", data={"advance": "by 1 hour"}, headers={"Origin": "http://localhost"})
    assert lab.clock.now > before


def test_the_token_opens_the_page_and_stays_out_of_reach_of_scripts(guarded: Client, lab: Lab) -> None:
    closed = guarded.get(HOME)
    assert closed.status_code == 403 and 'id="token"' in closed.text and "data-partner=" not in closed.text
    wrong = guarded.post("/__page/log-in", data={"token": "guess"})
    assert wrong.status_code == 403 and "This is not the token of this lab." in wrong.text
    assert guarded.get(HOME).status_code == 403
    opened = guarded.post("/__page/log-in", data={"token": "s3cret"})
    assert opened.status_code == 303
    kept = opened.headers["Set-Cookie"]
    assert "HttpOnly" in kept and "SameSite=Strict" in kept and "Path=/__page" in kept
    inside = guarded.get(HOME).text
    assert 'data-partner="' in inside and 'id="log-out"' in inside and "s3cret" not in inside
    guarded.post("/__page/log-out")
    assert guarded.get(HOME).status_code == 403


def test_a_part_that_lost_its_token_leads_to_the_form(guarded: Client) -> None:
    part = guarded.get("/__page/cards", headers={"HX-Request": "true"})
    assert part.status_code == 403 and part.headers["HX-Redirect"] == "/__page/log-in"


def test_no_script_runs_but_the_page_s_own(browser: Client) -> None:
    answer = browser.get(HOME)
    policy = answer.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy and "frame-ancestors 'none'" in policy and "default-src 'none'" in policy
    assert "<script>" not in answer.text and "onclick" not in answer.text and "http://" not in answer.text
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_pages_of_the_page_come_from_the_package(browser: Client) -> None:
    for name in ("static/htmx.min.js", "static/htmx.LICENSE.txt", "static/page.js", "static/icon.svg", "style.css"):
        with browser.get(HOME + name) as answer:
            assert answer.status_code == 200, name
    assert browser.get("/").headers["Location"] == HOME
    assert browser.get("/__lab/clock").status_code == 200
    assert browser.get(HOME + "nowhere").status_code == 404
