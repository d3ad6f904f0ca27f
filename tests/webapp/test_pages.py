"""The pages that carry the front end, and those that say what is wrong."""

import json
import re

from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

import builder
from builder.meaning.rulebook import RULES
from tests.webapp.conftest import Visitor
from webapp.accounts.models import Visitor as VisitorRow
from webapp.projects.models import Project
from webapp.projects.offers import version
from webapp.runs.devices import announce


def config_of(response) -> dict:
    found = re.search(rb'<script id="config" type="application/json">(.*?)</script>', response.content)
    assert found
    return json.loads(found[1])


def test_the_first_visit_opens_a_starter_and_the_next_one_the_same_and_nothing_is_stored(db: None) -> None:
    client = Client(SERVER_NAME="localhost")
    first = client.get("/new/", follow=True)
    again = client.get("/new/", follow=True)
    assert first.redirect_chain == again.redirect_chain
    config = config_of(first)
    assert first.redirect_chain == [(f"/p/{config['project']}/", 302)]
    assert config_of(client.get(f"/p/{config['project']}/"))["project"] == config["project"]
    assert not any(each.objects.exists() for each in (Project, VisitorRow, Session))
    assert config.pop("csrfToken")
    assert config == {
        "page": "editor",
        "project": config["project"],
        "token": None,
        "name": next(iter(builder.STARTERS.values())).title,
        "devices": [],
        "processes": settings.CONFIG.run_processes,
        "version": version(),
        "starter": next(iter(builder.STARTERS)),
        "variant": "",
        "original": None,
        "embedded": False,
    }


def test_a_page_knows_the_devices_that_workers_have_announced(visitor: Visitor) -> None:
    announce("gpu")
    assert config_of(visitor.get(f"/p/{visitor.project().pk}/"))["devices"] == ["gpu"]


def test_a_share_page_is_for_everybody_with_the_link(visitor: Visitor, stranger: Visitor) -> None:
    project = visitor.project()
    token = visitor.share(project.pk)["token"]
    config = config_of(stranger.get(f"/s/{token}/"))
    assert (config["page"], config["token"]) == ("share", token)


def test_a_name_can_not_break_out_of_the_page(visitor: Visitor) -> None:
    project = visitor.project()
    visitor.patch(f"/api/projects/{project.pk}/", {"name": "</script><script>alert(1)</script>"})
    response = visitor.get(f"/p/{project.pk}/")
    assert b"<script>alert" not in response.content
    assert config_of(response)["name"] == "</script><script>alert(1)</script>"


def test_the_browser_runs_only_our_own_scripts(visitor: Visitor) -> None:
    headers = visitor.get(f"/p/{visitor.project().pk}/").headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert headers["Referrer-Policy"] == "same-origin"


def test_another_visitors_network_is_not_found_in_the_look_of_the_product(visitor: Visitor, stranger: Visitor) -> None:
    for path in (f"/p/{visitor.project().pk}/", "/s/forged/", "/nothing/"):
        response = stranger.get(path)
        assert response.status_code == 404
        assert b"Open my networks" in response.content


def test_without_a_bundle_the_page_says_how_to_build_it(visitor: Visitor, settings, tmp_path) -> None:
    settings.DIST_DIR = tmp_path
    response = visitor.get(f"/p/{visitor.project().pk}/")
    assert response.status_code == 200
    assert b"npm run build" in response.content


def test_each_rule_of_meaning_can_be_read_about(db: None, visitor: Visitor) -> None:
    page = visitor.get("/rules/").content.decode()
    for code, rule in RULES.items():
        assert f'<section id="{code}">' in page
        assert rule.title in page
    assert "sessionid" not in visitor.client.cookies
