"""Every address of the product."""

from django.urls import URLPattern, path, re_path

from webapp import errors, pages
from webapp.api import endpoint
from webapp.projects import views as projects

handler400 = errors.bad_request
handler404 = errors.page_not_found
handler500 = errors.broken

urlpatterns = [
    path("", pages.home, name="home"),
    path("p/<uuid:project_id>/", pages.editor, name="editor"),
    path("s/<str:token>/", pages.share, name="share"),
    path("api/catalog/", endpoint(GET=projects.catalog)),
    path("api/starters/", endpoint(GET=projects.starters)),
    path("api/check/", endpoint(POST=projects.check)),
    path("api/projects/", endpoint(GET=projects.list_projects, POST=projects.create_project)),
    path(
        "api/projects/<uuid:project_id>/",
        endpoint(GET=projects.show_project, PATCH=projects.rename_project, DELETE=projects.delete_project),
    ),
    re_path("^api/(?P<rest>.*)$", errors.page_not_found),
]

websocket_urlpatterns: list[URLPattern] = []
