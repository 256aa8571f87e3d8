"""Where each room stands on the site. A room keeps its own addresses in `web/urls.py`."""

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLResolver, include, path
from django.urls.resolvers import RoutePattern
from django.views.decorators.cache import never_cache

from kheo.ui.late import Late

news = Late("kheo.outlets.portal.web.news")


@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer that the process is alive and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


def front(request: HttpRequest) -> HttpResponseBase:
    """Show the portal's front page; an empty copy leads to its first day."""
    try:
        return news.front(request)
    except Http404:
        return redirect("setup:begin")


class Room(URLResolver):
    """The addresses of a room, read when somebody first asks for one of them: a process that only shows the portal
    never loads the workspace (docs/decisions/0027)."""

    def _populate(self) -> None:
        """Know nothing for the site's own table: it leads to a room by the room's name."""
        self._populated = True


def room(where: str, module: str, name: str) -> Room:
    """Return the place of a room's addresses; the name is their `app_name`."""
    return Room(RoutePattern(where), module, app_name=name, namespace=name)


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", front),
    path("", include("kheo.outlets.portal.web.urls")),  # first, because it is asked most
    room("giao-dien/", "kheo.outlets.sites.web.public_urls", "sites_public"),
    room("hien-thi/", "kheo.ui.web.urls", "ui"),
    path("tai-khoan/", include("kheo.foundation.accounts.web.urls")),
    room("thiet-lap/", "kheo.faces.setup.web.urls", "setup"),
    room("lam-viec/viec-nen/", "kheo.foundation.jobs.web.urls", "jobs"),
    room("lam-viec/don-vi/", "kheo.organisation.changes.web.urls", "changes"),
    room("lam-viec/cum-thi-dua/", "kheo.organisation.clusters.web.urls", "clusters"),
    room("lam-viec/tinh-trang/", "kheo.organisation.statuses.web.urls", "statuses"),
    room("lam-viec/nhap-tu-excel/", "kheo.machinery.intake.web.urls", "intake"),
    room("lam-viec/chu-viet/", "kheo.machinery.typefaces.web.urls", "typefaces"),
    room("lam-viec/the-thuc/", "kheo.machinery.formats.web.urls", "formats"),
    room("lam-viec/mau-van-ban/", "kheo.machinery.papers.web.urls", "papers"),
    room("lam-viec/soan-van-ban/", "kheo.movement.drafting.web.urls", "drafting"),
    room("lam-viec/chu-viet-tat/", "kheo.machinery.search.web.urls", "search"),
    room("lam-viec/doc-bao-cao/", "kheo.movement.readings.web.urls", "readings"),
    room("lam-viec/so-van-ban/", "kheo.machinery.numbering.web.urls", "numbering"),
    room("lam-viec/thong-bao/", "kheo.machinery.notices.web.urls", "notices"),
    room("lam-viec/van-ban-den-di/", "kheo.machinery.correspondence.web.urls", "correspondence"),
    room("lam-viec/nong-thon-moi/", "kheo.movement.newrural.web.urls", "newrural"),
    room("lam-viec/so/doi-thoai/", "kheo.movement.dialogues.web.urls", "dialogues"),
    room("lam-viec/so/giam-sat/", "kheo.movement.supervision.web.urls", "supervision"),
    room("lam-viec/so/lop-dao-tao/", "kheo.movement.training.web.urls", "training"),
    room("lam-viec/so/theo-doi-mo-hinh/", "kheo.movement.following.web.urls", "following"),
    room("lam-viec/so/cum-khoi/", "kheo.movement.pledges.web.urls", "pledges"),
    room("lam-viec/so/cuoc-thi-bao-chi/", "kheo.movement.press.web.urls", "press"),
    room("lam-viec/so/", "kheo.machinery.registers.web.urls", "registers"),
    room("lam-viec/nhiem-vu/", "kheo.machinery.duties.web.urls", "duties"),
    room("lam-viec/phong-trao/", "kheo.movement.campaigns.web.urls", "campaigns"),
    room("lam-viec/tieu-chi/", "kheo.movement.criteria.web.urls", "criteria"),
    room("lam-viec/van-ban/", "kheo.machinery.directives.web.urls", "directives"),
    room("lam-viec/ban-chi-dao/", "kheo.movement.committees.web.urls", "committees"),
    room("lam-viec/dang-ky/", "kheo.movement.registry.web.urls", "registry"),
    room("lam-viec/trung-lap/", "kheo.movement.likeness.web.urls", "likeness"),
    room("lam-viec/tham-dinh/", "kheo.movement.appraisal.web.urls", "appraisal"),
    room("lam-viec/hop-xet/", "kheo.movement.meetings.web.urls", "meetings"),
    room("lam-viec/cong-nhan/", "kheo.movement.recognition.web.urls", "recognition"),
    room("lam-viec/khen-thuong/", "kheo.movement.commendation.web.urls", "commendation"),
    room("lam-viec/giay-chung-nhan/", "kheo.movement.certificates.web.urls", "certificates"),
    room("lam-viec/nhan-rong/", "kheo.movement.replication.web.urls", "replication"),
    room("xac-thuc/", "kheo.movement.certificates.web.public_urls", "certificates_public"),
    room("lam-viec/hoi-nghi/", "kheo.movement.conferences.web.urls", "conferences"),
    room("lam-viec/bao-cao-dinh-ky/", "kheo.movement.reporting.web.urls", "reporting"),
    room("lam-viec/so-lieu/chot/", "kheo.movement.closings.web.urls", "closings"),
    room("lam-viec/cong-thong-tin/nhan-xet/", "kheo.outlets.voice.web.urls", "voice"),
    room("lam-viec/cong-thong-tin/tu-so/", "kheo.outlets.releases.web.urls", "releases"),
    room("lam-viec/cong-thong-tin/trang/", "kheo.outlets.sites.web.urls", "sites"),
    room("lam-viec/cong-thong-tin/", "kheo.outlets.newsroom.web.urls", "newsroom"),
    room("lam-viec/bieu/", "kheo.outlets.tables.web.urls", "tables"),
    room("lam-viec/", "kheo.outlets.reports.web.urls", "reports"),
    room("lam-viec/", "kheo.faces.workspace.web.urls", "workspace"),
]

handler404 = "kheo.outlets.portal.web.files.not_found"
