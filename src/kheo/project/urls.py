"""Where each room stands on the site. A room keeps its own addresses in `web/urls.py`."""

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path
from django.views.decorators.cache import never_cache

from kheo.outlets.portal.web import files, news


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process is alive and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


def front(request: HttpRequest) -> HttpResponse:
    """Show the portal's front page; an empty copy leads to its first day."""
    try:
        return news.front(request)
    except Http404:
        return redirect("setup:begin")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", front),
    path("", include("kheo.outlets.portal.web.urls")),  # first, because it is asked most
    path("hien-thi/", include("kheo.ui.web.urls")),
    path("tai-khoan/", include("kheo.foundation.accounts.web.urls")),
    path("thiet-lap/", include("kheo.faces.setup.web.urls")),
    path("lam-viec/viec-nen/", include("kheo.foundation.jobs.web.urls")),
    path("lam-viec/don-vi/", include("kheo.organisation.changes.web.urls")),
    path("lam-viec/cum-thi-dua/", include("kheo.organisation.clusters.web.urls")),
    path("lam-viec/tinh-trang/", include("kheo.organisation.statuses.web.urls")),
    path("lam-viec/nhap-tu-excel/", include("kheo.machinery.intake.web.urls")),
    path("lam-viec/chu-viet/", include("kheo.machinery.typefaces.web.urls")),
    path("lam-viec/chu-viet-tat/", include("kheo.machinery.search.web.urls")),
    path("lam-viec/doc-bao-cao/", include("kheo.movement.readings.web.urls")),
    path("lam-viec/so-van-ban/", include("kheo.machinery.numbering.web.urls")),
    path("lam-viec/thong-bao/", include("kheo.machinery.notices.web.urls")),
    path("lam-viec/nhiem-vu/", include("kheo.machinery.duties.web.urls")),
    path("lam-viec/van-ban/", include("kheo.machinery.directives.web.urls")),
    path("lam-viec/phong-trao/", include("kheo.movement.campaigns.web.urls")),
    path("lam-viec/tieu-chi/", include("kheo.movement.criteria.web.urls")),
    path("lam-viec/ban-chi-dao/", include("kheo.movement.committees.web.urls")),
    path("lam-viec/dang-ky/", include("kheo.movement.registry.web.urls")),
    path("lam-viec/trung-lap/", include("kheo.movement.likeness.web.urls")),
    path("lam-viec/tham-dinh/", include("kheo.movement.appraisal.web.urls")),
    path("lam-viec/hop-xet/", include("kheo.movement.meetings.web.urls")),
    path("lam-viec/cong-nhan/", include("kheo.movement.recognition.web.urls")),
    path("lam-viec/khen-thuong/", include("kheo.movement.commendation.web.urls")),
    path("lam-viec/giay-chung-nhan/", include("kheo.movement.certificates.web.urls")),
    path("xac-thuc/", include("kheo.movement.certificates.web.public_urls")),
    path("lam-viec/hoi-nghi/", include("kheo.movement.conferences.web.urls")),
    path("lam-viec/cong-thong-tin/nhan-xet/", include("kheo.outlets.voice.web.urls")),
    path("lam-viec/cong-thong-tin/tu-so/", include("kheo.outlets.releases.web.urls")),
    path("lam-viec/cong-thong-tin/", include("kheo.outlets.newsroom.web.urls")),
    path("lam-viec/", include("kheo.outlets.reports.web.urls")),
    path("lam-viec/", include("kheo.faces.workspace.web.urls")),
]

handler404 = files.not_found
