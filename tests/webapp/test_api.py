"""The API as the editor uses it."""

import gzip
import json
from uuid import UUID

import pytest
from pytest_django import DjangoAssertNumQueries

import builder
from builder.drawing.document import read_document
from tests.drawings import moons
from tests.webapp.conftest import Visitor
from webapp.accounts.models import Visitor as Account
from webapp.projects.models import Project
from webapp.projects.offers import version
from webapp.projects.yjs import YDocument
from webapp.runs.files import checkpoints


def test_the_catalogue_and_the_starters_are_told(visitor: Visitor) -> None:
    assert {each["type"] for each in visitor.get("/api/catalog/").json()["types"]} == set(builder.CATALOG)
    starters = visitor.get("/api/starters/").json()["starters"]
    assert [each["key"] for each in starters] == list(builder.STARTERS)
    assert starters[0].keys() >= {"key", "title", "summary", "chapter", "pictures"}


def test_the_library_of_blocks_is_told_and_each_with_all_that_it_needs(visitor: Visitor) -> None:
    names = [each["name"] for each in visitor.get("/api/blocks/").json()["blocks"]]
    assert names == list(builder.BLOCKS)
    for name in names:
        document = {"blocks": {"main": {}, **visitor.get(f"/api/blocks/{name}/").json()["blocks"]}}
        assert read_document(document).blocks[name] == builder.BLOCKS[name].block
    assert visitor.get("/api/blocks/NoSuchBlock/").status_code == 404


def test_check_answers_with_report_and_source(visitor: Visitor) -> None:
    answer = visitor.post("/api/check/", moons().model_dump(mode="json")).json()
    assert answer["report"]["is_trainable"]
    assert "class" in answer["source"]


def test_check_of_a_drawing_with_problems_has_no_source(visitor: Visitor) -> None:
    document = {"blocks": {"main": {"nodes": {"a": {"type": "Linear"}}}}}
    answer = visitor.post("/api/check/", document).json()
    assert answer["report"]["problems"]
    assert answer["source"] is None


@pytest.mark.parametrize("key", builder.STARTERS)
def test_a_starter_becomes_a_project_of_ones_own(visitor: Visitor, key: str) -> None:
    made = visitor.post("/api/projects/", {"starter": key})
    assert made.status_code == 201
    shown = visitor.get(f"/api/projects/{made.json()['id']}/").json()
    assert shown.pop("document") == builder.STARTERS[key].document.model_dump(mode="json")
    assert shown == made.json()
    assert shown["is_owner"]


def test_a_new_project_can_be_edited_by_many_from_the_start(visitor: Visitor) -> None:
    project = visitor.project()
    assert YDocument(bytes(project.state)).document() == moons(epochs=2)


def test_projects_are_listed_newest_first_in_few_queries(
    visitor: Visitor, stranger: Visitor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    stranger.project()
    made = [str(visitor.project().pk) for _ in range(5)]
    with django_assert_max_num_queries(4):
        listed = visitor.get("/api/projects/").json()["projects"]
    assert [each["id"] for each in listed] == made[::-1]


def test_runs_are_listed_newest_first_with_their_place_in_few_queries(
    visitor: Visitor, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    project = visitor.project()
    body = {"document": moons().model_dump(mode="json")}
    made = [visitor.post(f"/api/projects/{project.pk}/runs/", body).json()["id"] for _ in range(4)]
    with django_assert_max_num_queries(5):
        listed = visitor.get(f"/api/projects/{project.pk}/runs/").json()["runs"]
    assert [each["id"] for each in listed] == made[::-1]
    assert [each["place"] for each in listed] == [4, 3, 2, 1]


def test_a_project_is_renamed_and_removed_with_all_that_its_runs_kept(visitor: Visitor) -> None:
    run_id = UUID(visitor.run())
    path = f"/api/projects/{Project.objects.get().pk}/"
    checkpoints(run_id).mkdir()
    assert visitor.patch(path, {"name": "Moonlight"}).json()["name"] == "Moonlight"
    assert visitor.delete(path).status_code == 204
    assert visitor.get(path).status_code == 404
    assert visitor.get(f"/api/runs/{run_id}/").status_code == 404
    assert not checkpoints(run_id).exists()


def test_nothing_is_compiled_where_that_gains_nothing_and_others_wait(visitor: Visitor) -> None:
    document = moons()
    training = document.training.model_copy(update={"compiled": True})
    run_id = visitor.run(document.model_copy(update={"training": training}))
    assert visitor.get(f"/api/runs/{run_id}/").json()["document"]["training"]["compiled"] is None
    assert "torch.compile" not in visitor.get(f"/api/runs/{run_id}/script/").content.decode()


def test_only_looking_leaves_no_trace(visitor: Visitor) -> None:
    assert visitor.get("/api/projects/").json() == {"projects": []}
    assert visitor.get("/api/starters/").status_code == 200
    assert not Account.objects.exists()


def test_a_run_is_what_was_sent_not_what_is_stored(visitor: Visitor) -> None:
    project = visitor.project(moons(epochs=2))
    sent = moons(epochs=3).model_dump(mode="json")
    run = visitor.post(f"/api/projects/{project.pk}/runs/", {"document": sent}).json()
    assert visitor.get(f"/api/runs/{run['id']}/").json()["document"] == sent
    assert (run["status"], run["place"], run["project"]) == ("queued", 1, str(project.pk))


def test_the_script_of_a_run_is_python(visitor: Visitor) -> None:
    response = visitor.get(f"/api/runs/{visitor.run()}/script/")
    assert response.headers["Content-Type"].startswith("text/x-python")
    compile(response.content, "train.py", "exec")


def test_a_share_link_shows_network_and_runs_and_can_be_forked(visitor: Visitor, stranger: Visitor) -> None:
    run = visitor.run()
    project = Project.objects.get()
    share = visitor.share(project.pk)
    assert share.keys() == {"id", "token", "url", "created_at", "with_data", "may_ask"}
    assert share["url"].endswith(f"/s/{share['token']}/")
    token = {"X-Share-Token": share["token"]}
    shown = stranger.get("/api/shared/", **token).json()
    assert shown["project"]["document"] == project.document
    assert not shown["project"]["is_owner"]
    assert [each["id"] for each in shown["runs"]] == [run]
    assert stranger.get(f"/api/runs/{run}/", **token).status_code == 200
    assert stranger.get(f"/api/runs/{run}/script/?share={share['token']}").status_code == 200

    forked = stranger.post("/api/projects/", {"fork": share["token"]}).json()
    assert forked["is_owner"]
    assert stranger.get(f"/api/projects/{forked['id']}/").json()["document"] == project.document


def test_a_share_link_lets_nobody_write(visitor: Visitor, stranger: Visitor) -> None:
    run = visitor.run()
    project = Project.objects.get()
    token = {"X-Share-Token": visitor.share(project.pk)["token"]}
    body = {"document": project.document}
    assert stranger.post(f"/api/runs/{run}/stop/", **token).status_code == 404
    assert stranger.post(f"/api/projects/{project.pk}/runs/", body, **token).status_code == 404
    assert stranger.post(f"/api/projects/{project.pk}/shares/", **token).status_code == 404


def test_a_revoked_share_link_shows_nothing(visitor: Visitor, stranger: Visitor) -> None:
    run = visitor.run()
    project = Project.objects.get()
    kept, revoked = visitor.share(project.pk), visitor.share(project.pk)
    assert stranger.delete(f"/api/shares/{revoked['id']}/").status_code == 404
    assert visitor.delete(f"/api/shares/{revoked['id']}/").status_code == 204
    assert [each["id"] for each in visitor.get(f"/api/projects/{project.pk}/shares/").json()["shares"]] == [kept["id"]]
    for path in ("/api/shared/", f"/api/runs/{run}/", f"/api/projects/{project.pk}/"):
        assert stranger.get(path, **{"X-Share-Token": revoked["token"]}).status_code == 404
        assert stranger.get(path, **{"X-Share-Token": kept["token"]}).status_code == 200
    assert stranger.get(f"/s/{revoked['token']}/").status_code == 404


@pytest.mark.parametrize(
    ("what", "most"),
    [("catalog", 32_000), ("blocks", 4_000), ("starters", 200 * len(builder.STARTERS)), ("exporters", 1_500)],
)
def test_what_is_the_same_for_everybody_is_sent_small_and_only_once(visitor: Visitor, what: str, most: int) -> None:
    first = visitor.client.get(f"/api/{what}/", headers={"accept-encoding": "gzip"})
    assert first.headers["Content-Encoding"] == "gzip"
    assert len(first.content) < most
    again = visitor.client.get(f"/api/{what}/", headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304
    assert json.loads(gzip.decompress(first.content)) == visitor.get(f"/api/{what}/").json()


def test_an_address_that_names_the_version_is_kept_for_good_and_no_other_is(visitor: Visitor) -> None:
    assert "immutable" in visitor.get(f"/api/catalog/?v={version()}").headers["Cache-Control"]
    for query in ("", "?v=of-yesterday"):
        assert visitor.get(f"/api/catalog/{query}").headers["Cache-Control"] == "no-cache"


def test_what_ports_and_fields_are_for_is_told_beside_the_catalogue(visitor: Visitor) -> None:
    types = {each["type"]: each for each in visitor.get("/api/catalog/").json()["types"]}
    told = visitor.get("/api/catalog/help/").json()["help"]
    assert told.keys() == types.keys()
    spec = builder.CATALOG["MultiheadAttention"].spec
    for name, part in zip(told[spec.type], (spec.inputs, spec.outputs, spec.params), strict=True):
        assert name == [each.help for each in part]
    assert not any(param["help"] for param in types[spec.type]["params"])
    assert [param["name"] for param in types[spec.type]["params"]] == [param.name for param in spec.params]


def test_the_documentation_of_a_node_is_told_when_it_is_asked_for(visitor: Visitor) -> None:
    types = {each["type"]: each for each in visitor.get("/api/catalog/").json()["types"]}
    assert "docs" not in types["Conv2d"]
    docs = visitor.get("/api/catalog/Conv2d/docs/").json()["docs"]
    assert docs == builder.CATALOG["Conv2d"].spec.docs
    assert len(docs) > 1_000
    unknown = visitor.get("/api/catalog/Conv9d/docs/")
    assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "not_found")


def test_answers_of_the_api_travel_compressed_and_pages_with_their_secrets_do_not(visitor: Visitor) -> None:
    document = moons().model_dump(mode="json")
    headers = {"accept-encoding": "gzip", "X-CSRFToken": "x" * 32}
    answer = visitor.client.post("/api/check/", json.dumps(document), "application/json", headers=headers)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(answer.content)) == visitor.post("/api/check/", document).json()
    page = visitor.client.get(f"/p/{visitor.project().pk}/", headers={"accept-encoding": "gzip"})
    assert page.status_code == 200
    assert "Content-Encoding" not in page.headers


def test_the_palette_begins_with_what_the_first_starters_use(visitor: Visitor) -> None:
    assert "Linear" in visitor.get("/api/catalog/").json()["basics"]
