"""Where each room stands on the site. A room keeps its own addresses in `web/urls.py`."""

from importlib.util import find_spec

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.cache import never_cache

PLACES = [
    ("hien-thi/", "kheo.ui"),
    ("tai-khoan/", "kheo.foundation.accounts"),
    ("tep/", "kheo.foundation.files"),
    ("lam-viec/don-vi/", "kheo.organisation.units"),
    ("lam-viec/phan-cong/", "kheo.organisation.access"),
    ("lam-viec/van-ban/", "kheo.machinery.directives"),
    ("lam-viec/nhap-tu-excel/", "kheo.machinery.intake"),
    ("lam-viec/tim-kiem/", "kheo.machinery.search"),
    ("lam-viec/nhiem-vu/", "kheo.machinery.duties"),
    ("lam-viec/phong-trao/", "kheo.movement.campaigns"),
    ("lam-viec/dang-ky/", "kheo.movement.registry"),
    ("lam-viec/cong-nhan/", "kheo.movement.recognition"),
    ("lam-viec/hoi-nghi/", "kheo.movement.conferences"),
    ("lam-viec/", "kheo.outlets.reports"),
    ("lam-viec/", "kheo.faces.workspace"),
    ("thiet-lap/", "kheo.faces.setup"),
    ("", "kheo.outlets.portal"),
]


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process is alive and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    *(
        path(place, include(f"{room}.web.urls"))
        for place, room in PLACES
        if find_spec(f"{room}.web") and find_spec(f"{room}.web.urls")
    ),
]
