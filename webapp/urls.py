"""Every address of the product."""

from django.urls import path, re_path
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from webapp import errors, gallery, pages, tours
from webapp.api import endpoint
from webapp.operating import owner, owner_door
from webapp.operating.privacy import privacy
from webapp.own import samples
from webapp.own import views as own
from webapp.projects import imports, offers, previews
from webapp.projects import views as projects
from webapp.projects.consumers import RoomConsumer
from webapp.runs.doors import asking, baselines, curves, exports, keeping, looks, steering
from webapp.runs.doors import views as runs
from webapp.runs.live.consumers import LiveConsumer
from webapp.sharing import asking as by_link
from webapp.sharing import views as sharing
from webapp.sweeps import views as sweeps
from webapp.weights import views as weights

handler400 = errors.bad_request
handler404 = errors.page_not_found
handler500 = errors.broken

_PROJECT, _RUN, _DATA = "api/projects/<uuid:project_id>/", "api/runs/<uuid:run_id>/", "api/data/<uuid:data_id>/"

urlpatterns = [
    path("", pages.home, name="home"),
    path("new/", pages.new, name="new"),
    path("new/<str:key>/", pages.new, name="new-starter"),
    path("starters/<str:key>.svg", gallery.drawing, name="starter-drawing"),
    path("p/<uuid:project_id>/", pages.editor, name="editor"),
    path("p/<uuid:project_id>/drawing.svg", endpoint(GET=projects.drawing), name="drawing"),
    path("s/<str:token>/", pages.share, name="share"),
    path("s/<str:token>/preview.png", pages.preview, name="preview"),
    path("learn/", tours.tours, name="tours"),
    path("learn/<slug:key>/", tours.tour, name="tour"),
    path("embed/<slug:key>/", tours.embed, name="embed"),
    path("embed/<slug:key>/picture.svg", tours.picture, name="embed-picture"),
    path("privacy/", privacy, name="privacy"),
    path("rules/", TemplateView.as_view(template_name="rules.html"), name="rules"),
    path("owner/", owner.owner, name="owner"),
    path("owner/enter/<str:token>/", owner_door.enter, name="owner-enter"),
    path("owner/leave/", owner_door.leave, name="owner-leave"),
    path("owner/<str:action>/<uuid:target>/", owner.act, name="owner-act"),
    path("api/catalog/", offers.told(offers.catalog)),
    path("api/catalog/help/", offers.told(offers.node_help)),
    path("api/catalog/<str:type>/docs/", offers.told(offers.node_docs)),
    path("api/blocks/", offers.told(offers.library)),
    path("api/blocks/<str:name>/", offers.told(offers.block)),
    path("api/starters/", offers.told(offers.starters)),
    path("api/starters/<str:key>/", offers.told(offers.lesson)),
    path("api/starters/<str:key>/document/", offers.told(offers.drawing)),
    path("api/check/", endpoint(POST=projects.check)),
    path("api/data/preview/", endpoint(POST=previews.preview)),
    path("api/data/", endpoint(GET=own.list_data, POST=own.make_data)),
    path(_DATA, endpoint(GET=own.show_data, PATCH=own.rename_data, DELETE=own.delete_data)),
    path(_DATA + "files/", endpoint(PUT=own.put_file, DELETE=own.delete_file)),
    path(_DATA + "samples/", endpoint(GET=samples.samples)),
    path("api/data/versions/<str:version>/download/", endpoint(GET=samples.download)),
    path(_DATA + "survey/", endpoint(POST=own.survey)),
    path(_DATA + "prepare/", endpoint(POST=own.prepare)),
    path("api/weights/", endpoint(GET=weights.list_weights, POST=weights.bring_weights)),
    path("api/weights/<str:digest>/", endpoint(DELETE=weights.delete_weights)),
    path("api/weights/<str:digest>/fit/", endpoint(POST=weights.fit)),
    path("api/weights/<str:digest>/download/", endpoint(GET=weights.download)),
    path("api/importers/", endpoint(GET=imports.importers)),
    path("api/import/", endpoint(POST=imports.import_file)),
    path("api/projects/", endpoint(GET=projects.list_projects, POST=projects.create_project)),
    path("api/networks/", endpoint(GET=projects.list_networks)),
    path("api/kept/", endpoint(GET=projects.kept)),
    path(
        _PROJECT,
        endpoint(GET=projects.show_project, PATCH=projects.rename_project, DELETE=projects.delete_project),
    ),
    path(_PROJECT + "runs/", endpoint(GET=runs.list_runs, POST=runs.create_run)),
    path(_PROJECT + "runs/drawings/", endpoint(GET=keeping.drawings)),
    path(_PROJECT + "shares/", endpoint(GET=sharing.list_shares, POST=sharing.create_share)),
    path(_PROJECT + "sweeps/", endpoint(GET=sweeps.list_sweeps, POST=sweeps.create_sweep)),
    path("api/sweeps/<uuid:sweep_id>/", endpoint(GET=sweeps.show_sweep)),
    path("api/sweeps/<uuid:sweep_id>/stop/", endpoint(POST=sweeps.stop)),
    path("api/starters/<str:key>/comparisons/", endpoint(GET=sweeps.comparisons)),
    path("api/searches/", endpoint(GET=sweeps.searches)),
    path(_RUN, endpoint(GET=runs.show_run, PATCH=keeping.name_run, DELETE=keeping.remove_run)),
    path(_RUN + "weights/", endpoint(GET=weights.list_moments, POST=weights.weights_of_run)),
    path(_RUN + "pause/", endpoint(POST=runs.steer("pause"))),
    path(_RUN + "resume/", endpoint(POST=runs.steer("run"))),
    path(_RUN + "stop/", endpoint(POST=runs.steer("stop"))),
    path(_RUN + "settings/", endpoint(POST=steering.change_settings)),
    path(_RUN + "extend/", endpoint(POST=steering.extend_run)),
    path(_RUN + "take-back/", endpoint(POST=steering.take_back_run)),
    path(_RUN + "step/", endpoint(POST=steering.step_run)),
    path(_RUN + "asks/", endpoint(GET=asking.asks_of)),
    path(_RUN + "predict/", endpoint(POST=asking.predict_one)),
    path(_RUN + "sample/", endpoint(GET=asking.sample_of)),
    path(_RUN + "codes/", endpoint(GET=asking.codes_of, POST=asking.decode_one)),
    path(_RUN + "probes/", endpoint(GET=looks.list_probes)),
    path(_RUN + "looks/", endpoint(GET=looks.looks)),
    path(_RUN + "curves/", endpoint(GET=curves.curves)),
    path(_RUN + "baselines/", endpoint(GET=baselines.baselines)),
    path(_RUN + "script/", endpoint(GET=exports.export_run), {"key": "script"}),
    path(_RUN + "export/<str:key>/", endpoint(GET=exports.export_run)),
    path("api/exporters/", offers.told(offers.exporters)),
    path("api/export/<str:key>/", endpoint(POST=exports.export_document)),
    path("api/shares/<uuid:share_id>/", endpoint(PATCH=sharing.change_share, DELETE=sharing.revoke_share)),
    path("api/shares/<uuid:share_id>/code/", endpoint(GET=sharing.show_code)),
    path("api/shared/", endpoint(GET=sharing.shared)),
    path("api/shared/ask/", csrf_exempt(endpoint(GET=by_link.ask_in_address, POST=by_link.ask_in_body))),
    re_path("^api/(?P<rest>.*)$", errors.page_not_found),
]

websocket_urlpatterns = [
    path("ws/projects/<uuid:project_id>/room/", RoomConsumer.as_asgi()),
    path("ws/runs/<uuid:run_id>/live/", LiveConsumer.as_asgi()),
]
